"""Several servers on one PostgreSQL: one truth, one order, and nobody misses anything."""
import asyncio
import random
from pathlib import Path

import pytest
import xsync_pb2 as pb
from conftest import World
from floo import client_mids
from frames import chat, contents
from nodes import Pager, Writer, history
from people import Person, Place
from postgres import Cluster
from rest import Rest
from server import Server
from test_devices import notice_until

MESSAGES = 1500  # of one run, over all writers
WINDOW = 2  # unacknowledged of each writer: a server commits together what waits, and few at a time mix better
MIXED = 0.1  # of all neighbours must come from different servers, or nothing was proved


@pytest.fixture
def nodes(tmp_path: Path, cluster: Cluster):
    """Two servers that were started at the same moment on an empty database."""
    database = cluster.new_database()
    servers = [Server(tmp_path / name, database=database) for name in ("north", "south")]
    for server in servers:
        server.launch()
    try:
        for server in servers:
            server.wait_ready()
        yield servers
        for server in servers:
            assert server.is_running(), server.log_tail()
    finally:
        for server in servers:
            if server.is_running():
                server.stop()


def test_two_servers_started_at_once_make_one_schema(nodes, cluster):
    north, south = nodes
    assert north.app_id == south.app_id, "there is one default app"
    numbers = [int(number) for [number] in cluster.sql("SELECT number FROM schema_migrations ORDER BY number", north.database)]
    assert numbers == list(range(1, len(numbers) + 1)) and numbers
    assert cluster.value("SELECT count(*) FROM apps", north.database) == "1"


def test_accounts_tokens_and_devices_are_known_on_both(nodes):
    worlds = [World(server) for server in nodes]
    alice = worlds[0].account("alice")
    assert worlds[1].rest.get("/user/profile", token=alice.token).code == 200
    assert worlds[1].rest.register(alice.name).code == 10004
    first = worlds[0].login(alice, guid="hers")
    first.close()
    assert worlds[1].login(alice, guid="hers").sn == first.sn, "a device keeps its number"
    for world in worlds:
        world.close()


def test_a_repeat_on_the_other_server_is_recognised(nodes):
    worlds = [World(server) for server in nodes]
    alice, bob = worlds[0].account("alice"), worlds[0].account("bob")
    mid, payload = next(client_mids), chat("once")
    here = worlds[0].login(alice, guid="hers")
    one = here.submit(bob.uid, payload, mid).server_mid
    here.close()
    assert one and worlds[1].login(alice, guid="hers").submit(bob.uid, payload, mid).server_mid == one
    assert contents(worlds[1].login(bob).sync(alice.uid)) == ["once"]
    for world in worlds:
        world.close()


def test_what_is_written_here_is_found_there(nodes):
    here, there = (World(server) for server in nodes)
    alice, bob = here.login(here.account("alice")), there.login(here.account("bob"))
    for n in range(20):
        writer, reader = ((alice, bob), (bob, alice))[n % 2]
        mid = writer.say(reader.account.uid, f"m{n}")
        assert any(entry.n for entry in reader.unread().unread if entry.xid.uid == writer.account.uid)
        assert [meta.id for meta in reader.sync(writer.account.uid)] == [mid]
    here.close()
    there.close()


def test_a_login_that_ends_on_one_server_ends_on_the_other(nodes):
    """Nobody tells the other server: it finds the revoked tokens within seconds."""
    here, there = Place(World(nodes[0])), World(nodes[1])
    there.rest.app_id = here.rest.app_id
    anna, ben, carl = here.people(3)

    def device(person: Person, guid: str):
        return Person(there, person.account).device(guid)

    annas, bens, phone, desk = device(anna, "phone"), device(ben, "phone"), device(carl, "phone"), device(carl, "desk")
    assert here.admin("PUT", "/user/disable", {"list": [anna.uid]}).code == 200
    assert here.admin("POST", "/user/kick", {}, ben).data is True
    carl.token = phone.account.token
    carl.post("/user/change_password", {"old_password": "secret-1", "new_password": "secret-2"})
    for session, notice in ((annas, pb.UserNotice.FROZEN), (bens, pb.UserNotice.KICKED_BY_OTHER_DEVICE),
                            (desk, pb.UserNotice.PASSWORD_CHANGED)):
        notice_until(session, notice)
        session.wait_closed()
    for session in (annas, bens, desk):
        assert there.rest.get("/user/profile", token=session.account.token).code == 402
    assert phone.unread().status.code == pb.Status.OK, "who changed the password goes on"
    here.world.close()
    there.close()


