"""Peers that break the rules of long polling: each is answered or ended as it should be and counted, and nobody else notices."""
import random
import socket
import threading
import time

import pytest
import requests
import xsync_pb2 as pb
from conftest import World
from floo import PLACEHOLDER_SN
from frames import PROVISION, SYNC, UNREAD, contents, frame
from hostile import MEBIBYTE, Peer, batches, counter, eventually, many_accounts, memory, sync_frame, text_to
from polling import PLACEHOLDER, Polls, as_binary, as_text
from rest import Account
from test_hostile_crowds import GROWTH, crowded, logged_in, send_all  # noqa: F401 (a fixture among them)

Status = pb.Status
UNDECODABLE, REFUSED = "frames_undecodable_total", "polling_requests_refused_total"
UNKNOWN = (400, {"code": 1, "message": "Session ID unknown"})
BAD = (400, {"code": 3, "message": "Bad request"})


class PolledPeer(Polls):
    """A session that sends what it is told to, and polls only when it is told to."""

    def __init__(self, server, b64: bool = False):
        super().__init__(server, b64)
        self.server = server
        self.waiting: list[pb.Frame] = []
        assert self.open()[1:] == ["40"]

    def packets(self, *raws: bytes) -> list[str | bytes]:
        return [packet for raw in raws for packet in (PLACEHOLDER, b"\x04" + raw)]

    def send_raw(self, *raws: bytes) -> None:
        answer = self.post(self.packets(*raws))
        assert (answer.status_code, answer.text) == (200, "ok")

    def send_frame(self, command: int, body=None) -> None:
        self.send_raw(frame(command, body.SerializeToString() if body is not None else b""))

    def post_body(self, body: bytes, kind: str = "text/plain;charset=UTF-8") -> tuple:
        return outcome(self.posts.post(self.url, params=self.fields, data=body, headers={"Content-Type": kind}, timeout=30))

    def next_frame(self) -> pb.Frame:
        while not self.waiting:
            self.waiting = [pb.Frame.FromString(packet[1:]) for packet in self.get() if isinstance(packet, bytes)]
        return self.waiting.pop(0)

    def provision(self, account: Account, guid: str) -> None:
        self.send_frame(PROVISION, pb.Provision(
            xid=pb.XID(uid=account.uid, deviceSN=PLACEHOLDER_SN), token=account.token, os_type=pb.Provision.WEB, sdk_vsn="1.0.0",
            device_guid=guid, device_info="Python"))

    def logged_in(self, account: Account, guid: str = "polled") -> "PolledPeer":
        self.provision(account, guid)
        assert status_of(self, pb.Provision) == Status.OK
        return self

    def is_gone(self) -> bool:
        return eventually(lambda: outcome(self.post(["6"])) == UNKNOWN, 5)

    def is_there(self) -> bool:
        self.post(["2there?"])
        return "3there?" in self.get()

    def pending_get(self) -> socket.socket:
        """A poll on a connection of its own, sent and not read."""
        host, port = self.server.address.rsplit(":", 1)
        poll = socket.create_connection((host, int(port)), timeout=30)
        query = "&".join(f"{key}={value}" for key, value in self.fields.items())
        poll.sendall(f"GET /socket.io/?{query} HTTP/1.1\r\nHost: {self.server.address}\r\n\r\n".encode())
        return poll


def outcome(response: requests.Response) -> tuple:
    kind = response.headers.get("content-type", "")
    return response.status_code, response.json() if kind == "application/json" else response.text


def status_of(peer: PolledPeer, kind=pb.SyncDL) -> int:
    return kind.FromString(peer.next_frame().payload).status.code


def read_all(connection: socket.socket) -> bytes:
    data = b""
    try:
        while part := connection.recv(MEBIBYTE):
            data += part
    except TimeoutError:
        pass
    return data


class Counted:
    """How far counters went up since this was made."""

    def __init__(self, server):
        self.server = server
        self.before = self.now()

    def now(self) -> dict[str, int]:
        names = [UNDECODABLE, REFUSED, "connections_opened_total", "connections_closed_total", "connections_closed_slow_total"]
        return {name: counter(self.server, name) for name in names}

    def __getitem__(self, name: str) -> int:
        return self.now()[name] - self.before[name]


