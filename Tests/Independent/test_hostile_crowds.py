"""Peers that never read, and crowds: memory stays bounded, nothing leaks, limits hold, others go on."""
import itertools
import os
import threading
import time

import pytest
import requests
import xsync_pb2 as pb
from conftest import World
from frames import PROVISION, SYNC, UNREAD, contents, frame
from hostile import (
    DOORS, MEBIBYTE, Peer, allow_files, batches, counter, eventually, many_accounts, memory, sessions, socket_states, sync_frame, text_to,
)
from server import Server

OK = pb.Status.OK
GROWTH = 64 * MEBIBYTE
SLOW = pytest.mark.skipif(os.environ.get("HEARTH_SLOW") != "1", reason="10,000 connections; HEARTH_SLOW=1 runs it")


@pytest.fixture(params=DOORS)
def transport(request) -> str:
    return request.param


@pytest.fixture
def crowded(own_world):
    """A server of one's own, and two people on it who chat before and after."""
    allow_files(3_000)
    alice, bob = own_world.pair()

    def chat_on():
        alice.say(bob.account.uid, "still there?")
        assert len(bob.receive(alice.account.uid)) == 1

    for _ in range(20):
        chat_on()
    yield own_world
    chat_on()


def logged_in(server: Server, account, guid: str, transport: str = "raw", **options) -> Peer:
    peer = Peer(server, transport, **options)
    peer.provision(account, guid)
    answer = peer.next_frame()
    assert answer.command == PROVISION and pb.Provision.FromString(answer.payload).status.code == OK
    return peer


