"""Groups of people who call the REST API, and what their devices are told of."""
import base64
import hashlib
import hmac
import json
import time
from typing import Any

import xsync_pb2 as pb
from floo import Floo
from people import SYSTEM, Person, Place
from rest import Answer

N = pb.GroupNotice
ADMIT = {"apply_approval": 0}


def ids(*people: Person) -> list[int]:
    return [person.uid for person in people]


def confirms(person: Person, value: bool = True) -> Person:
    """Lets somebody be asked before he is in a group, or not."""
    person.post("/user/settings", {"group_confirm": value})
    return person


class Group:
    """A group that somebody made. The members named are in it."""

    def __init__(self, place: Place, owner: Person, *members: Person, **fields: Any):
        self.place, self.owner = place, owner
        self.made = owner.post("/group/create", {"name": "a group", **fields, "user_list": ids(*members)})
        self.id = self.made["group_id"]

    def body(self, **fields: Any) -> dict:
        return {"group_id": self.id, **fields}

    def post(self, person: Person, path: str, **fields: Any) -> Any:
        """A call with its fields in the body that must succeed."""
        return person.post("/group/" + path, self.body(**fields))

    def get(self, person: Person, path: str, **query: Any) -> Any:
        return person.get("/group/" + path, group_id=self.id, **query)

    def code(self, person: Person, path: str, method: str = "POST", **fields: Any) -> int:
        return person.code(method, "/group/" + path, self.body(**fields))

    def many(self, person: Person, path: str, *users: Person, **fields: Any) -> list[str]:
        """What came of each row: `success`, or the number of the failure."""
        return results(self.post(person, path, user_list=ids(*users), **fields), *users)

    def server(self, method: str, path: str, body: Any = None, **query: Any) -> Answer:
        """A call of the app's own server, which counts as an admin here."""
        return self.place.rest.call(
            method, path, {} if body is None else body, token=self.place.backend.token, headers={"group_id": str(self.id)},
            query=query or None)

    def make_admin(self, person: Person) -> None:
        assert self.many(self.owner, "admin/add", person) == ["success"]

    def members(self, reader: Person | None = None) -> list[int]:
        return [row["user_id"] for row in self.get(reader or self.owner, "member_list")]

    def info(self, reader: Person | None = None) -> dict:
        return self.get(reader or self.owner, "info")

    def code_of(self, maker: Person | None = None) -> str:
        return self.get(maker or self.owner, "qrcode/sign")["qr_info"]

    def sql(self, change: str) -> None:
        """Changes the group behind the server's back."""
        self.place.sql(f"UPDATE groups SET {change} WHERE id = {self.id}")


def results(rows: list[dict], *users: Person) -> list[str]:
    """`success` or the number that the reason of a failure begins with, for each row."""
    if users:
        assert [row["user_id"] for row in rows] == ids(*users)
    for row in rows:
        assert row["result"] == "success" and row["reason"] == "" or row["result"] == "fail" and row["reason"], row
    return [row["result"] if row["result"] == "success" else row["reason"].split(" ")[0] for row in rows]


def forged_code(place: Place, group: int, maker: int, expires: int) -> str:
    """A code as the server signs them: with the key of the app."""
    where = f"(SELECT number FROM apps WHERE id = '{place.rest.app_id}') ORDER BY created_at DESC LIMIT 1"
    key = bytes.fromhex(place.value(f"SELECT {'encode(secret, $$hex$$)' if place.world.server.database else 'hex(secret)'} "
                                    f"FROM signing_keys WHERE app = {where}"))
    text = f"g1.{group}.{maker}.{expires}"
    mark = hmac.new(key, f"group code of {place.rest.app_id}: {text}".encode(), hashlib.sha256).digest()
    return text + "." + base64.urlsafe_b64encode(mark).decode().rstrip("=")


# Notices


def group_notice(queue: int, meta: pb.Meta) -> tuple[int, int, int, list[int], Any]:
    """Queue, type, from, to and content of a notice, which must be one that clients take."""
    assert meta.id > 0 and meta.timestamp > 0
    notice = pb.GroupNotice.FromString(meta.payload)
    assert notice.HasField("gid") and notice.HasField("from"), f"clients throw at this notice: {notice}"
    assert queue in (SYSTEM, notice.gid.uid), f"a notice of {notice.gid.uid} in the queue of {queue}"
    content: Any = notice.content
    if content.startswith("{"):
        content = json.loads(content)
    return queue, notice.type, getattr(notice, "from").uid, [to.uid for to in notice.to], content


def news(device: Floo) -> list[tuple]:
    """All group notices in everything that is new for a device, and that is all of it: the list names nothing more then."""
    metas: list[tuple[int, pb.Meta]] = []
    deadline = time.monotonic() + 20
    while waiting := [entry.xid.uid for entry in device.unread().unread]:
        assert time.monotonic() < deadline, f"the list names {waiting} for ever"
        for queue in waiting:
            metas += [(queue, meta) for meta in device.sync(queue)]
    metas.sort(key=lambda item: item[1].id)
    return [group_notice(queue, meta) for queue, meta in metas if meta.ns == pb.Meta.GROUP_NOTICE]


def kinds(device: Floo) -> list[int]:
    return [notice[1] for notice in news(device)]
