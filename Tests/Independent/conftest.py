"""Fixtures: one server for all tests that leave it running, one's own for those that do not, people and their connections.

Tests marked `both_databases` run twice: with the store in SQLite and in PostgreSQL.
"""
from pathlib import Path

import pytest
from answers import ANSWERS
from floo import Floo
from postgres import Cluster
from rest import Account, Rest
from server import Server
from transports import TRANSPORTS


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Shows the end of the server's log with a test that failed."""
    report = (yield).get_result()
    if report.failed:
        for name in ("server", "own_server"):
            server = getattr(item, "funcargs", {}).get(name)
            if server is not None:
                report.sections.append((f"log of {name}", server.log_tail()))


def pytest_configure(config):
    config.addinivalue_line("markers", "both_databases: runs on SQLite and on PostgreSQL")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What takes longest goes first, so that no process is left alone with it."""
    items.sort(key=lambda item: item.path.name != "test_schemathesis.py")


def pytest_sessionfinish(session, exitstatus):
    """A process among several hands its answers to the one that started it."""
    output = getattr(session.config, "workeroutput", None)
    if output is None:
        ANSWERS.save()
    else:
        output["answers"] = ANSWERS.text()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    ANSWERS.add(getattr(node, "workeroutput", {}).get("answers"))


def pytest_generate_tests(metafunc):
    if "store" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("store", ["sqlite", "postgres"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def store(request) -> str:
    return getattr(request, "param", "sqlite")


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """A PostgreSQL that no test stops."""
    with Cluster("--fast") as cluster:
        yield cluster


@pytest.fixture(scope="session")
def new_database(store: str, request):
    """Makes the address of a new database; None stands for the file in the data folder."""
    return request.getfixturevalue("cluster").new_database if store == "postgres" else lambda: None


@pytest.fixture(scope="session")
def server(tmp_path_factory, new_database) -> Server:
    server = Server(tmp_path_factory.mktemp("hearth") / "data", database=new_database()).start()
    yield server
    if server.is_running():
        server.stop()


@pytest.fixture
def own_server(tmp_path: Path, new_database) -> Server:
    """A server that the test may kill and start again."""
    server = Server(tmp_path / "data", database=new_database()).start()
    yield server
    if server.is_running():
        server.stop()


@pytest.fixture(scope="session")
def rest(server: Server) -> Rest:
    return Rest(server.base, server.app_id)


class World:
    """Makes people and connects their devices; closes what a test left open."""

    def __init__(self, server: Server):
        self.server = server
        self.rest = Rest(server.base, server.app_id)
        self.connections: list[Floo] = []

    def account(self, prefix: str = "user") -> Account:
        return self.rest.new_account(prefix)

    def connect(self, account: Account, transport: str = "raw", guid: str | None = None) -> Floo:
        """A connection that has not logged in."""
        connection = Floo(self.server, account, transport, guid)
        self.connections.append(connection)
        return connection

    def login(self, account: Account, transport: str = "raw", guid: str | None = None) -> Floo:
        return self.connect(account, transport, guid).login()

    def pair(self, transport: str = "raw") -> tuple[Floo, Floo]:
        """Two people, connected."""
        return self.login(self.account("alice"), transport), self.login(self.account("bob"), transport)

    def close(self) -> None:
        for connection in self.connections:
            connection.close()


@pytest.fixture
def world(server: Server) -> World:
    world = World(server)
    yield world
    world.close()


@pytest.fixture
def own_world(own_server: Server) -> World:
    world = World(own_server)
    yield world
    world.close()


@pytest.fixture(params=sorted(TRANSPORTS))
def transport(request) -> str:
    return request.param
