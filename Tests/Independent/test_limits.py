"""An operator's limits: what is just small enough is taken at every door, and one byte or one id more is refused as documented."""
import base64
import time

import pytest
import requests
import xsync_pb2 as pb
from frames import UNREAD, contents, frame, varint
from hostile import DOORS, PLACEHOLDER, TEXT, Peer, counter, many_accounts, sync_frame, text_to
from polling import Polls
from conftest import World
from rest import Rest
from server import Server
from wire import message

FRAME, BODY, IDS = 5_000, 9_000, 100
UNDECODABLE = "frames_undecodable_total"
UNAUTHORIZED = pb.Status.UNAUTHORIZED


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A server that takes little."""
    settings = {"frame.bytes": FRAME, "http.body.bytes": BODY, "ids.per.call": IDS, "connections.idle.seconds": 5}
    server = Server(tmp_path_factory.mktemp("small") / "data", settings=settings).start()
    yield server
    server.stop()


@pytest.fixture
def bystander(small):
    """Somebody who is connected and whom nothing of this concerns."""
    world = World(small)
    bystander = world.login(world.account("bystander"), "socketio")
    yield
    assert bystander.unread().status.code == pb.Status.OK
    world.close()


def heartbeat(size: int) -> bytes:
    """A frame of exactly so many bytes. Field 15 is unknown and passed over."""
    head = frame(UNREAD) + b"\x7a"
    padding = size - len(head) - len(varint(size))
    whole = head + varint(padding) + bytes(padding)
    assert len(whole) == size
    return whole


def status_of(raw: pb.Frame) -> int:
    return pb.UnreadDL.FromString(raw.payload).status.code


# Frames


@pytest.mark.parametrize("transport", DOORS)
def test_the_largest_frame_is_taken_and_one_byte_more_ends_the_connection(small, bystander, transport):
    before = counter(small, UNDECODABLE)
    peer = Peer(small, transport)
    peer.send(peer.wrapped(heartbeat(FRAME)))
    assert status_of(peer.next_frame()) == UNAUTHORIZED
    assert counter(small, UNDECODABLE) == before
    peer.send(peer.wrapped(heartbeat(FRAME + 1)))
    assert peer.close_code() == (None if transport == "tcp" else 1009)
    assert counter(small, UNDECODABLE) == before + 1


@pytest.mark.parametrize("transport", ["raw", "socketio"])
def test_a_message_no_frame_could_fill_is_not_waited_for(small, bystander, transport):
    before = counter(small, UNDECODABLE)
    peer = Peer(small, transport)
    peer.send(bytes((0x82, 0xFF)) + (1 << 20).to_bytes(8, "big") + bytes(4))
    assert peer.close_code() == 1009
    assert counter(small, UNDECODABLE) == before + 1


def test_a_frame_as_base64_text_may_be_as_large(small, bystander):
    peer = Peer(small, "socketio")
    for size in (FRAME, FRAME + 1):
        peer.send(message(PLACEHOLDER, TEXT) + message(b"b4" + base64.b64encode(heartbeat(size)), TEXT))
        if size == FRAME:
            assert status_of(peer.next_frame()) == UNAUTHORIZED
    assert peer.close_code() == 1009


@pytest.mark.parametrize("b64", [False, True])
def test_polled_frames_have_the_same_limit(small, bystander, b64):
    before = counter(small, UNDECODABLE)
    polls = Polls(small, b64)
    polls.open()
    packets = [PLACEHOLDER.decode(), b"\x04" + heartbeat(FRAME)]
    assert polls.post(packets).text == "ok"
    [_, binary] = polls.get()
    assert status_of(pb.Frame.FromString(binary[1:])) == UNAUTHORIZED
    assert counter(small, UNDECODABLE) == before
    packets[1] = b"\x04" + heartbeat(FRAME + 1)
    polls.post(packets)
    assert (gone := polls.raw_get()).status_code == 400 and gone.json()["code"] == 1
    assert counter(small, UNDECODABLE) == before + 1


def test_the_largest_message_reaches_its_receiver(small):
    world = World(small)
    alice, bob = world.pair("raw")
    request = text_to(bob.account.uid, 1, "")
    room = FRAME - len(sync_frame(request)) - 6
    text = "x" * room
    raw = sync_frame(text_to(bob.account.uid, 1, text))
    assert FRAME - 10 < len(raw) <= FRAME
    alice.send_raw(raw)
    assert alice.wait_ack(1).status.code == pb.Status.OK
    assert contents(bob.receive(alice.account.uid)) == [text]
    world.close()


# Bodies


def post_of(size: int) -> bytes:
    body = b'{"name":"nobody","password":"' + b"x" * 10 + b'"}'
    return body + b" " * (size - len(body))


def test_the_largest_body_is_read_and_one_byte_more_is_refused_inside_http_200(small, bystander):
    rest = Rest(small.base, small.app_id)
    read = rest.post("/token/user", post_of(BODY))
    assert (read.status, read.code) == (200, 10000), read.json
    refused = rest.post("/token/user", post_of(BODY + 1))
    assert (refused.status, refused.code) == (200, 10002)
    assert "invalid request parameter" in refused.message
    admin = requests.post(
        small.base + "/admin/apps", data=b" " * (BODY + 1), headers={"Authorization": f"Bearer {small.admin_token}"}, timeout=10)
    assert (admin.status_code, admin.json()["code"]) == (200, 10002)


def test_a_polled_body_beyond_the_limit_is_an_http_error(small, bystander):
    polls = Polls(small)
    polls.open()

    def post(size: int) -> requests.Response:
        ping = f"{size - 5}:2" + "x" * (size - 6)
        assert len(ping) == size
        return requests.post(polls.url, params=polls.fields, data=ping, timeout=10)

    assert post(BODY).text == "ok"
    assert len(polls.get()[0]) == BODY - 5
    assert post(BODY + 1).status_code == 413
    polls.post(["2still here"])
    assert polls.get() == ["3still here"]


# Lists


@pytest.mark.parametrize("path, field", [("/roster/list", "list"), ("/group/info/batch", "group_list")])
def test_a_list_may_be_so_long_and_no_longer(small, bystander, path, field):
    rest = Rest(small.base, small.app_id)
    account = rest.new_account()
    ids = [account.uid] + list(range(1_001, 1_000 + 2 * IDS, 2))[: IDS - 1]
    assert len(ids) == IDS
    taken = rest.post(path, {field: ids}, token=account.token)
    assert taken.code == 200
    refused = rest.post(path, {field: ids + [7]}, token=account.token)
    assert (refused.status, refused.code, refused.message) == (200, 10002, f"invalid request parameter: {field}")
    in_query = rest.post(path, {}, token=account.token, query={field: ",".join(map(str, ids + [7]))})
    assert in_query.code == 10002


def test_a_list_of_names_of_the_admin_door_too(small, bystander):
    assert len(many_accounts(small, IDS)) == IDS
    names = [f"too_many_{number}" for number in range(IDS + 1)]
    answer = requests.post(
        small.base + "/admin/users", json={"app_id": small.app_id, "names": names},
        headers={"Authorization": f"Bearer {small.admin_token}"}, timeout=10).json()
    assert answer == {"code": 10002, "message": "invalid request parameter: names"}


# Silence


@pytest.mark.parametrize("transport", ["raw", "tcp"])
def test_silence_ends_a_plain_connection_and_a_heartbeat_keeps_it(small, transport):
    before = counter(small, "connections_closed_idle_total")
    silent, heard = Peer(small, transport), Peer(small, transport)
    deadline = time.monotonic() + 20
    while counter(small, "connections_closed_idle_total") == before and time.monotonic() < deadline:
        heard.send_frame(UNREAD)
        assert status_of(heard.next_frame()) == UNAUTHORIZED
        time.sleep(0.5)
    assert silent.is_closed(1)
    heard.send_frame(UNREAD)
    assert status_of(heard.next_frame()) == UNAUTHORIZED


# Without settings


def test_ten_thousand_ids_are_taken_and_one_more_is_not(server):
    rest = Rest(server.base, server.app_id)
    account = rest.new_account()
    ids = list(range(1, 10_001))
    assert rest.post("/roster/list", {"list": ids}, token=account.token).code == 200
    assert rest.post("/roster/list", {"list": ids + [10_001]}, token=account.token).code == 10002


@pytest.mark.parametrize("setting", ["frame.bytes=1", "http.body.bytes=0", "ids.per.call=99", "connections.idle.seconds=4"])
def test_a_limit_nobody_could_live_with_stops_the_start(tmp_path, setting):
    key, value = setting.split("=")
    with pytest.raises(RuntimeError, match=f"{key}.*expected a whole number from"):
        Server(tmp_path / "data", settings={key: value}).start()
