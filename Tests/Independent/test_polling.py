"""Engine.IO's long polling and the move to a WebSocket, which SDK 1.0.0 begins with."""
import itertools
import threading
import time

import pytest
import requests
import websocket
import xsync_pb2 as pb
from frames import SYNC, UNREAD, chat, contents, frame
from polling import PLACEHOLDER, POLLING_TRANSPORTS, Polls, as_binary, as_text
from transports import TRANSPORTS

ORIGIN = "http://app.example:8000"


@pytest.fixture(autouse=True)
def polling_transports(monkeypatch):
    for name, transport in POLLING_TRANSPORTS.items():
        monkeypatch.setitem(TRANSPORTS, name, transport)


@pytest.fixture(params=sorted(POLLING_TRANSPORTS))
def transport(request) -> str:
    return request.param


@pytest.fixture
def polls(server) -> Polls:
    polls = Polls(server)
    polls.open()
    return polls


def is_gone(polls: Polls) -> bool:
    """Whether the session ended, or does within a moment."""
    for _ in range(50):
        response = polls.post(["2"])
        if response.status_code == 400:
            return response.json() == {"code": 1, "message": "Session ID unknown"}
        time.sleep(0.02)
    return False


# Frames


def test_people_talk_over_polling(world, transport):
    alice, bob = world.pair(transport)
    assert list(alice.unread().unread) == [] and list(bob.unread().unread) == []
    texts = ["hi", "漢字 😀 👩‍👩‍👧 \u0000 \U0010ffff", "x" * 12_000]
    for text in texts:
        alice.say(bob.account.uid, text)
    assert contents(bob.receive(alice.account.uid)) == texts
    bob.say(alice.account.uid, "and back")
    assert contents(alice.receive(bob.account.uid)) == ["and back"]


def test_a_polling_client_is_told_why_it_is_thrown_out(world, transport):
    account = world.account("alice")
    old = world.login(account, transport, guid="one-browser")
    new = world.login(account, transport, guid="one-browser")
    [meta] = old.wait(lambda item: item.command == SYNC, what="kick notice").body.metas
    assert pb.UserNotice.FromString(meta.payload).type == pb.UserNotice.KICK_BY_SAME_DEVICE
    old.wait_closed()
    assert new.unread().status.code == pb.Status.OK


def test_sdk_1_0_0_asks_for_its_history_its_own_way(world):
    alice, bob = world.login(world.account("alice")), world.connect(world.account("bob"), "polling")
    assert bob.provision(sdk_vsn="1.0.0").status.code == pb.Status.OK
    for number in range(40):
        alice.say(bob.account.uid, str(number))
    # 50 as uint32, which reads as 25 in sint32.
    request = pb.SyncUL(xid=pb.XID(uid=alice.account.uid), is_full_sync=True, full_sync_num=25)
    bob.send(SYNC, request)
    page = bob.wait(lambda item: item.command == SYNC and item.body.is_full_sync, what="history").body
    assert len(page.metas) == 40


@pytest.mark.parametrize("b64", [False, True])
def test_nothing_is_lost_or_reordered_while_the_transport_changes(world, monkeypatch, b64):
    transport = "polling-b64" if b64 else "polling"
    alice, bob = world.login(world.account("alice"), transport), world.login(world.account("bob"))
    alice.unread()
    count, sent = 240, []

    def talk():
        for number in range(count):
            meta = alice.meta(bob.account.uid, chat(f"up {number}"))
            sent.append(meta.id)
            alice.send_meta(meta)

    def answer():
        for number in range(count):
            bob.say(alice.account.uid, f"down {number}")

    threads = [threading.Thread(target=talk), threading.Thread(target=answer)]
    for thread in threads:
        thread.start()
    while len(sent) < count // 4:
        time.sleep(0.001)
    alice.transport.upgrade()
    assert len(sent) < count, "the upgrade came too late to show anything"
    for thread in threads:
        thread.join()
    acks = list(itertools.islice(iter(lambda: alice.wait(lambda i: i.command == SYNC and i.body.client_mid).body, None), count))
    assert [ack.client_mid for ack in acks] == sent, "acknowledgements are lost, doubled or out of order"
    mids = [ack.server_mid for ack in acks]
    assert mids == sorted(set(mids)) and all(ack.status.code == pb.Status.OK for ack in acks)
    assert contents(bob.sync(alice.account.uid)) == [f"up {number}" for number in range(count)]
    assert contents(alice.sync(bob.account.uid)) == [f"down {number}" for number in range(count)]


# Requests


def test_the_handshake_offers_the_websocket_and_joins_the_root_namespace(server):
    opening, joined = Polls(server).open()
    assert opening.startswith('0{"sid":"') and '"upgrades":["websocket"]' in opening
    assert '"pingInterval":25000' in opening and '"pingTimeout":20000' in opening
    assert joined == "40"


