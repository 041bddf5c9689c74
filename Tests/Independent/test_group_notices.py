"""Who hears of what in groups: each change, with the exact set of those who are told, on all their devices, and once."""
import json
from dataclasses import dataclass
from typing import Any, Callable

import pytest
import xsync_pb2 as pb
from frames import SYNC
from groups import ADMIT, SYSTEM, Group, N, confirms, news, told
from people import Person, Place, place  # noqa: F401

NAMES = ["owner", "admin", "member", "target", "outsider"]
INSIDE = {"owner", "admin", "member", "target"}


class Scene:
    """A group, somebody outside, and two devices of each: one that is connected and one that is away."""

    def __init__(self, place: Place, before: Callable[["Scene"], Any] | None):
        self.place = place
        self.people = dict(zip(NAMES, place.people(len(NAMES)), strict=True))
        self.group = Group(place, self.owner, self.admin, self.member, self.target)
        self.group.make_admin(self.admin)
        self.made: Any = before(self) if before else None
        self.phones = {name: person.device() for name, person in self.people.items()}
        self.tablets = {name: person.device("tablet") for name, person in self.people.items()}
        for device in [*self.phones.values(), *self.tablets.values()]:
            news(device)
            device.backlog.clear()
        for tablet in self.tablets.values():
            tablet.close()

    def __getattr__(self, name: str) -> Person:
        return self.__dict__["people"][name]

    def tablet(self, name: str) -> list[tuple]:
        """What somebody's other device finds when it comes back; again it finds nothing."""
        account = self.tablets[name].account
        again = self.place.world.connect(account, guid="tablet").login()
        found = news(again)
        again.close()
        third = self.place.world.connect(account, guid="tablet").login()
        assert news(third) == [], "once"
        third.close()
        return found

    def uid(self, name: str) -> int:
        return 0 if name == "server" else self.people[name].uid


@dataclass
class Told:
    """One notice: who did it to whom, and who reads it. It stands in the group's queue where all members read it."""

    kind: int
    sender: str
    to: list[str]
    readers: set[str]
    content: Any = ""
    own: bool = False

    def as_read(self, scene: Scene, group: int) -> tuple:
        content = self.content(scene) if callable(self.content) else self.content
        return (SYSTEM if self.own else group, self.kind, scene.uid(self.sender), [scene.uid(name) for name in self.to], content)


@dataclass
class Case:
    name: str
    do: Callable[[Scene], Any]
    told: list[Told]
    before: Callable[[Scene], Any] | None = None


def own(kind: int, sender: str, to: list[str], readers: set[str], content: Any = "") -> Told:
    return Told(kind, sender, to, readers, content, own=True)


def post(who: str, path: str, **fields: Any) -> Callable[[Scene], None]:
    """A call in the group; names of people stand for their ids."""
    def do(scene: Scene) -> None:
        sent = {}
        for name, value in fields.items():
            if name == "user_list":
                value = [scene.uid(person) for person in value]
            elif name in ("user_id", "new_owner"):
                value = scene.uid(value)
            sent[name] = value
        if who == "server":
            assert scene.group.server("POST", "/group/" + path, scene.group.body(**sent)).code == 200
        else:
            scene.group.post(scene.people[who], path, **sent)
    return do


def query(who: str, path: str, **fields: Any) -> Callable[[Scene], None]:
    return lambda scene: scene.people[who].post("/group/" + path, group_id=scene.group.id, **fields)


def create(scene: Scene) -> int:
    confirms(scene.outsider)
    return Group(scene.place, scene.owner, scene.member, scene.outsider).id


def open_door(scene: Scene) -> None:
    scene.group.post(scene.owner, "settings/require_admin_approval", **ADMIT)


def ask(scene: Scene) -> None:
    scene.group.post(scene.outsider, "apply", reason="please")


def invite(scene: Scene) -> None:
    confirms(scene.outsider)
    scene.group.many(scene.member, "invite", scene.outsider)


def share(scene: Scene) -> dict:
    return scene.group.post(scene.member, "file/upload", name="f", size=5, url="https://files.example/f", type="pdf")


def share_now(scene: Scene) -> None:
    scene.made = share(scene)