@pytest.fixture(scope="module")
def pair(server):
    """Two people, one of whom polls, on connections that live through every test of this file."""
    world = World(server)
    alice, bob = (world.login(account) for account in many_accounts(server, 2))
    yield alice, bob
    world.close()


@pytest.fixture
def people(server, pair):
    """They chat before and after whatever the test does, and so does somebody who polls."""
    alice, bob = pair
    bystander = PolledPeer(server).logged_in(many_accounts(server, 1)[0], "bystander")

    def chat_on():
        alice.say(bob.account.uid, "still there?")
        assert len(bob.receive(alice.account.uid)) == 1
        bystander.send_frame(UNREAD)
        assert status_of(bystander, pb.UnreadDL) == Status.OK

    chat_on()
    yield
    chat_on()
    bystander.post(["1"])


@pytest.fixture(params=[False, True], ids=["binary", "base64"])
def peer(server, people, request):
    peer = PolledPeer(server, request.param)
    yield peer
    peer.post(["1"])


@pytest.fixture
def counted(server, people, peer) -> Counted:
    return Counted(server)


@pytest.fixture
def eve(server):
    return many_accounts(server, 1)[0]


# Bodies that are no payloads


WHOLE_TEXT = as_text([PLACEHOLDER, b"\x04" + frame(UNREAD)])
WHOLE_BINARY = as_binary([PLACEHOLDER, b"\x04" + frame(UNREAD)])
TEXT_KIND, BINARY_KIND = "text/plain;charset=UTF-8", "application/octet-stream"


@pytest.mark.parametrize(
    "body, kind",
    [
        (b"", TEXT_KIND), (b"", BINARY_KIND), (WHOLE_TEXT[:-1], TEXT_KIND), (WHOLE_TEXT[:20], TEXT_KIND), (WHOLE_BINARY[:-1], BINARY_KIND),
        (WHOLE_BINARY[:1], BINARY_KIND), (WHOLE_BINARY, TEXT_KIND), (WHOLE_TEXT, BINARY_KIND), (b"-1:2", TEXT_KIND), (b":2", TEXT_KIND),
        (b"99999999999999999999:2", TEXT_KIND), (b"999999999:2", TEXT_KIND), (b"1:\xf0\x9f\x98\x80", TEXT_KIND),
        (b"\x00" + b"\x09" * 9 + b"\xff2", BINARY_KIND), (b"\x01" + b"\x09" * 200 + b"\xff", BINARY_KIND), (b"\x07\x01\xff2", BINARY_KIND),
        (b"1:6" * 4_097, TEXT_KIND), (b"\x00\x01\xff6" * 4_097, BINARY_KIND), (bytes(MEBIBYTE), BINARY_KIND),
    ],
    ids=["empty", "empty binary", "text cut", "text cut early", "binary cut", "one byte", "binary as text", "text as binary", "minus one",
         "no length", "absurd length", "length beyond the body", "half a character", "binary length beyond", "endless length",
         "unknown kind", "too many packets", "too many binary packets", "zeros"],
)
def test_a_body_that_is_no_payload_is_a_bad_request_and_ends_the_session(peer, counted, body, kind):
    assert peer.post_body(body, kind) == BAD
    assert counted[UNDECODABLE] == 1 and counted[REFUSED] == 1
    assert peer.is_gone()
    assert counted["connections_closed_total"] == 1


def test_a_body_beyond_the_limit_is_refused_and_the_session_goes_on(peer, counted):
    assert peer.post_body(b"1:6" * 400_000)[0] == 413
    assert peer.is_there()
    assert counted[UNDECODABLE] == 0 and counted["connections_closed_total"] == 0


def test_a_body_that_never_ends_is_cut(server, peer):
    hopeless = Peer(server, "http")
    query = "&".join(f"{key}={value}" for key, value in peer.fields.items())
    hopeless.send(f"POST /socket.io/?{query} HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n".encode())
    try:
        for _ in range(64):
            hopeless.send(bytes(MEBIBYTE))
    except ConnectionError:
        pass
    else:
        assert hopeless.is_closed()
    assert peer.is_there()