@pytest.mark.parametrize("encode, kind", [
    (as_text, "text/plain;charset=UTF-8"), (as_text, None), (as_binary, "application/octet-stream"),
    (as_binary, "Application/Octet-Stream; x=y"),
])
@pytest.mark.parametrize("b64", [False, True])
def test_payloads_come_in_every_form(server, encode, kind, b64):
    polls = Polls(server, b64)
    polls.open()
    body = encode([PLACEHOLDER, b"\4" + frame(UNREAD), "2é😀"])
    answer = requests.post(polls.url, params=polls.fields, data=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.text, answer.headers["content-type"]) == (200, "ok", "text/html")
    packets = polls.get()
    assert packets.count("3é😀") == 1
    packets.remove("3é😀")
    placeholder, binary = packets
    assert placeholder == PLACEHOLDER
    assert binary[0] == 4 and pb.Frame.FromString(binary[1:]).command == UNREAD


def test_refusals_are_those_of_engine_io(server):
    url = f"http://{server.address}/socket.io/"

    def refusal(method="get", **fields):
        answer = requests.request(method, url, params={"EIO": "3", "transport": "polling", **fields}, timeout=10)
        return answer.status_code, answer.json()

    unknown = (400, {"code": 1, "message": "Session ID unknown"})
    assert refusal(sid="nobody") == unknown
    assert refusal("post", sid="nobody") == unknown
    assert refusal(sid="nobody", transport="websocket") == unknown
    assert refusal(transport="tin can") == (400, {"code": 0, "message": "Transport unknown"})
    assert refusal("post") == (400, {"code": 2, "message": "Bad handshake method"})
    assert refusal(transport="websocket") == (400, {"code": 3, "message": "Bad request"})
    assert refusal(EIO="4") == (400, {"code": 5, "message": "Unsupported protocol version"})


def test_a_websocket_of_an_unknown_session_is_refused(server):
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        websocket.create_connection(f"ws://{server.address}/socket.io/?EIO=3&transport=websocket&sid=nobody", timeout=10)
    assert refused.value.status_code == 400


def test_a_second_poll_ends_the_session(polls):
    first = []
    waiting = threading.Thread(target=lambda: first.append(polls.get()))
    waiting.start()
    time.sleep(0.3)
    assert polls.raw_get().status_code == 400
    waiting.join()
    assert first == [["1"]]
    assert is_gone(polls)


def test_a_client_that_hangs_up_during_a_poll_is_gone(polls):
    with pytest.raises(requests.Timeout):
        requests.get(polls.url, params=polls.fields, timeout=0.3)
    assert is_gone(polls)


@pytest.mark.parametrize("body", [b"", b"5:4", b"x", b"\xff\xfe", b"1:2" * 5_000])
def test_a_body_that_is_no_payload_ends_the_session(polls, body):
    answer = requests.post(polls.url, params=polls.fields, data=body)
    assert (answer.status_code, answer.json()["code"]) == (400, 3)
    assert is_gone(polls)


def test_a_body_beyond_the_limit_is_an_http_error(polls):
    answer = requests.post(polls.url, params=polls.fields, data=b"1:2" * (400 << 10))
    assert answer.status_code == 413


def test_the_clients_goodbye_ends_the_session(polls):
    assert polls.post(["1"]).text == "ok"
    assert is_gone(polls)


def test_after_the_upgrade_requests_are_refused_and_a_second_websocket_too(server):
    polls = Polls(server)
    polls.open()
    socket = polls.websocket()
    socket.send("2probe")
    assert socket.recv() == "3probe"
    second = polls.websocket()
    assert second.recv() == "" or not second.connected
    socket.send("5")
    socket.send("2still here")
    assert socket.recv() == "3still here"
    assert polls.raw_get().status_code == 400
    with pytest.raises(websocket.WebSocketBadStatusException):
        polls.websocket()
    socket.send("2")
    assert socket.recv() == "3"


def test_a_probe_that_fails_leaves_the_session_polling(polls):
    socket = polls.websocket()
    socket.send("4nonsense")
    assert socket.recv() == "" or not socket.connected
    polls.post(["2x"])
    assert polls.get() == ["3x"]


def test_pages_of_other_origins_may_ask_with_credentials(server):
    url = f"http://{server.address}/socket.io/?EIO=3&transport=polling"
    headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    preflight = requests.options(url, headers=headers)
    answers = [
        preflight, requests.get(url, headers={"Origin": ORIGIN}), requests.get(url + "&sid=nobody", headers={"Origin": ORIGIN}),
    ]
    assert [answer.status_code for answer in answers] == [204, 200, 400]
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "content-type" in preflight.headers["access-control-allow-headers"]
    for answer in answers:
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert answer.headers["access-control-allow-credentials"] == "true"


def test_a_stop_ends_polls_that_wait_and_websockets_that_took_over(own_server):
    waiting, idle, moved, probing = (Polls(own_server) for _ in range(4))
    for polls in (waiting, idle, moved, probing):
        polls.open()
    answers = []
    thread = threading.Thread(target=lambda: answers.append(waiting.get()))
    thread.start()
    socket = moved.websocket()
    socket.send("2probe")
    assert socket.recv() == "3probe"
    socket.send("5")
    probe = probing.websocket()
    time.sleep(0.3)
    started = time.monotonic()
    assert own_server.stop() == 0
    assert time.monotonic() - started < 5
    thread.join()
    assert answers == [["41", "1"]]
    assert [socket.recv(), socket.recv()] == ["41", "1"]
    assert probe.recv() == ""