def rename(scene: Scene) -> None:
    scene.group.post(scene.member, "file/update_name", file_id=scene.made["file_id"], name="new")
    scene.made = scene.group.get(scene.member, "file", file_id=scene.made["file_id"])


def info(**content: Any) -> list[Told]:
    return [Told(N.INFO_UPDATED, "admin", [], INSIDE, content)]


OUT = {"outsider"}
CASES = [
    Case("create", create, [
        Told(N.CREATED, "owner", ["member"], {"owner", "member"}), own(N.INVITED, "owner", ["outsider"], {"owner", "outsider"})]),
    Case("destroy", query("owner", "destroy"), [Told(N.DESTROYED, "owner", [], INSIDE)]),
    Case("apply to an open group", ask, [Told(N.JOINED, "outsider", [], INSIDE | OUT)], open_door),
    Case("invite who need not be asked", post("member", "invite", user_list=["outsider"]),
         [Told(N.JOINED, "outsider", ["member"], INSIDE | OUT)]),
    Case("invite by a server", post("server", "invite", user_list=["outsider"]), [Told(N.JOINED, "outsider", [], INSIDE | OUT)]),
    Case("come with a code", lambda scene: scene.outsider.post("/group/qrcode/invite", {"qr_info": scene.group.code_of(scene.member)}),
         [Told(N.JOINED, "outsider", ["member"], INSIDE | OUT)]),
    Case("leave", query("member", "leave"), [Told(N.LEAVED, "member", [], INSIDE)]),
    Case("apply", ask, [own(N.APPLYED, "outsider", [], {"owner", "admin"}, "please")]),
    Case("apply again for the same reason", ask, [], ask),
    Case("agree to an application", post("admin", "apply/handle", user_id="outsider", approval=True), [
        own(N.APPLY_ACCEPTED, "admin", ["outsider"], {"admin", "outsider"}), Told(N.JOINED, "outsider", [], INSIDE | OUT)], ask),
    Case("decline an application", post("owner", "apply/handle", user_id="outsider", approval=False, reason="no"),
         [own(N.APPLY_DECLINED, "owner", ["outsider"], {"owner", "outsider"}, "no")], ask),
    Case("invite", post("member", "invite", user_list=["outsider"], reason="come"),
         [own(N.INVITED, "member", ["outsider"], {"member", "outsider"}, "come")], lambda scene: confirms(scene.outsider)),
    Case("agree to an invitation", post("outsider", "invite/handle", user_id="member", approval=True),
         [Told(N.INVITE_ACCEPTED, "outsider", ["member"], INSIDE | OUT)], invite),
    Case("decline an invitation", post("outsider", "invite/handle", user_id="member", approval=False, reason="no"),
         [own(N.INVITE_DECLINED, "outsider", ["member"], {"member", "outsider"}, "no")], invite),
    Case("kick", post("admin", "kick", user_list=["target", "member", "owner"]),
         [Told(N.KICKED, "admin", ["target", "member"], INSIDE)]),
    Case("kick by a server", post("server", "kick", user_list=["target"]), [Told(N.KICKED, "server", ["target"], INSIDE)]),
    Case("block", post("admin", "block", user_list=["target", "outsider"]),
         [Told(N.BLOCKED, "admin", ["target", "outsider"], INSIDE), own(N.BLOCKED, "admin", ["outsider"], {"outsider"})]),
    Case("unblock", post("admin", "unblock", user_list=["outsider", "target"]),
         [own(N.UNBLOCKED, "admin", ["outsider"], {"owner", "admin"})], post("admin", "block", user_list=["outsider"])),
    Case("hand over", post("owner", "transfer", new_owner="member"), [Told(N.OWNER_ASSIGNED, "owner", ["member"], INSIDE)]),
    Case("make admins", post("owner", "admin/add", user_list=["member", "admin", "target"]),
         [Told(N.ADMIN_GRANTED, "owner", ["member", "target"], INSIDE)]),
    Case("unmake admins", post("owner", "admin/remove", user_list=["admin", "member"]),
         [Told(N.ADMIN_REVOKED, "owner", ["admin"], INSIDE)]),
    Case("mute", post("member", "msg/mute_mode", msg_mute_mode=2), [own(N.MUTED, "member", [], {"member"})]),
    Case("unmute", post("member", "msg/mute_mode", msg_mute_mode=0), [own(N.UNMUTED, "member", [], {"member"})],
         post("member", "msg/not_disturb", value=True)),
    Case("which pushes", post("member", "msg/push_mode", msg_push_mode=3), [own(N.MESSAGE_SETTING, "member", [], {"member"})]),
    Case("ban", post("admin", "ban", user_list=["member", "target"], duration=10),
         [Told(N.BANNED, "admin", ["member", "target"], INSIDE, "10")]),
    Case("ban for ever", post("owner", "ban", user_list=["admin"], duration=-1), [Told(N.BANNED, "owner", ["admin"], INSIDE, "-1")]),
    Case("unban", post("admin", "unban", user_list=["member", "target"]), [Told(N.UNBANNED, "admin", ["member"], INSIDE)],
         post("admin", "ban", user_list=["member"], duration=10)),
    Case("rename", post("admin", "info/name", value="n \"ä\""), info(name="n \"ä\"")),
    Case("the same name", post("admin", "info/name", value="a group"), []),
    Case("a long text", post("admin", "info/ext", value="x" * 5_000), info(ext="x" * 5_000)),
    Case("avatar", post("admin", "info/avatar", value="a"), info(avatar="a")),
    Case("description", post("admin", "info/description", value="d"), info(description="d")),
    Case("who may invite", post("admin", "settings/allow_member_invitation", value=0), info(member_invite=False)),
    Case("who may modify", post("admin", "settings/allow_member_modify", value=True), info(member_modify=True)),
    Case("receipts", post("admin", "settings/enable_read_ack", value=True), info(read_ack=True)),
    Case("history", post("admin", "settings/history_visible", value=True), info(history_visible=True)),
    Case("cards", post("admin", "settings/hide_member_info", value=True), info(hide_member_info=True)),
    Case("approval", post("admin", "settings/require_admin_approval", apply_approval=2), info(apply_approval=2)),
    Case("ban all", post("admin", "settings/ban_all", duration=-1), info(property="ban_expire_time", ban_expire_time=-1)),
    Case("unban all", post("admin", "settings/unban_all"), info(property="ban_expire_time", ban_expire_time=0),
         post("admin", "settings/ban_all", duration=7)),
    Case("display name", post("member", "display_name", value="M"),
         [Told(N.INFO_UPDATED, "member", [], INSIDE, {"property": "display_name", "display_name": "M"})]),
    Case("announce", post("admin", "announcement/edit", title="t", content="c"), [Told(N.ANNOUNCEMENT_UPDATED, "admin", [], INSIDE)]),
    Case("take an announcement back", lambda scene: query("owner", "announcement/delete", announcement_id=scene.made["id"])(scene),
         [Told(N.ANNOUNCEMENT_UPDATED, "owner", [], INSIDE)],
         lambda scene: scene.group.post(scene.owner, "announcement/edit", title="t", content="c")),
    Case("share a file", share_now, [Told(N.FILE_UPLOADED, "member", [], INSIDE, lambda scene: scene.made)]),
    Case("rename a file", rename, [Told(N.FILE_UPDATED, "member", [], INSIDE, lambda scene: scene.made)], share),
    Case("delete a file", lambda scene: scene.group.post(scene.admin, "file/delete", file_list=[scene.made["file_id"]]),
         [Told(N.FILE_DELETED, "admin", [], INSIDE, lambda scene: {"file_list": [scene.made["file_id"]]})], share),
]


