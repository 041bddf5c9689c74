"""Operations made at one server, as the clients of another see them: also what that one keeps in memory."""
from pathlib import Path

import pytest
import xsync_pb2 as pb
from conftest import World
from floo import client_mids
from frames import contents
from operations import (
    TEXT, Op, accepted, append, delete, delete_conversation, edited, oper, operations, past, read, read_all, read_on, recall, replace,
)
from postgres import Cluster
from server import Server
from shown import Shown


@pytest.fixture
def worlds(tmp_path: Path, cluster: Cluster):
    """The people of two servers on one database."""
    database = cluster.new_database()
    servers = [Server(tmp_path / name, database=database).start() for name in ("north", "south")]
    worlds = [World(server) for server in servers]
    yield worlds
    for world in worlds:
        world.close()
        world.server.stop()


def catch_up(device, peer) -> list[pb.Meta]:
    """Reads what there is: a heartbeat finds what was written at the other server."""
    device.unread()
    return read_on(device, peer.account.uid)


@pytest.fixture
def people(worlds):
    """Alice at the first server; Bob at the second, where the conversation has been read and is remembered."""
    north, south = worlds
    alice, bob = north.login(north.account("alice")), south.login(south.account("bob"))
    south.login(bob.account, guid="tablet").close()
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(8)]
    assert [meta.id for meta in catch_up(bob, alice)] == mids
    assert list(past(bob, alice.account.uid)) == mids
    return alice, bob, mids


def test_a_recall_at_one_server_holds_at_the_other(worlds, people):
    alice, bob, mids = people
    tablet = worlds[1].login(bob.account, guid="tablet")
    accepted(recall(alice, bob.account.uid, mids[3]), bob.account.uid)
    [seen] = operations(catch_up(bob, alice))
    assert (seen.kind, seen.mid) == (Op.RECALL, mids[3])
    assert mids[3] not in past(bob, alice.account.uid)
    assert mids[3] not in [meta.id for meta in catch_up(tablet, alice)]


def test_edits_at_both_servers_make_one_text(worlds, people):
    alice, bob, mids = people
    shown = Shown(bob.account.uid, alice.account.uid)
    shown.apply(reversed(bob.history(alice.account.uid, 20).metas))
    elsewhere, times = worlds[1].login(alice.account), []
    for n in range(10):
        device = (alice, elsewhere)[n % 2]
        times.append(edited(append(device, bob.account.uid, mids[0], f",{n}"), bob.account.uid))
        assert past(bob, alice.account.uid)[mids[0]].content.endswith(f",{n}")
    assert all(later - earlier >= 2 for earlier, later in zip(times, times[1:]))
    assert shown.apply(catch_up(bob, alice)).lines[mids[0]].content == "m0" + "".join(f",{n}" for n in range(10))
    edited(replace(alice, bob.account.uid, mids[1], "new"), bob.account.uid)
    assert past(bob, alice.account.uid)[mids[1]].content == "new"


def test_receipts_at_one_server_show_at_the_other(people):
    alice, bob, mids = people
    past(alice, bob.account.uid)
    accepted(read(bob, alice.account.uid, mids[2]), alice.account.uid)
    assert past(alice, bob.account.uid)[mids[2]].status == pb.MessageBody.READ
    assert [seen.mid for seen in operations(catch_up(alice, bob))] == [mids[2]]


def test_own_operations_at_one_server_hold_at_the_other(worlds, people):
    alice, bob, mids = people
    elsewhere = worlds[0].login(bob.account)
    catch_up(elsewhere, alice)
    accepted(delete(bob, alice.account.uid, mids[0]), alice.account.uid)
    accepted(read_all(bob, alice.account.uid, mids[4]), alice.account.uid)
    assert [seen.kind for seen in operations(catch_up(elsewhere, alice))] == [Op.DELETE, Op.READ_ALL]
    found = past(elsewhere, alice.account.uid)
    assert list(found) == mids[1:]
    assert [mid for mid, body in found.items() if body.status == pb.MessageBody.READ] == mids[1:5]
    accepted(delete_conversation(elsewhere, alice.account.uid), alice.account.uid)
    assert past(bob, alice.account.uid) == {}
    alice.say(bob.account.uid, "after")
    assert contents([meta for meta in catch_up(bob, alice) if meta.ns == pb.Meta.MESSAGE]) == ["after"]


def test_a_repeated_operation_at_the_other_server_is_recognised(worlds, people):
    alice, bob, mids = people
    payload, client_mid = oper(Op.APPEND, mids[0], ctype=TEXT, content="!"), next(client_mids)
    first = alice.submit(bob.account.uid, payload, client_mid)
    alice.close()
    again = worlds[1].login(alice.account, guid=alice.guid).submit(bob.account.uid, payload, client_mid)
    assert (accepted(again, bob.account.uid), edited(again, bob.account.uid)) == (first.server_mid, first.edit_timestamp)
    assert past(bob, alice.account.uid)[mids[0]].content == "m0!"