def send_all(peer: Peer, requests_, window: int = 400) -> None:
    """Sends every request and reads every answer, some ahead of the other."""
    waiting = 0
    for batch in batches(requests_, window // 2):
        peer.send(b"".join(peer.wrapped(sync_frame(request)) for request in batch))
        waiting += len(batch)
        while waiting > window // 2:
            waiting -= took_ack(peer)
    while waiting:
        waiting -= took_ack(peer)


def took_ack(peer: Peer) -> bool:
    answer = peer.next_frame()
    if answer.command != SYNC:
        return False
    ack = pb.SyncDL.FromString(answer.payload)
    assert ack.status.code == OK, ack
    return ack.client_mid != 0


def connected(server: Server, transport: str) -> Peer:
    """A connection that the server has taken in for certain."""
    peer = Peer(server, transport)
    peer.send_frame(UNREAD)
    assert peer.next_frame().command == UNREAD
    return peer


# Peers that never read

def test_twenty_thousand_messages_to_one_who_does_not_read_are_there_when_he_does(crowded):
    server = crowded.server
    victim, *senders = many_accounts(server, 5)
    deaf = logged_in(server, victim, "deaf", receive_buffer=4096)
    before = memory(server)
    for sender in senders:
        peer = logged_in(server, sender, "one")
        send_all(peer, (text_to(victim.uid, 1 + n, f"{n} {'.' * 100}") for n in range(5_000)))
        peer.close()
    growth = memory(server) - before
    print(f"memory grew by {growth / MEBIBYTE:.1f} MiB for 20,000 messages to a peer that does not read")
    assert growth < GROWTH
    notices = 0
    while notices < len(senders):
        notices += deaf.next_frame().command == 2
    for sender in senders:
        xid, key, texts = pb.XID(uid=sender.uid), 0, []
        while True:
            deaf.send_frame(SYNC, pb.SyncUL(xid=xid, key=key))
            page = pb.SyncDL.FromString(deaf.next_frame().payload)
            texts += contents(page.metas)
            key = page.next_key
            if not key:
                break
        assert [int(text.split()[0]) for text in texts] == list(range(5_000))
    deaf.close()


def test_messages_that_are_not_stored_do_not_pile_up_for_one_who_does_not_read(crowded):
    server = crowded.server
    victim, sender = many_accounts(server, 2)
    deaf = logged_in(server, victim, "deaf", receive_buffer=4096)
    peer = logged_in(server, sender, "one")
    before = memory(server)
    notices = [text_to(victim.uid, 1 + n, "." * 2_000, qos=pb.MessageBody.AT_MOST_ONCE) for n in range(8_000)]
    send_all(peer, notices)
    growth = memory(server) - before
    print(f"memory grew by {growth / MEBIBYTE:.1f} MiB for 16 MB of pushes to a peer that does not read")
    assert growth < GROWTH
    assert counter(server, "connections_closed_slow_total") == 1
    assert eventually(lambda: sessions(server) == 3), "the slow one is out, its sender and the two who chat are not"
    deaf.close()


def test_ten_thousand_heartbeats_without_reading_are_all_answered_later(crowded, transport):
    server = crowded.server
    [account] = many_accounts(server, 1)
    peer = logged_in(server, account, "flood", transport)
    before = memory(server)
    started = time.monotonic()
    peer.send(peer.wrapped(frame(UNREAD)) * 10_000)
    for _ in range(10_000):
        assert peer.next_frame().command == UNREAD
    print(f"memory grew by {(memory(server) - before) / MEBIBYTE:.1f} MiB, {time.monotonic() - started:.1f} s")
    assert memory(server) - before < GROWTH
    peer.close()


def test_history_asked_for_ten_thousand_times_and_never_read_stays_bounded(crowded):
    server = crowded.server
    greedy, other = many_accounts(server, 2)
    peer = logged_in(server, greedy, "greedy", receive_buffer=4096)
    send_all(peer, (text_to(other.uid, 1 + n, "." * 1_000) for n in range(100)))
    before = memory(server)
    highest = before
    request = peer.wrapped(sync_frame(pb.SyncUL(xid=pb.XID(uid=other.uid), is_full_sync=True, full_sync_num=100)))
    peer.socket.settimeout(1)
    try:
        for _ in range(100):
            peer.send(request * 100)
            highest = max(highest, memory(server))
    except (TimeoutError, ConnectionError):
        pass  # nothing more is read from him, or he was thrown out
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        highest = max(highest, memory(server))
        time.sleep(0.01)
    print(f"memory grew by {(highest - before) / MEBIBYTE:.1f} MiB at most for 1 GB of history asked for and not read")
    assert highest - before < 2 * GROWTH
    peer.close()


def test_a_flood_of_heartbeats_does_not_hold_up_the_others_for_long(crowded):
    server = crowded.server
    flooding, *others = many_accounts(server, 5)
    flood = logged_in(server, flooding, "flood", receive_buffer=4096)
    # More than there are event loops, so that some share one with the flood.
    calm = [logged_in(server, other, "calm") for other in others]
    sending = threading.Thread(target=flood.send, args=(flood.wrapped(frame(UNREAD)) * 50_000,))
    sending.start()
    worst, end = 0.0, time.monotonic() + 3
    while time.monotonic() < end:
        for peer in calm:
            started = time.monotonic()
            peer.send_frame(UNREAD)
            assert peer.next_frame().command == UNREAD
            worst = max(worst, time.monotonic() - started)
    print(f"a heartbeat took {worst:.3f} s at most while another connection sent 50,000")
    for _ in range(50_000):
        assert flood.next_frame().command == UNREAD
    sending.join()
    assert worst < 5
    flood.close()


# Crowds

def silent_crowd(server: Server, count: int, transport: str) -> None:
    before = memory(server)
    crowd = [Peer(server, transport) for _ in range(count)]
    assert eventually(lambda: socket_states(server)["ESTABLISHED"] >= count)
    time.sleep(0.2)
    each = (memory(server) - before) / count
    started = time.monotonic()
    assert requests.get(server.base + "/api/health", timeout=5).status_code == 200
    print(f"{count} silent connections over {transport}: {each / 1024:.1f} KiB each, health in {time.monotonic() - started:.3f} s")
    assert each < 64 * 1024
    for peer in crowd:
        peer.close()
    assert eventually(lambda: socket_states(server)["CLOSE_WAIT"] == 0 and socket_states(server)["ESTABLISHED"] <= 10, 30)


@pytest.mark.parametrize("kind", ["tcp", "raw", "socketio", "http"])
def test_a_thousand_connections_that_say_nothing(crowded, kind):
    silent_crowd(crowded.server, 1_000, kind)


@SLOW
@pytest.mark.parametrize("kind", ["tcp", "raw"])
def test_ten_thousand_connections_that_say_nothing(crowded, kind):
    allow_files(11_000)
    silent_crowd(crowded.server, 10_000, kind)


def test_a_thousand_abrupt_disconnects_leave_nothing_behind(crowded):
    server = crowded.server
    accounts = many_accounts(server, 1_000)
    at_rest = sessions(server)
    for group in batches(zip(accounts, itertools.cycle(DOORS)), 250):
        peers = [logged_in(server, account, "abrupt", transport) for account, transport in group]
        assert sessions(server) == at_rest + len(peers)
        for number, peer in enumerate(peers):
            # One in three goes in the middle of a frame.
            if number % 3 == 0:
                peer.send(peer.wrapped(frame(UNREAD))[:-2])
            peer.reset() if number % 2 else peer.close()
        assert eventually(lambda: sessions(server) == at_rest), f"{sessions(server)} sessions are left, {at_rest} should be"
    assert eventually(lambda: socket_states(server)["CLOSE_WAIT"] == 0), socket_states(server)
    assert eventually(lambda: socket_states(server)["ESTABLISHED"] <= 10), socket_states(server)


def test_connections_that_end_in_the_middle_of_a_login_leave_nothing_behind(crowded):
    server = crowded.server
    at_rest = sessions(server)
    for number, (account, transport) in enumerate(zip(many_accounts(server, 300), itertools.cycle(DOORS))):
        peer = Peer(server, transport)
        peer.provision(account, "gone")
        peer.reset() if number % 2 else peer.close()
    assert eventually(lambda: sessions(server) == at_rest), f"{sessions(server)} sessions are left, {at_rest} should be"
    assert eventually(lambda: socket_states(server)["CLOSE_WAIT"] == 0)


# Limits of the operator

@pytest.fixture
def limited(tmp_path, request):
    server = Server(tmp_path / "data", settings=request.param).start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    "limited", [{"connections.per.address": 5}, {"connections.most": 5}], indirect=True, ids=["per address", "in all"])