@pytest.mark.both_databases
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "_"))
def test_a_change_is_told_to_exactly_those_whom_it_concerns(place: Place, case: Case):
    scene = Scene(place, case.before)
    group = case.do(scene)
    group = group if isinstance(group, int) and not isinstance(group, bool) else scene.group.id
    for name in NAMES:
        expected = [notice.as_read(scene, group) for notice in case.told if name in notice.readers]
        assert told(scene.phones[name], *{notice[0] for notice in expected}) == expected, f"{name}, connected"
        assert scene.tablet(name) == expected, f"{name}, away"


def test_every_notice_of_groups_is_in_the_table():
    seen = {notice.kind for case in CASES for notice in case.told}
    assert seen == set(N.Type.values()) - {N.UNKNOWN, N.PRESENCE, N.ABSENCE}


def test_the_notices_of_a_removed_user_reach_his_groups(place: Place):
    scene = Scene(place, lambda scene: Group(scene.place, scene.target, scene.owner).id)
    scene.target.post("/user/delete", {"password": "secret-1"})
    uid = scene.target.uid
    left = (scene.group.id, N.LEAVED, uid, [], "")
    ended = (scene.made, N.DESTROYED, uid, [], "")
    assert sorted(told(scene.phones["owner"], scene.group.id, scene.made)) == sorted([left, ended])
    assert told(scene.phones["member"], scene.group.id) == [left]
    assert sorted(scene.tablet("owner")) == sorted([left, ended]) and scene.tablet("outsider") == []