def test_half_a_body_from_a_peer_that_goes_does_no_harm(server, peer, counted):
    half = Peer(server, "http")
    query = "&".join(f"{key}={value}" for key, value in peer.fields.items())
    half.send(f"POST /socket.io/?{query} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n5:2".encode())
    half.reset()
    assert peer.is_there()
    assert counted[UNDECODABLE] == 0


# Payloads that are no Socket.IO


@pytest.mark.parametrize(
    "packets",
    [
        [b"\x04" + frame(UNREAD)], [PLACEHOLDER, PLACEHOLDER], [PLACEHOLDER, '42["x"]'], [PLACEHOLDER.replace('"num":0', '"num":1')],
        ['452-["frame",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]'], [PLACEHOLDER, "b4!!!!"], [PLACEHOLDER, "b4A"],
        [PLACEHOLDER, "b4AA=A"], [PLACEHOLDER, "b4AB=="], [PLACEHOLDER, "b"], [PLACEHOLDER, "b9AAAA"], ['42["' + "x" * (65 << 10) + '"]'],
        ["42[" + "[" * 5_000], ["9"], [""], ["0{}"], ["451234567890-[]"],
    ],
    ids=["no placeholder", "two placeholders", "text instead of binary", "another number", "two attachments", "not base64",
         "one digit of base64", "padding inside", "bits left over", "no type", "unknown type in base64", "65 KiB of text", "deep JSON",
         "unknown type", "empty packet", "a server's packet", "a large count"],
)
def test_what_is_not_socket_io_ends_the_session(peer, counted, packets):
    assert outcome(peer.post(packets)) == (200, "ok"), "the body itself is a payload"
    assert counted[UNDECODABLE] == 1
    assert peer.is_gone()
    assert counted["connections_closed_total"] == 1


def test_what_follows_the_end_in_one_body_is_not_taken(peer, counted):
    assert outcome(peer.post(["9"] + peer.packets(frame(UNREAD)) * 100)) == (200, "ok")
    assert peer.is_gone()
    assert counter(peer.server, "frames_received_total") and counted[UNDECODABLE] == 1


def test_the_poll_that_waits_learns_of_the_end(peer):
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(peer.get()))
    waiting.start()
    time.sleep(0.2)
    peer.post(["9"])
    waiting.join(10)
    assert answers == [["1"]]


# Frames


def test_random_bytes_are_answered_one_by_one_and_counted(peer, counted):
    chance = random.Random(4)
    junk = [b"\x0f" + chance.randbytes(chance.randrange(200)) for _ in range(300)]  # wire type 7: never a frame
    peer.send_raw(*junk)
    for _ in junk:
        assert status_of(peer) == Status.PB_PARSER_ERROR
    assert counted[UNDECODABLE] == len(junk)
    assert peer.is_there()


@pytest.mark.parametrize("command", [2, 4, 9, (1 << 31) - 1, (1 << 64) - 1])
def test_commands_that_mean_nothing_are_named_so_before_a_login_too(peer, command):
    peer.send_raw(frame(command))
    assert status_of(peer) == Status.UNKNOWN_COMMAND


def test_frames_before_a_login_are_refused_and_the_login_still_works(peer, eve):
    peer.send_frame(UNREAD)
    assert status_of(peer, pb.UnreadDL) == Status.UNAUTHORIZED
    peer.send_frame(SYNC, pb.SyncUL(xid=pb.XID(uid=eve.uid)))
    assert status_of(peer) == Status.UNAUTHORIZED
    peer.send_frame(SYNC, text_to(eve.uid, 7, "hi"))
    assert status_of(peer) == Status.UNAUTHORIZED
    assert peer.logged_in(eve)


@pytest.mark.parametrize(
    ("extra", "code"),
    [(b"\x10\x01", Status.PB_PARSER_ERROR), (b"\x28\x01", Status.DECRYPT_FAILURE), (b"\x32\x01k", Status.DECRYPT_FAILURE),
     (b"\x38\x01", Status.CHECK_SUM_FAILURE)],
    ids=["compressed", "encrypted", "with a key", "with a check sum"],
)
def test_what_nobody_agreed_on_is_refused_for_every_command(peer, extra, code):
    for command, form in {UNREAD: pb.UnreadDL, SYNC: pb.SyncDL, PROVISION: pb.Provision}.items():
        peer.send_raw(frame(command, b"\x01\x02\x03") + extra)
        answer = peer.next_frame()
        assert answer.command == command
        assert form.FromString(answer.payload).status.code == code


