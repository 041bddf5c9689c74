"""How every failure of the catalogue is brought about through a real client: the table that test_failures.py runs.

A provocation is a function for one row and one door. Its first line says how it is done; `scripts/failures` prints it.
"""
import contextlib
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
import xsync_pb2 as pb
from conftest import World
from floo import Floo
from frames import SYNC
from message_api import own_app
from people import Person, Place
from server import ROOT, Server
from troubles import Trouble

CATALOGUE = ROOT / "docs/reference/failures.json"
#: UserNotices that end a login or ask for a new one.
ENDINGS = {0, 1, 2, 3, 4, 5, 10, 11, 12}
REST, CONNECTION, NOTICE = "rest", "connection", "notice"


@dataclass
class Provocation:
    """One way to see one failure at one door."""

    run: Callable[["Stage"], Any]
    #: The row whose text clients see, where that is another one with the same code.
    told_as: str | None = None

    @property
    def how(self) -> str:
        return " ".join((self.run.__doc__ or "").split())


PROVOCATIONS: dict[tuple[str, str], Provocation] = {}
#: Why a row never comes to this door, though a code is kept for it.
NEVER: dict[tuple[str, str], str] = {}


def provokes(*names: str, by: str, told_as: str | None = None) -> Callable:
    """The function provokes these rows at a door. It returns the answer, the status, or the types of the notices."""

    def register(function: Callable) -> Callable:
        for name in names:
            assert (name, by) not in PROVOCATIONS, f"{name} is provoked twice"
            PROVOCATIONS[name, by] = Provocation(function, told_as)
        return function

    return register


def never(*names: str, by: str, because: str) -> None:
    for name in names:
        NEVER[name, by] = because


def rows() -> Iterator[dict]:
    """The rows of the catalogue, in the order of the page."""
    for family in json.loads(CATALOGUE.read_text())["families"]:
        yield from family["rows"]


def row_named(name: str) -> dict:
    return next(row for row in rows() if row["name"] == name)


def doors(row: dict) -> list[str]:
    """Where clients can see a row."""
    return [door for door, key in ((REST, "rest"), (CONNECTION, "status"), (NOTICE, "notice")) if key in row]


class Stage:
    """What provocations play on: an app of one's own with its people, and whole servers where a row needs one."""

    numbers = itertools.count(1)

    def __init__(self, world: World, folder: Path, cluster):
        self.world, self.folder, self.cluster = world, folder, cluster
        self.place = Place(world)
        self.rest = self.place.rest
        self.ended: list[Callable[[], Any]] = []

    def close(self) -> None:
        for end in reversed(self.ended):
            end()

    def people(self, count: int) -> list[Person]:
        return self.place.people(count)

    def person(self) -> Person:
        return self.place.person()

    def server(self, database: str | None = None, **settings: Any) -> Server:
        """A server of one's own; a dot in a setting's name is written as two underscores."""
        data = self.folder / f"stage{next(self.numbers)}"
        server = Server(data, settings={name.replace("__", "."): value for name, value in settings.items()}, database=database)
        self.ended.append(lambda: server.is_running() and server.stop())
        return server.start()

    def place_on(self, server: Server) -> Place:
        """An app with its people on another server."""
        world = World(server)
        self.ended.append(world.close)
        return Place(world)

    def postgres(self, **settings: Any) -> Place:
        """The same on a PostgreSQL database, which a `Trouble` may befall."""
        return self.place_on(self.server(self.cluster.new_database(), **settings))

    @contextlib.contextmanager
    def trouble(self, kind: type[Trouble], place: Place) -> Iterator[None]:
        trouble = kind(self.cluster, place.world.server)
        trouble.begin()
        try:
            yield
        finally:
            trouble.end()

    def admin(self, method: str, path: str, body: Any = None, place: Place | None = None) -> dict:
        """A call of the admin API about the app; `{app}` in the path is its AppID."""
        place = place or self.place
        server = place.world.server
        answer = requests.request(
            method, server.base + path.replace("{app}", place.rest.app_id), json=body, timeout=20,
            headers={"Authorization": f"Bearer {server.admin_token}"})
        document = answer.json()
        assert document["code"] == 200, (method, path, document)
        return document["data"]

    def refused_login(self, person: Person, guid: str | None = None, **fields: Any) -> pb.Status:
        """What a PROVISION is answered."""
        return person.world.connect(person.account, guid=guid).provision(**fields).status


def status_of(connection: Floo) -> pb.Status:
    """The status of the next answer to a frame that was no message."""
    return connection.wait(lambda item: item.command == SYNC and item.body.client_mid == 0 and not item.body.is_eager_sync).body.status


def user_notices(connection: Floo, patience: float = 15) -> list[int]:
    """The type of the next UserNotice that ends a login or asks for a new one; others tell of logins and changes elsewhere."""
    def types(item) -> list[int]:
        metas = item.body.metas if item.command == SYNC else []
        kinds = [pb.UserNotice.FromString(meta.payload).type for meta in metas if meta.ns == pb.Meta.USER_NOTICE]
        return [kind for kind in kinds if kind in ENDINGS]

    return types(connection.wait(lambda item: bool(types(item)), patience, "user notice"))