@pytest.mark.parametrize("transport", ["raw", "tcp"])
def test_a_connection_beyond_the_limit_is_sent_away_until_there_is_room(limited, transport):
    peers = [connected(limited, transport) for _ in range(5)]
    beyond = Peer(limited, transport)
    assert beyond.close_code() == (None if transport == "tcp" else 1013)
    assert counter(limited, "connections_refused_total") == 1
    assert requests.get(limited.base + "/api/health", timeout=5).status_code == 200, "REST is not counted"
    peers.pop().close()
    [account] = many_accounts(limited, 1)

    def gets_in() -> bool:
        try:
            logged_in(limited, account, "late", transport).close()
            return True
        except (ConnectionError, AssertionError):
            return False

    assert eventually(gets_in)


@pytest.mark.parametrize("limited", [{"logins.at.once": 1}], indirect=True)
def test_logins_beyond_the_limit_are_told_that_the_server_is_busy_and_may_try_again(limited):
    peers = [(Peer(limited, "tcp"), account) for account in many_accounts(limited, 100)]
    for peer, account in peers:
        peer.provision(account, "one")
    answers = [pb.Provision.FromString(peer.next_frame().payload) for peer, _ in peers]
    busy = [number for number, answer in enumerate(answers) if answer.status.code != OK]
    assert busy and len(busy) < len(peers)
    assert {(answers[n].status.code, answers[n].status.reason) for n in busy} == {(pb.Status.FAIL, "server busy")}

    def gets_in(peer: Peer, account) -> bool:
        peer.provision(account, "one")
        return pb.Provision.FromString(peer.next_frame().payload).status.code == OK

    for number in busy:
        peer, account = peers[number]
        assert answers[number].xid.uid == account.uid
        assert eventually(lambda peer=peer, account=account: gets_in(peer, account))
    world = World(limited)
    alice, bob = world.pair()
    alice.say(bob.account.uid, "hi")
    assert len(bob.receive(alice.account.uid)) == 1
    world.close()