def test_more_frames_than_may_wait_for_a_login_end_the_session(peer, eve):
    login = pb.Provision(
        xid=pb.XID(uid=eve.uid, deviceSN=PLACEHOLDER_SN), token=eve.token, os_type=pb.Provision.WEB, sdk_vsn="1.0.0",
        device_guid="eve", device_info="Python")
    peer.send_raw(frame(PROVISION, login.SerializeToString()), *[frame(UNREAD)] * 2_000)
    assert peer.get()[-2:] == ["41", "1"]
    assert peer.is_gone()


def test_a_flood_of_logins_with_wrong_tokens_leaves_the_others_alone(peer, eve):
    eve.token = "garbage"
    for number in range(100):
        peer.provision(eve, f"guid{number}")
        assert status_of(peer, pb.Provision) == Status.INVALID_TOKEN


# Sessions and polls


@pytest.mark.parametrize("sid", ["", "nobody", "a" * 8_000, "../../etc", "%00", "\u6f22", "' OR 1=1"])
def test_a_wrong_sid_is_refused_and_counted(server, counted, sid):
    url = f"http://{server.address}/socket.io/"
    fields = {"EIO": "3", "transport": "polling", "sid": sid}
    assert outcome(requests.get(url, params=fields, timeout=10)) == UNKNOWN
    assert outcome(requests.post(url, params=fields, data=b"1:2", timeout=10)) == UNKNOWN
    assert counted[REFUSED] == 2


def test_a_session_is_not_taken_over_by_its_old_id(peer, counted):
    peer.post(["1"])
    assert peer.is_gone()
    assert outcome(peer.raw_get()) == UNKNOWN
    assert counted["connections_opened_total"] == 0


def test_other_methods_are_refused(server, peer):
    for method in ("HEAD", "PUT", "DELETE", "PATCH"):
        answer = requests.request(method, peer.url, params=peer.fields, timeout=10)
        assert answer.status_code in (200, 400) and b"sid" not in answer.content, method
    assert peer.is_there()


def test_two_polls_at_once_end_the_session_and_both_are_answered(peer, counted):
    first, second = peer.pending_get(), peer.pending_get()
    for connection in (first, second):
        connection.settimeout(5)
    answers = sorted(connection.recv(65_536).split(b"\r\n", 1)[0] for connection in (first, second))
    assert answers == [b"HTTP/1.1 200 OK", b"HTTP/1.1 400 Bad Request"]
    assert counted[REFUSED] == 1
    assert peer.is_gone()


