"""PostgreSQL in trouble while people write: they are told to come back, what was acknowledged stays, and all resumes by itself."""
import asyncio
import subprocess
from pathlib import Path

import pytest
import requests
import xsync_pb2 as pb
from conftest import World
from floo import Floo
from frames import SYNC, UNREAD, chat, contents
from load import is_away
from postgres import Cluster
from server import Server
from traffic import Traffic
from troubles import Crash, FullDisk, LockedTable, NoLogins, OrderlyStop, ReadOnly, Trouble

IMPATIENT = {"store.timeout.seconds": 1}
AWAY_CODES = (49705, 49706)  # ServerBusy, ServerNeedRetry


def state(server: Server, what: str) -> int:
    return requests.get(f"{server.base}/health/{what}", timeout=10).status_code


@pytest.fixture(scope="module")
def breakable() -> Cluster:
    """A PostgreSQL for tests that stop it; it forces to disk what it says it has stored."""
    with Cluster() as cluster:
        yield cluster


@pytest.fixture
def fragile(breakable: Cluster) -> Cluster:
    yield breakable
    breakable.start()  # whatever a failed test left behind
    breakable.sql("ALTER ROLE hearth LOGIN")


@pytest.fixture
def home(tmp_path: Path, fragile: Cluster) -> Server:
    """A server on a database of its own, which it may lose."""
    server = Server(tmp_path / "data", database=fragile.new_database(), settings=IMPATIENT).start()
    yield server
    assert server.is_running(), f"the server ended by itself:\n{server.log_tail()}"
    server.stop()


@pytest.fixture
def people(home: Server) -> World:
    world = World(home)
    yield world
    world.close()


def told_again(ask, tries: int = 100):
    """Asks until the answer is not that the database is away."""
    for _ in range(tries):
        answer = ask()
        if not is_away(answer.status):
            assert answer.status.code == pb.Status.OK, answer
            return answer
        pause()
    raise AssertionError(f"still away after {tries} tries: {answer}")


def pause() -> None:
    asyncio.run(asyncio.sleep(0.1))


def eventually(condition, tries: int = 100) -> bool:
    for _ in range(tries):
        if condition():
            return True
        pause()
    return False


TROUBLES = [Crash, OrderlyStop, NoLogins, ReadOnly, LockedTable]
GONE = [Crash, OrderlyStop, NoLogins]


@pytest.mark.parametrize("kind", TROUBLES, ids=lambda kind: kind.__name__)
def test_under_load_nothing_acknowledged_is_lost_and_all_resumes(home, fragile, kind):
    trouble, traffic = kind(fragile, home), Traffic(home)

    async def story():
        await traffic.flows()
        for _ in range(2):
            await asyncio.to_thread(trouble.begin)
            try:
                await traffic.is_refused()
            finally:
                await asyncio.to_thread(trouble.end)
            await traffic.flows()

    asyncio.run(traffic.run(story()))
    assert traffic.stored == traffic.acked > 0


def test_ended_connections_are_made_again(home, fragile):
    trouble, traffic = Trouble(fragile, home), Traffic(home)

    async def story():
        for _ in range(10):
            await traffic.flows()
            await asyncio.to_thread(trouble.send_away)
        await traffic.flows()

    asyncio.run(traffic.run(story()))
    assert traffic.stored == traffic.acked > 0


def answers(person: Floo, stranger: Floo, peer: int) -> dict[str, pb.Status]:
    """What each request on the long connection is answered."""

    def page(**fields) -> pb.Status:
        person.send(SYNC, pb.SyncUL(xid=pb.XID(uid=peer), **fields))
        return person.wait(lambda item: item.command == SYNC and item.body.client_mid == 0, what="page").body.status

    def unread() -> pb.Status:
        person.send(UNREAD)
        return person.wait(lambda item: item.command == UNREAD, what="heartbeat answer").body.status

    return {
        "send": person.submit(peer, chat("is anybody there?")).status, "sync": page(),
        "history": page(is_full_sync=True, full_sync_num=20), "login": stranger.provision().status, "heartbeat": unread(),
    }


@pytest.mark.parametrize("kind", GONE, ids=lambda kind: kind.__name__)
def test_clients_are_told_to_come_back_and_keep_their_connections(home, fragile, people, kind):
    alice, bob = people.pair()
    stranger, late = people.connect(people.account("carol")), people.account("late")
    before = alice.say(bob.account.uid, "before")
    trouble = kind(fragile, home)
    trouble.begin()
    try:
        told = answers(alice, stranger, bob.account.uid)
        rest = {
            "register": people.rest.register(people.rest.new_name()), "token": people.rest.token(late.name),
            "profile": people.rest.get("/user/profile", token=late.token),
        }
    finally:
        trouble.end()
    heartbeat = told.pop("heartbeat")
    assert heartbeat.code == pb.Status.OK or is_away(heartbeat), heartbeat
    assert all(is_away(status) for status in told.values()), told
    assert all(answer.status == 200 and answer.code in AWAY_CODES for answer in rest.values()), rest
    after = told_again(lambda: alice.submit(bob.account.uid, chat("after")))
    assert after.server_mid > before
    assert told_again(stranger.provision).status.code == pb.Status.OK, "the refused connection may log in later"
    assert contents(bob.sync(alice.account.uid)) == ["before", "after"]


@pytest.mark.parametrize("kind", GONE, ids=lambda kind: kind.__name__)
def test_readiness_follows_the_database_and_life_does_not(home, fragile, kind):
    assert (state(home, "live"), state(home, "ready")) == (200, 200)
    trouble = kind(fragile, home)
    trouble.begin()
    try:
        assert eventually(lambda: state(home, "ready") == 503)
        assert state(home, "live") == 200
    finally:
        trouble.end()
    assert eventually(lambda: state(home, "ready") == 200)


def test_a_stop_while_the_database_is_away_does_not_hang(home, fragile, people):
    alice, bob = people.pair()
    alice.say(bob.account.uid, "before")
    bob.receive(alice.account.uid)
    fragile.kill()
    try:
        home.stop()
    finally:
        fragile.start()
    home.start()
    assert contents(people.login(bob.account).sync(alice.account.uid)) == ["before"]


@pytest.fixture
def small_disk(fragile: Cluster):
    """A table space on a disk of its own that can be filled; only root can mount one."""
    place = Path(fragile.info["socket"]) / "small"
    place.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m,mode=0777", "tmpfs", place], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"no disk to fill: {mounted.stderr.strip()}")
    try:
        space = place / "space"
        space.mkdir()
        owner = Path(fragile.info["data"]).stat()
        subprocess.run(["chown", f"{owner.st_uid}:{owner.st_gid}", space], check=True)
        fragile.sql(f"CREATE TABLESPACE small LOCATION '{space}'")
        yield place
        fragile.sql("DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_refuses_and_room_heals(tmp_path, fragile, small_disk):
    database = fragile.new_database("TABLESPACE small")
    server = Server(tmp_path / "data", database=database, settings=IMPATIENT).start()
    trouble, traffic = FullDisk(small_disk), Traffic(server)

    async def story():
        await traffic.flows()
        trouble.begin()
        try:
            await traffic.is_refused()
        finally:
            trouble.end()
        await traffic.flows()

    try:
        asyncio.run(traffic.run(story()))
        assert traffic.stored == traffic.acked > 0
    finally:
        server.stop()
        fragile.sql(f"DROP DATABASE {database.rsplit('/', 1)[1]} WITH (FORCE)")