def test_clients_read_the_content_of_notices_as_json(place: Place):
    scene = Scene(place, None)
    scene.group.post(scene.owner, "info/description", value="line\nline \u2028 \"quoted\" \\ \U0001f600")
    [meta] = [meta for meta in scene.phones["member"].sync(scene.group.id) if meta.ns == pb.Meta.GROUP_NOTICE]
    content = json.loads(N.FromString(meta.payload).content)
    assert content == {"description": scene.group.info()["description"]}
    assert getattr(meta, "from").uid == scene.owner.uid and meta.to.uid == scene.group.id


@pytest.mark.both_databases
def test_a_chatroom_tells_those_who_are_there_and_keeps_nothing(place: Place):
    anna, ben, carl = place.people(3)
    room = Group(place, anna, ben, type=2)
    phone, tablet = anna.device(), ben.device("tablet")
    for device in (phone, tablet):
        news(device)
    tablet.close()
    room.post(carl, "apply")

    def pushed() -> pb.GroupNotice:
        item = phone.wait(
            lambda item: item.command == SYNC and any(meta.ns == pb.Meta.GROUP_NOTICE for meta in item.body.metas), what="push")
        [meta] = item.body.metas
        return N.FromString(meta.payload)

    notice = pushed()
    assert (notice.type, notice.gid.uid, getattr(notice, "from").uid) == (N.JOINED, room.id, carl.uid)
    carl.post("/group/leave", group_id=room.id)
    assert pushed().type == N.LEAVED
    assert news(place.world.connect(tablet.account, guid="tablet").login()) == []
    assert phone.sync(room.id) == [] and room.members() == [anna.uid, ben.uid]


@pytest.mark.both_databases
def test_a_chatroom_hears_who_comes_and_goes_and_other_groups_do_not(place: Place):
    anna, ben, carl = place.people(3)
    room, _ = Group(place, anna, ben, type=2), Group(place, anna, ben, carl)
    watching, friend = anna.device(), carl.device()

    def told() -> tuple[int, int, int, list]:
        item = watching.wait(lambda item: item.command == SYNC and item.body.is_eager_sync, what="push")
        [meta] = item.body.metas
        notice = N.FromString(meta.payload)
        assert (item.body.xid.uid, meta.ns, meta.to.uid) == (room.id, pb.Meta.GROUP_NOTICE, room.id)
        return notice.type, notice.gid.uid, getattr(notice, "from").uid, list(notice.to)

    phone = ben.device()
    assert told() == (N.PRESENCE, room.id, ben.uid, [])
    tablet = ben.device("tablet")
    phone.close()
    # Who still has a device has not gone; and nobody is told of himself.
    assert tablet.stays_quiet(lambda item: item.command == SYNC and any(meta.ns == pb.Meta.GROUP_NOTICE for meta in item.body.metas))
    tablet.close()
    assert told() == (N.ABSENCE, room.id, ben.uid, [])
    again = place.world.connect(tablet.account, guid="tablet").login()
    assert told() == (N.PRESENCE, room.id, ben.uid, [])
    assert friend.stays_quiet(lambda item: item.command == SYNC and item.body.is_eager_sync)
    # Nothing of it is kept.
    assert watching.sync(room.id) == [] and not [entry for entry in again.unread().unread if entry.xid.uid == room.id and entry.n]