async def converse(servers: list[Server], seed: int) -> tuple[list[Writer], list[Pager], list[list[int]]]:
    """Both people write from two devices on each server; each reads along on two others on each."""
    rest = Rest(servers[0].base, servers[0].app_id)
    alice, bob = rest.new_account("alice"), rest.new_account("bob")
    each = [(me, peer, server.address, f"{me.uid}_{n}_{d}") for me, peer in ((alice, bob), (bob, alice))
            for n, server in enumerate(servers) for d in range(2)]
    writers = [Writer(me, peer, f"{guid}_writes", address, MESSAGES // len(each), WINDOW) for me, peer, address, guid in each]
    pagers = [Pager(me, peer, f"{guid}_reads", address) for me, peer, address, guid in each]
    reading = [asyncio.create_task(pager.run()) for pager in pagers]
    try:
        await asyncio.gather(*(writer.run(random.Random(f"{seed} {n}")) for n, writer in enumerate(writers)))
        for pager in pagers:
            pager.writing = False
        await asyncio.wait_for(asyncio.gather(*reading), 60)
    finally:
        for task in reading:
            task.cancel()
    kept = [await history(server.address, me, peer, f"{me.uid}_history")
            for server in servers for me, peer in ((alice, bob), (bob, alice))]
    return writers, pagers, kept


def test_readers_on_either_server_miss_nothing_and_see_nothing_twice(nodes):
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}")
    writers, pagers, kept = asyncio.run(converse(nodes, seed))
    server_of = {mid: writer.address for writer in writers for mid in writer.mids.values()}
    everything = sorted(server_of)
    assert len(everything) == sum(writer.count for writer in writers), "ids are given once"
    for pager in pagers:
        missed, twice = set(everything) - set(pager.seen), len(pager.seen) - len(set(pager.seen))
        skipped = [mid for mid in missed if mid < max(pager.seen, default=0)]
        assert not missed, f"{pager.guid} missed {len(missed)}, {len(skipped)} of them before others that it saw (seed {seed})"
        assert not twice, f"{pager.guid} saw {twice} twice (seed {seed})"
        assert pager.seen == everything, f"{pager.guid} saw another order (seed {seed})"
    assert all(told == everything for told in kept), f"histories differ (seed {seed})"
    for writer in (writer for writer in writers if not writer.refusals):
        assert list(writer.mids.values()) == sorted(writer.mids.values()), f"{writer.guid}: ids not in order of the acks (seed {seed})"
        assert list(writer.mids) == sorted(writer.mids), f"{writer.guid}: acks not in order of sending (seed {seed})"
    mixed = sum(server_of[a] != server_of[b] for a, b in zip(everything, everything[1:])) / (len(everything) - 1)
    reads = min(pager.pages for pager in pagers)
    print(f"{len(everything)} messages, {mixed:.0%} of neighbours from different servers, at least {reads} pages a reader, "
          f"{sum(writer.refusals for writer in writers)} sent again")
    assert mixed >= MIXED, f"only {mixed:.0%} of neighbours come from different servers: this run proved nothing"
    assert reads >= 10, "nobody read while others wrote: this run proved nothing"


def test_one_server_goes_on_when_the_other_is_killed(nodes):
    north, south = nodes
    here, there = World(north), World(south)
    alice, bob = here.account("alice"), here.account("bob")
    writer = here.login(alice)
    # Registered before the messages: what another device confirms meanwhile takes nothing from this one.
    here.login(bob, guid="early").close()
    for n in range(50):
        writer.send_meta(writer.meta(bob.uid, chat(f"m{n}")))
    writer.wait(lambda item: True, what="ack")
    north.kill()
    second = there.login(alice)
    mid = second.say(bob.uid, "after")
    read = there.login(bob).sync(alice.uid)
    assert read[-1].id == mid and [meta.id for meta in read] == sorted({meta.id for meta in read})
    assert contents(read[:-1]) == [f"m{n}" for n in range(len(read) - 1)]
    north.start()
    assert there.rest.get("/user/profile", token=alice.token).code == 200
    assert [meta.id for meta in World(north).login(bob, guid="early").sync(alice.uid)] == [meta.id for meta in read]
    there.close()
