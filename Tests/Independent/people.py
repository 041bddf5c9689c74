"""People who call the REST API for themselves, in an app of their own with a server of its own."""
import json
import sqlite3
import subprocess
from typing import Any

import pytest
import xsync_pb2 as pb
from conftest import World
from floo import Floo
from message_api import Backend, own_app
from rest import MISSING, Account, Answer
from test_app_settings import Settings

SYSTEM = 0


class Person:
    """One account and what it does."""

    def __init__(self, world: World, account: Account):
        self.world, self.account = world, account
        self.rest = world.rest
        self.uid, self.name, self.token = account.uid, account.name, account.token

    def call(self, method: str, path: str, body: Any = MISSING, **query: Any) -> Answer:
        return self.rest.call(method, path, body, token=self.token, query=query or None)

    def ok(self, method: str, path: str, body: Any = MISSING, **query: Any) -> Any:
        """The data of a call that must succeed."""
        answer = self.call(method, path, body, **query)
        assert answer.code == 200, (method, path, answer.json)
        return answer.data

    def get(self, path: str, **query: Any) -> Any:
        return self.ok("GET", path, **query)

    def post(self, path: str, body: Any = MISSING, **query: Any) -> Any:
        return self.ok("POST", path, {} if body is MISSING else body, **query)

    def code(self, method: str, path: str, body: Any = MISSING, **query: Any) -> int:
        return self.call(method, path, body, **query).code

    def device(self, guid: str | None = None, again: bool = True) -> Floo:
        """A device with a token of its own, connected and past what waited for it."""
        account = self.account
        if again:
            token = self.rest.token(account.name, account.password).data["token"]
            account = Account(account.name, account.password, account.uid, token, account.app_id)
        device = self.world.login(account, guid=guid)
        device.sync(SYSTEM)
        return device

    def befriend(self, other: "Person") -> None:
        other.post("/user/authmode", value=0)
        self.post("/roster/apply", {"user_id": other.uid, "alias": ""})

    def card(self, other: "Person") -> dict:
        return self.get("/roster/id", user_id=other.uid)

    def relation(self, other: "Person") -> int:
        return self.card(other)["relation"]


class Place:
    """An app with a server of its own."""

    def __init__(self, world: World):
        self.world = world
        self.backend: Backend = own_app(world.server, world)
        self.rest = world.rest
        self.settings = Settings(world.server, self.rest.app_id)

    def person(self, prefix: str = "user") -> Person:
        return Person(self.world, self.rest.new_account(prefix))

    def people(self, count: int) -> list[Person]:
        return [self.person() for _ in range(count)]

    def set(self, **values: Any) -> None:
        """Settings of the app, a dot written as two underscores."""
        answer = self.settings.set({name.replace("__", "."): value for name, value in values.items()})
        assert answer["code"] == 200, answer

    def sql(self, statement: str) -> None:
        """Changes the store behind the server's back."""
        server = self.world.server
        if server.database:
            subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", server.database, "-c", statement], check=True)
        else:
            with sqlite3.connect(server.data / "hearth.db", timeout=20) as store:
                store.execute(statement)

    def value(self, query: str) -> str:
        """The one value of a query, read behind the server's back."""
        server = self.world.server
        if server.database:
            command = ["psql", "-qtAX", "-v", "ON_ERROR_STOP=1", server.database, "-c", query]
            return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        with sqlite3.connect(server.data / "hearth.db", timeout=20) as store:
            return str(store.execute(query).fetchone()[0])

    def admin(self, method: str, path: str, body: Any = None, person: Person | None = None, **query: Any) -> Answer:
        return self.backend.call(method, path, body, person.account if person else None, query=query or None)


@pytest.fixture
def place(world: World) -> Place:
    return Place(world)


def notices(device: Floo) -> list[pb.Meta]:
    """What is new in the system queue, without waiting for it: the server has told of it before it answered the call."""
    return device.sync(SYSTEM)


def roster_notice(meta: pb.Meta) -> tuple[int, int, int, Any]:
    """Type, from, to and content of a notice, which must be one that clients take."""
    assert meta.ns == pb.Meta.ROSTER_NOTICE and meta.id > 0 and meta.timestamp > 0
    notice = pb.RosterNotice.FromString(meta.payload)
    assert len(notice.to) == 1, "clients ignore a notice without exactly one receiver"
    content: Any = notice.content
    if notice.type == pb.RosterNotice.INFO_UPDATED:
        content = json.loads(content)
    return notice.type, getattr(notice, "from").uid, notice.to[0].uid, content


def roster_notices(device: Floo) -> list[tuple[int, int, int, Any]]:
    """All roster notices that are new for a device."""
    return [roster_notice(meta) for meta in notices(device) if meta.ns == pb.Meta.ROSTER_NOTICE]


def own_updates(device: Floo) -> int:
    """How often a device is told that the own profile or settings changed."""
    found = [pb.UserNotice.FromString(meta.payload) for meta in notices(device) if meta.ns == pb.Meta.USER_NOTICE]
    assert all(notice.type == pb.UserNotice.INFO_UPDATED for notice in found)
    return len(found)
