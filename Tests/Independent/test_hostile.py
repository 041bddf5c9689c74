"""Peers that break the rules, at every door: each is answered or closed as it should be, and nobody else notices."""
import os
import random
import struct
import time

import pytest
import requests
import xsync_pb2 as pb
from conftest import World
from frames import PROVISION, SYNC, UNREAD, frame, varint
from hostile import (
    BINARY, DOORS, LARGEST_FRAME, LARGEST_MESSAGE, MEBIBYTE, PLACEHOLDER, TEXT, Peer, counter, eventually, many_accounts, socket_states, sync_frame, text_to,
)
from server import Server
from troubles import NoDevices
from wire import message

Status = pb.Status
SLOW = pytest.mark.skipif(os.environ.get("HEARTH_SLOW") != "1", reason="takes as long as the server is patient; HEARTH_SLOW=1 runs it")


@pytest.fixture(params=DOORS)
def transport(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def pair(server):
    """Two people on connections that live through every test of this file."""
    world = World(server)
    alice, bob = (world.login(account) for account in many_accounts(server, 2))
    yield alice, bob
    world.close()


@pytest.fixture
def people(pair):
    """They chat before and after whatever the test does."""
    alice, bob = pair

    def chat_on():
        alice.say(bob.account.uid, "still there?")
        assert len(bob.receive(alice.account.uid)) == 1

    chat_on()
    yield
    chat_on()


@pytest.fixture
def eve(server):
    """A user who has not logged in."""
    return many_accounts(server, 1)[0]


@pytest.fixture
def peer(server, people, transport):
    peer = Peer(server, transport)
    yield peer
    peer.close()


@pytest.fixture
def web_socket(server, people):
    peer = Peer(server, "socketio")
    yield peer
    peer.close()


def answer_of(peer: Peer, kind=pb.SyncDL):
    """The status of the next frame, in whose form it is."""
    answer = peer.next_frame()
    return kind.FromString(answer.payload).status


# Cut off, too large, senseless

@pytest.mark.parametrize("kept", [1, 3, 5, 20, -1])
def test_a_frame_that_is_cut_off_and_never_ends(server, people, transport, kept):
    before = counter(server, "connections_opened_total") - counter(server, "connections_closed_total")
    cut = Peer(server, transport)
    cut.send(cut.wrapped(sync_frame(text_to(2, 1, "x" * 100)))[:kept])
    cut.close()
    assert eventually(
        lambda: counter(server, "connections_opened_total") - counter(server, "connections_closed_total") == before)


def test_a_frame_announced_as_too_large_is_not_waited_for(peer):
    size = (LARGEST_FRAME if peer.transport == "tcp" else LARGEST_MESSAGE) + 1
    head = struct.pack(">I", size) if peer.transport == "tcp" else bytes((0x82, 0xFF)) + size.to_bytes(8, "big") + bytes(4)
    peer.send(head)
    assert peer.is_closed()


def test_the_largest_frame_is_taken(peer):
    # Field 15 is unknown and passed over.
    padding = LARGEST_FRAME - len(frame(UNREAD)) - len(b"\x7a") - 3
    heartbeat = frame(UNREAD) + b"\x7a" + varint(padding) + bytes(padding)
    assert len(heartbeat) == LARGEST_FRAME
    peer.send(peer.wrapped(heartbeat))
    assert answer_of(peer, pb.UnreadDL).code == Status.UNAUTHORIZED


@pytest.mark.parametrize("transport", ["raw", "socketio"])
def test_a_message_in_fragments_is_too_large_all_the_same(peer):
    half = message(bytes(700_000), BINARY)
    peer.send(bytes((half[0] & 0x7F,)) + half[1:])
    try:
        peer.send(bytes((0x80,)) + half[1:])
    except ConnectionError:
        return
    assert peer.is_closed()


def test_a_message_of_very_many_fragments(server, people):
    peer = Peer(server, "raw")
    try:
        peer.send(bytes((0x02, 0x80)) + bytes(4) + (bytes((0x00, 0x80)) + bytes(4)) * 100_000)
    except ConnectionError:
        return
    assert peer.is_closed()


def test_a_body_beyond_the_limit_is_refused_and_a_hopeless_one_cut(server, people):
    refused = requests.post(server.base + "/token/user", data=b"x" * (MEBIBYTE + 1), timeout=20)
    assert refused.status_code == 200 and refused.json()["code"] != 200
    peer = Peer(server, "http")
    peer.send(b"POST /token/user HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n")
    try:
        for _ in range(64):
            peer.send(bytes(MEBIBYTE))
    except ConnectionError:
        return
    assert peer.is_closed()


@pytest.mark.parametrize(
    "junk",
    [b"\0" * 64, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"A" * 200_000, b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 50_000],
    ids=["zeros", "no target", "another version", "a long line", "a large header"],
)
def test_what_is_not_http_is_cut(server, people, junk):
    peer = Peer(server, "http")
    try:
        peer.send(junk)
    except ConnectionError:
        return
    assert peer.is_closed()


def test_random_bytes_are_answered_one_by_one_and_counted(server, peer):
    before = counter(server, "frames_undecodable_total")
    chance = random.Random(4)
    junk = [b"\x0f" + chance.randbytes(chance.randrange(200)) for _ in range(300)]  # wire type 7: never a frame
    peer.send(b"".join(map(peer.wrapped, junk)))
    for _ in junk:
        assert answer_of(peer).code == Status.PB_PARSER_ERROR
    assert counter(server, "frames_undecodable_total") - before >= len(junk)


# Out of order

@pytest.mark.parametrize("command", [2, 4, 9, (1 << 31) - 1, (1 << 64) - 1])
def test_commands_that_mean_nothing_are_named_so_before_a_login_too(peer, command):
    peer.send(peer.wrapped(frame(command)))
    assert answer_of(peer).code == Status.UNKNOWN_COMMAND


def test_frames_before_a_login_are_refused_and_the_login_still_works(peer, eve):
    peer.send_frame(UNREAD)
    assert answer_of(peer, pb.UnreadDL).code == Status.UNAUTHORIZED
    peer.send_frame(SYNC, pb.SyncUL(xid=pb.XID(uid=eve.uid)))
    assert answer_of(peer).code == Status.UNAUTHORIZED
    peer.send_frame(SYNC, text_to(eve.uid, 7, "hi"))
    assert answer_of(peer).code == Status.UNAUTHORIZED
    peer.provision(eve, "eve")
    assert answer_of(peer, pb.Provision).code == Status.OK


def test_more_frames_than_may_wait_for_a_login_end_the_connection(cluster, tmp_path, transport):
    server = Server(tmp_path / "data", database=cluster.new_database()).start()
    eve = many_accounts(server, 1)[0]
    trouble, peer = NoDevices(cluster, server), Peer(server, transport)
    trouble.begin()
    try:
        peer.provision(eve, "eve")
        peer.send(peer.wrapped(frame(UNREAD)) * 1000)
        assert peer.is_closed()
    except ConnectionError:
        pass
    finally:
        peer.close()
        trouble.end()
        server.stop()


def test_a_second_login_on_a_connection_replaces_the_first(server, world, peer):
    eve, mallory = many_accounts(server, 2)
    peer.provision(eve, "one")
    peer.provision(mallory, "two")
    answers = [pb.Provision.FromString(peer.next_frame().payload) for _ in range(2)]
    assert [(answer.status.code, answer.xid.uid) for answer in answers] == [(Status.OK, eve.uid), (Status.OK, mallory.uid)]
    peer.send_frame(SYNC, text_to(eve.uid, 7, "who am I?"))
    assert answer_of(peer).code == Status.OK
    [meta] = world.login(eve).sync(mallory.uid)
    assert getattr(meta, "from").uid == mallory.uid


@pytest.mark.parametrize(
    ("extra", "code"),
    [(b"\x10\x01", Status.PB_PARSER_ERROR), (b"\x28\x01", Status.DECRYPT_FAILURE), (b"\x32\x01k", Status.DECRYPT_FAILURE),
     (b"\x38\x01", Status.CHECK_SUM_FAILURE)],
    ids=["compressed", "encrypted", "with a key", "with a check sum"],
)
def test_what_nobody_agreed_on_is_refused_for_every_command(peer, extra, code):
    forms = {UNREAD: pb.UnreadDL, SYNC: pb.SyncDL, PROVISION: pb.Provision}
    for command, form in forms.items():
        peer.send(peer.wrapped(frame(command, b"\x01\x02\x03") + extra))
        answer = peer.next_frame()
        assert answer.command == command
        assert form.FromString(answer.payload).status.code == code


# Slow and half gone

def test_a_peer_that_closes_its_half_is_closed(server, peer, eve):
    peer.provision(eve, "eve")
    assert answer_of(peer, pb.Provision).code == Status.OK
    peer.socket.shutdown(1)
    assert peer.is_closed()
    peer.close()
    assert eventually(lambda: socket_states(server)["CLOSE_WAIT"] == 0)


def test_half_an_http_request_from_a_peer_that_closes_its_half(server, people):
    peer = Peer(server, "http")
    peer.send(b"POST /token/user HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    peer.socket.shutdown(1)
    assert peer.is_closed()


@SLOW
def test_headers_that_come_byte_by_byte_and_bodies_that_never_come_are_not_waited_for(server, people):
    silent, trickling, bodiless = (Peer(server, "http") for _ in range(3))
    started = time.monotonic()
    bodiless.send(b"POST /token/user HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    header = iter(b"GET / HTTP/1.1\r\nx-slow: " + b"a" * 1_000)
    try:
        while time.monotonic() - started < 25:
            trickling.send(bytes((next(header),)))
            time.sleep(0.2)
        pytest.fail("a header may take for ever")
    except ConnectionError:
        assert 10 < time.monotonic() - started < 20
    assert silent.is_closed(3)
    assert bodiless.is_closed(20)


# WebSocket and Socket.IO

def test_text_on_a_plain_web_socket_ends_it(server, people):
    peer = Peer(server, "raw")
    peer.send(message(b"hello", TEXT))
    assert peer.close_code() == 1003


@pytest.mark.parametrize(
    "messages",
    [
        [(BINARY, b"\x04" + frame(UNREAD))],
        [(TEXT, PLACEHOLDER), (TEXT, PLACEHOLDER)],
        [(TEXT, PLACEHOLDER), (TEXT, b'42["x"]')],
        [(TEXT, PLACEHOLDER.replace(b'"num":0', b'"num":1'))],
        [(TEXT, b'452-["frame",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]')],
        [(TEXT, PLACEHOLDER), (BINARY, b"")],
        [(TEXT, PLACEHOLDER), (BINARY, b"\x02" + frame(UNREAD))],
        [(TEXT, PLACEHOLDER), (TEXT, b"b4!!!!")],
        [(TEXT, b'42["' + b"x" * (65 << 10) + b'"]')],
        [(TEXT, b"42[" + b"[" * 5_000)],
        [(TEXT, b'42["\xff"]')],
        [(TEXT, b"9")],
        [(TEXT, b"")],
        [(TEXT, b"0{}")],
        [(TEXT, b"451234567890-[]")],
    ],
    ids=["no placeholder", "two placeholders", "text instead of binary", "another number", "two attachments", "empty binary",
         "a binary ping", "not base64", "65 KiB of text", "deep JSON", "not UTF-8", "unknown type", "empty text", "a server's packet",
         "a large count"],
)
def test_what_is_not_socket_io_ends_the_connection(web_socket, messages):
    web_socket.send(b"".join(message(data, opcode) for opcode, data in messages))
    assert web_socket.close_code() in (1002, 1007, 1009)


def test_a_ping_of_sixty_kibibytes_is_repeated(web_socket):
    data = b"p" * (60 << 10)
    web_socket.send(message(b"2" + data, TEXT))
    assert web_socket.next_message() == (TEXT, b"3" + data)


@pytest.mark.parametrize("opcode", [3, 7, 11, 15])
def test_reserved_web_socket_messages_do_no_harm(server, people, opcode):
    peer = Peer(server, "raw")
    peer.send(message(b"x", opcode))
    peer.send(message(b"", 8))
    assert peer.is_closed()


# Logins

def test_a_flood_of_logins_with_wrong_tokens_leaves_the_others_alone(peer, eve):
    eve.token = "garbage"
    for number in range(200):
        peer.provision(eve, f"guid{number}")
        assert answer_of(peer, pb.Provision).code == Status.INVALID_TOKEN