def test_polls_on_one_connection_wait_for_each_other(peer, counted):
    """Pipelined requests are served one by one, so the second poll comes when the first is answered."""
    connection = peer.pending_get()
    query = "&".join(f"{key}={value}" for key, value in peer.fields.items())
    connection.sendall(f"GET /socket.io/?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    connection.settimeout(5)
    peer.post(["2one"])
    assert b"3one" in connection.recv(65_536)
    peer.post(["2two"])
    assert b"3two" in connection.recv(65_536)
    assert counted[REFUSED] == 0
    connection.close()


def test_many_polls_at_once_are_all_answered(server, peer, counted):
    polls = [peer.pending_get() for _ in range(100)]
    for connection in polls:
        connection.settimeout(10)
        assert connection.recv(65_536).startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
        connection.close()
    assert counted[REFUSED] == 99
    assert peer.is_gone()


def test_a_poll_given_up_ends_the_session_and_is_no_refusal(peer, counted):
    connection = peer.pending_get()
    time.sleep(0.2)
    connection.close()
    assert eventually(lambda: counted["connections_closed_total"] == 1)
    assert counted[REFUSED] == 0
    assert peer.is_gone()


def test_a_poll_never_collected_holds_up_nobody(server, peer, eve):
    """The answer stays in the socket; the session goes on with the next poll."""
    peer.logged_in(eve)
    deaf = peer.pending_get()
    peer.send_frame(UNREAD)
    time.sleep(0.2)
    assert peer.is_there()
    deaf.settimeout(5)
    assert b" 200 " in deaf.recv(65_536), "it was answered all the same"
    deaf.close()


def test_a_thousand_sessions_never_polled_cost_little(server, people):
    before = memory(server)
    with requests.Session() as session:
        for _ in range(1_000):
            assert session.get(f"http://{server.address}/socket.io/?EIO=3&transport=polling", timeout=10).status_code == 200
    each = (memory(server) - before) / 1_000
    print(f"1,000 polling sessions that were never polled: {each / 1024:.1f} KiB each")
    assert each < 64 * 1024


# Crowds and memory


def test_twenty_thousand_messages_to_one_who_never_polls_are_there_when_he_does(crowded):  # noqa: F811
    server = crowded.server
    victim, *senders = many_accounts(server, 5)
    deaf = PolledPeer(server).logged_in(victim)
    before = memory(server)
    for sender in senders:
        peer = logged_in(server, sender, "one")
        send_all(peer, (text_to(victim.uid, 1 + n, f"{n} {'.' * 100}") for n in range(5_000)))
        peer.close()
        deaf.post(["2"])
    growth = memory(server) - before
    print(f"memory grew by {growth / MEBIBYTE:.1f} MiB for 20,000 messages to a peer that never polls")
    assert growth < GROWTH
    notices = [deaf.next_frame() for _ in senders]
    assert {notice.command for notice in notices} == {2} and not deaf.waiting
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


def test_messages_that_are_not_stored_do_not_pile_up_for_one_who_never_polls(crowded):  # noqa: F811
    server = crowded.server
    victim, sender = many_accounts(server, 2)
    deaf = PolledPeer(server).logged_in(victim)
    peer = logged_in(server, sender, "one")
    before = memory(server)
    send_all(peer, [text_to(victim.uid, 1 + n, "." * 2_000, qos=pb.MessageBody.AT_MOST_ONCE) for n in range(8_000)])
    growth = memory(server) - before
    print(f"memory grew by {growth / MEBIBYTE:.1f} MiB for 16 MB of pushes to a peer that never polls")
    assert growth < GROWTH
    assert counter(server, "connections_closed_slow_total") == 1
    assert deaf.is_gone()


def test_answers_do_not_pile_up_for_one_who_posts_and_never_polls(crowded):  # noqa: F811
    server = crowded.server
    [account] = many_accounts(server, 1)
    peer = PolledPeer(server).logged_in(account)
    before = memory(server)
    payload = peer.packets(*[frame(UNREAD)] * 500)
    posts = 0
    while (answer := outcome(peer.post(payload))) == (200, "ok"):
        posts += 1
        assert posts < 2_000
    assert answer == UNKNOWN
    print(f"memory grew by {(memory(server) - before) / MEBIBYTE:.1f} MiB, ended after {posts} posts of 500 heartbeats")
    assert memory(server) - before < GROWTH
    assert counter(server, "connections_closed_slow_total") == 1


def test_history_asked_for_again_and_again_and_never_polled_stays_bounded(crowded):  # noqa: F811
    server = crowded.server
    greedy, other = many_accounts(server, 2)
    sender = logged_in(server, greedy, "sender")
    send_all(sender, (text_to(other.uid, 1 + n, "." * 1_000) for n in range(100)))
    sender.close()
    peer = PolledPeer(server).logged_in(greedy)
    before = highest = memory(server)
    request = sync_frame(pb.SyncUL(xid=pb.XID(uid=other.uid), is_full_sync=True, full_sync_num=100))
    for _ in range(200):
        if outcome(peer.post(peer.packets(*[request] * 30))) != (200, "ok"):
            break
        highest = max(highest, memory(server))
    print(f"memory grew by {(highest - before) / MEBIBYTE:.1f} MiB at most")
    assert peer.is_gone()
    assert highest - before < GROWTH
    assert counter(server, "connections_closed_slow_total") == 1


def test_a_thousand_clients_that_go_in_the_middle_of_a_poll_leave_nothing_behind(crowded):  # noqa: F811
    server = crowded.server
    counted = Counted(server)
    for group in batches(range(1_000), 100):
        peers = [PolledPeer(server) for _ in group]
        polls = [peer.pending_get() for peer in peers]
        for connection in polls:
            connection.close()
        for peer in peers:
            peer.posts.close()
    assert eventually(lambda: counted["connections_closed_total"] == 1_000, 20), counted.now()
    assert counted["connections_opened_total"] == 1_000
