"""Messages by REST: an application's server writes, its users read and take back."""
import time

import pytest
import requests
import xsync_pb2 as pb
from conftest import World
from frames import SYNC, body_of, contents
from message_api import Backend, own_app, pages, said, sender, unread
from operations import (
    RECALL_TOO_LATE, Op, Seen, accepted, append, delete, delete_conversation, mark_unread, operations, past, read, read_all, read_on, recall,
    refused, waiting,
)
from rest import Account, create_app
from test_app_settings import Settings
from verbs import done, place

pytestmark = pytest.mark.both_databases


@pytest.fixture
def backend(server, world: World) -> Backend:
    return own_app(server, world)


# Sending


def test_a_message_of_the_system_reaches_who_is_there_and_who_is_not(world, backend):
    here, away = world.account("here"), world.account("away")
    world.login(away, guid="his").close()
    device, tablet = world.login(here), world.login(here)
    mid = backend.say(here.uid, "welcome ✓", attachment='{"url":"x"}', config='{"a":1}', ext='{"b":2}')
    for each in (device, tablet):
        [meta] = each.receive(0)
        assert meta.HasField("from") and sender(meta) == (0, 0) and meta.to.uid == here.uid
        assert (meta.id, meta.ns) == (mid, pb.Meta.MESSAGE) and abs(meta.timestamp - time.time() * 1000) < 60_000
        body = body_of(meta)
        assert (body.type, body.ctype, body.content) == (pb.MessageBody.CHAT, pb.MessageBody.TEXT, "welcome ✓")
        assert (body.attachment, body.config, body.ext) == ('{"url":"x"}', '{"a":1}', '{"b":2}')
        assert body.is_system and body.qos == pb.MessageBody.AT_LEAST_ONCE and body.HasField("operation")
    mid = backend.say(away.uid, "later", content_type=1)
    later = world.login(away, guid="his")
    assert waiting(later) == {0: 1}
    [meta] = read_on(later, 0)
    assert meta.id == mid and body_of(meta).is_system and body_of(meta).ctype == pb.MessageBody.IMAGE
    assert unread(backend.rest, away) == {0: 1}


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_message_in_a_users_name_is_his_on_both_sides(world, backend, method):
    alice, bob = world.pair()
    body = {"type": "1", "targets": [str(bob.account.uid)], "content_type": "0", "content": "hi", "from_user_id": alice.account.uid}
    answer = backend.call(method, "/message/send", body)
    assert answer.code == 200 and answer.json.keys() == {"code", "data", "message", "msg_ids"}
    for device, peer in ((bob, alice), (alice, bob)):
        [meta] = device.receive(peer.account.uid)
        assert [meta.id] == answer.json["msg_ids"]
        assert sender(meta) == (alice.account.uid, 0) and meta.to.uid == bob.account.uid
        assert contents([meta]) == ["hi"] and not body_of(meta).is_system
    mid = bob.say(alice.account.uid, "answer")
    assert mid > answer.json["msg_ids"][0] and said(backend.rest, alice.account, bob.account.uid) == ["hi", "answer"]


def test_a_repeated_request_is_carried_out_once(world, backend):
    bob = world.login(world.account("bob"))
    mid = backend.say(bob.account.uid, "once", transaction_id=4711)
    assert backend.say(bob.account.uid, "once", transaction_id=4711) == mid
    assert backend.say(bob.account.uid, "once", transaction_id=4712) != mid
    assert backend.say(bob.account.uid, "once") != backend.say(bob.account.uid, "once")
    bob.wait_notice(0)
    assert contents(read_on(bob, 0)) == ["once"] * 4


def test_each_of_many_receivers_gets_one(world, backend):
    accounts = [world.account(f"user{number}") for number in range(30)]
    devices = [world.login(account) for account in accounts[:3]]
    stranger = world.account("gone").uid + 1_000_000
    answer = backend.send(*(account.uid for account in accounts), stranger, accounts[0].uid, content="all")
    assert answer.code == 200 and answer.data is True and "msg_ids" not in answer.json
    for device in devices:
        assert contents(device.receive(0)) == ["all"]
    assert all(unread(backend.rest, account) == {0: 1} for account in accounts)
    alone = backend.send(stranger)
    assert alone.code == 10000 and alone.status == 200 and "data" not in alone.json
    assert backend.send(stranger, stranger + 2).code == 10000


def test_online_only_is_shown_to_who_is_there_and_not_kept(world, backend):
    here, away = world.account("here"), world.account("away")
    world.login(away, guid="his").close()
    device = world.login(here)
    for target in (here.uid, away.uid):
        assert backend.send(target, content="now", online_only=True).code == 200
    pushed = device.wait(lambda item: item.command == SYNC and item.body.is_eager_sync, what="push").body
    assert contents(pushed.metas) == ["now"] and pushed.next_key == 0 and pushed.xid.uid == 0
    assert body_of(pushed.metas[0]).is_system and body_of(pushed.metas[0]).qos == pb.MessageBody.AT_MOST_ONCE
    assert waiting(device) == waiting(world.login(away, guid="his")) == {}
    assert past(device, 0) == {} and unread(backend.rest, here) == {}


def test_operations_by_rest_are_those_of_the_long_connection(world, backend):
    alice, bob = world.pair()
    mid = backend.say(bob.account.uid, "one", from_user_id=alice.account.uid)
    assert contents(bob.receive(alice.account.uid)) == ["one"]
    by_alice = {"from_user_id": alice.account.uid, "related_mid": mid}
    backend.say(bob.account.uid, " two", content_type=11, **by_alice)
    [meta] = bob.receive(alice.account.uid)
    assert operations([meta]) == [Seen(Op.APPEND, mid, alice.account.uid, bob.account.uid, alice.account.uid)]
    assert contents([meta]) == [" two"] and body_of(meta).edit_timestamp > 0
    assert said(backend.rest, bob.account, alice.account.uid) == ["one two"]
    backend.say(bob.account.uid, "three", content_type=12, **by_alice)
    assert said(backend.rest, alice.account, bob.account.uid) == ["three"]
    backend.say(alice.account.uid, "", content_type=9, from_user_id=bob.account.uid, related_mid=mid)
    assert unread(backend.rest, bob.account) == {}
    [message] = pages(backend.rest, alice.account, bob.account.uid, 1)[0]["messages"]
    assert message["status"] == "READ"
    # Others' messages are edited neither by a user nor in his name.
    assert backend.send(alice.account.uid, content_type=11, from_user_id=bob.account.uid, related_mid=mid).code == 10010
    assert backend.send(bob.account.uid, content_type=10, from_user_id=alice.account.uid, related_mid=mid + 1).code == 10002


def test_a_broadcast_reaches_everybody_of_the_app(server, world, backend):
    accounts = [world.account(f"user{number}") for number in range(12)]
    device = world.login(accounts[0])
    other = own_app(server, World(server))
    stranger = other.rest.new_account("stranger")
    answer = backend.call("POST", "/message/broadcast", {"type": 1, "content_type": 0, "content": "to all"})
    assert answer.code == 200 and answer.data == {"success": True, "send_num": 12}
    [meta] = device.receive(0)
    assert contents([meta]) == ["to all"] and sender(meta) == (0, 0) and body_of(meta).is_system
    for account in accounts:
        assert said(backend.rest, account, 0) == ["to all"]
    assert said(other.rest, stranger, 0) == []


def test_a_broadcast_to_many_comes_to_each(server, world, backend):
    names = [f"many{number}" for number in range(1_203)]
    made = requests.post(
        f"{server.base}/admin/users", json={"app_id": backend.rest.app_id, "names": names},
        headers={"Authorization": f"Bearer {server.admin_token}"}, timeout=60).json()
    assert made["code"] == 200
    answer = backend.call("PUT", "/message/broadcast", {"type": 1, "content_type": 0, "content": "to all"})
    assert answer.data == {"success": True, "send_num": 1_203}
    for row in made["data"][::200] + made["data"][-1:]:
        assert said(backend.rest, Account(row["username"], "", row["user_id"], row["token"], backend.rest.app_id), 0) == ["to all"]


# Who may


def test_only_an_admin_token_sends(server, world, backend):
    alice, bob = world.account("alice"), world.account("bob")
    body = {"type": 1, "targets": [bob.uid], "content_type": 0, "content": "x", "from_user_id": alice.uid}
    other = Backend(server, create_app(server.base, server.admin_token))
    for path in ("/message/send", "/message/notify", "/message/broadcast"):
        assert backend.rest.post(path, body).code == 10003
        assert backend.rest.post(path, body, token=alice.token).code == 10010
        assert backend.rest.post(path, body, token=alice.token, headers={"user_id": str(alice.uid)}).code == 10010
        assert backend.rest.post(path, body, token=other.token).code == 10008
        assert backend.rest.post(path, body, token=backend.token[:-4]).code == 402
        assert backend.call("POST", path, body, Account("", "", 999_999_998, "", "")).code == 10000
    for path in ("/message/unread", "/message/ack?msg_id=1"):
        assert backend.rest.get(path, token=alice.token, headers={"user_id": str(bob.uid)}).code == 10010
        assert backend.call("GET", path).code == 10002, "it acts for nobody"
    assert unread(backend.rest, bob) == {}


def test_a_revoked_token_is_dead_at_once_and_others_live(world, backend):
    bob = world.account("bob")
    first, second = backend.token, backend.new_token(days=1)[1]
    assert [row["id"] for row in backend.console("GET").json()["data"]][0] == backend.id
    listing = backend.console("GET").text
    assert first not in listing and second not in listing
    assert backend.console("DELETE", f"/{backend.id}").json()["code"] == 200
    assert backend.send(bob.uid).code == 402
    backend.token = second
    backend.say(bob.uid)
    assert "revoked_at" in backend.console("GET").json()["data"][0]


def test_an_admin_token_does_not_log_in(world, backend):
    for uid in (0, world.account("bob").uid):
        connection = world.connect(Account("", "", uid, backend.token, backend.rest.app_id))
        assert connection.provision().status.code == pb.Status.FAIL


def test_the_verb_makes_a_token_beside_the_server_and_without_it(own_server, own_world):
    bob = own_world.account("bob")
    backend = Backend(own_server, own_server.app_id)
    beside = done("app", "token", own_server.app_id, *place(own_server)).strip()
    own_server.stop()
    alone = done("app", "token", own_server.app_id, "--days", "3", *place(own_server)).strip()
    own_server.start()
    backend = Backend(own_server, own_server.app_id)
    for token in (beside, alone):
        backend.token = token
        backend.say(bob.uid, "hi")
    rows = backend.console("GET").json()["data"]
    assert len(rows) == 4 and rows[2]["expires_at"] - rows[2]["issued_at"] == 3 * 86_400_000


# The user's own calls


def test_a_user_recalls_within_the_window_and_his_server_at_any_time(server, world, backend):
    alice, bob = world.pair()
    Settings(server, backend.rest.app_id).set({"recall.window.chat": 0})
    mids = [alice.say(bob.account.uid, f"m{number}") for number in range(3)]
    assert contents(bob.receive(alice.account.uid)) == ["m0", "m1", "m2"]
    time.sleep(0.05)
    body = {"conversation_id": bob.account.uid, "msg_id": mids[0]}
    assert backend.rest.post("/message/recall", body, token=alice.account.token).code == 19401
    refused(recall(alice, bob.account.uid, mids[0]), pb.Status.FAIL, reason=RECALL_TOO_LATE)
    answer = backend.call("PUT", "/message/recall", body, alice.account)
    assert answer.code == 200 and answer.data is True
    [meta] = bob.receive(alice.account.uid)
    assert operations([meta]) == [Seen(Op.RECALL, mids[0], alice.account.uid, bob.account.uid, alice.account.uid)]
    # Also a message of the other side, and by the operation of a send.
    body = {"conversation_id": alice.account.uid, "msg_id": mids[1]}
    assert backend.call("POST", "/message/recall", body, bob.account).code == 200
    assert list(past(alice, bob.account.uid)) == list(past(bob, alice.account.uid)) == [mids[2]]
    backend.say(bob.account.uid, "", content_type=10, from_user_id=alice.account.uid, related_mid=mids[2])
    assert past(alice, bob.account.uid) == past(bob, alice.account.uid) == {}
    Settings(server, backend.rest.app_id).set({"recall.window.chat": None, "recall.enabled": False})
    mid = alice.say(bob.account.uid, "again")
    body = {"conversation_id": bob.account.uid, "msg_id": mid}
    assert backend.rest.post("/message/recall", body, token=alice.account.token).code == 19402
    Settings(server, backend.rest.app_id).set({"recall.enabled": None})
    assert backend.rest.post("/message/recall", body, token=alice.account.token).code == 200


def test_what_the_system_said_is_read_and_deleted_like_anything_else(world, backend):
    user = world.account("reader")
    device, tablet = world.login(user), world.login(user)
    first, second, third = (backend.say(user.uid, text) for text in ("one", "two", "three"))
    for each in (device, tablet):
        read_on(each, 0)
    # A client acknowledges a message of the system to uid 0 (floo-web 3.0.19).
    accepted(read(device, 0, first), 0)
    assert unread(backend.rest, user) == {0: 2}
    accepted(read_all(device, 0, third), 0)
    accepted(delete(device, 0, second), 0)
    assert unread(backend.rest, user) == {}
    assert [seen.kind for seen in operations(read_on(tablet, 0))] == [Op.READ_ACK, Op.READ_ALL, Op.DELETE]
    assert list(past(tablet, 0)) == [first, third]


def test_the_system_takes_back_what_it_said(world, backend):
    bob = world.login(world.account("bob"))
    mid = backend.say(bob.account.uid, "wrong")
    assert contents(bob.receive(0)) == ["wrong"]
    assert backend.rest.post(
        "/message/recall", {"conversation_id": 0, "msg_id": mid}, token=bob.account.token).code == 19404, "not a user"
    backend.say(bob.account.uid, "", content_type=10, related_mid=mid)
    [meta] = bob.receive(0)
    assert [(seen.kind, seen.mid, seen.sender) for seen in operations([meta])] == [(Op.RECALL, mid, 0)]
    assert past(bob, 0) == {} and unread(backend.rest, bob.account) == {}


def test_a_receipt_by_rest_is_one(world, backend):
    alice, bob = world.pair()
    mids = [alice.say(bob.account.uid, f"m{number}") for number in range(3)]
    assert unread(backend.rest, bob.account) == {alice.account.uid: 3}
    assert unread(backend.rest, alice.account) == {}
    bob.receive(alice.account.uid)
    query = {"conversation_id": alice.account.uid, "msg_id": mids[1], "device_sn": bob.sn}
    answer = backend.rest.get("/message/ack", token=bob.account.token, query=query)
    assert answer.code == 200 and answer.data is True
    for device, peer in ((alice, bob), (bob, alice)):
        [seen] = operations(device.receive(peer.account.uid))
        assert (seen.kind, seen.mid, seen.sender) == (Op.READ_ACK, mids[1], bob.account.uid)
    assert unread(backend.rest, bob.account) == {alice.account.uid: 1}
    assert backend.call("GET", f"/message/ack?msg_id={mids[2]}", user=bob.account).code == 200
    assert unread(backend.rest, bob.account) == {}
    assert backend.rest.get("/message/ack", token=bob.account.token, query={"msg_id": mids[2] + 1}).code == 10002
    status = [message["status"] for message in pages(backend.rest, alice.account, bob.account.uid, 9)[0]["messages"]]
    assert status == ["READ", "READ", "UNREAD"]


def test_unread_follows_what_the_reader_does(world, backend):
    alice, bob = world.pair()
    a, b = alice.account.uid, bob.account.uid
    mids = [alice.say(b, f"m{number}") for number in range(5)]
    bob.say(a, "own")
    assert unread(backend.rest, bob.account) == {a: 5}
    accepted(recall(alice, b, mids[0]), b)
    assert unread(backend.rest, bob.account) == {a: 4}
    accepted(delete(bob, a, mids[1]), a)
    assert unread(backend.rest, bob.account) == {a: 3}
    accepted(append(alice, b, mids[2], "!"), b)
    assert unread(backend.rest, bob.account) == {a: 3}
    accepted(read_all(bob, a, mids[4]), a)
    assert unread(backend.rest, bob.account) == {}
    accepted(mark_unread(bob, a, mids[3]), a)
    assert unread(backend.rest, bob.account) == {a: 1}
    backend.say(b, "news", from_user_id=a)
    backend.say(b, "system")
    assert unread(backend.rest, bob.account) == {a: 2, 0: 1}
    accepted(delete_conversation(bob, a), a)
    assert unread(backend.rest, bob.account) == {0: 1}


def test_a_conversation_is_paged_to_its_end(world, backend):
    alice, bob = world.pair()
    a, b = alice.account.uid, bob.account.uid
    mids = [(alice if number % 3 else bob).say(b if number % 3 else a, f"m{number}", ext='{"n":1}') for number in range(23)]
    accepted(recall(alice, b, mids[4]), b)
    accepted(append(alice, b, mids[5], "+"), b)
    left = [mid for mid in mids if mid != mids[4]]
    for limit in (1, 5, 11, 22, 100):
        found = pages(backend.rest, bob.account, a, limit)
        assert [message["msg_id"] for page in found for message in page["messages"]] == left[::-1]
        assert [page["is_last"] for page in found] == [False] * (len(found) - 1) + [True]
        assert found[-1]["next_msg_id"] == 0 and len(found) == -(-22 // limit)
    by_id = {message["msg_id"]: message for page in found for message in page["messages"]}
    theirs, own = by_id[mids[5]], by_id[mids[3]]
    assert theirs["content"] == "m5+" and theirs["ext"] == '{"n":1}' and (theirs["ctype"], theirs["type"]) == ("TEXT", "CHAT")
    assert theirs["from_xid"] == {"uid": a, "device_sn": alice.sn} and theirs["to_xid"] == {"uid": b, "device_sn": 0}
    assert own["from_xid"] == {"uid": b, "device_sn": bob.sn} and own["to_xid"] == {"uid": a, "device_sn": 0}
    assert theirs["timestamp"] < own["timestamp"] + 60_000 and theirs["attachment"] == theirs["config"] == ""
    for query in ({"limit": 0}, {"limit": 101}, {"msg_id_start": -1}, {"opposite_id": "x"}):
        asked = {"opposite_id": a, "msg_id_start": 0, "limit": 1, **query}
        assert backend.rest.get("/message/conversation", token=bob.account.token, query=asked).code == 10002


def test_a_deleted_conversation_is_gone_on_every_device_of_one_side(world, backend):
    alice, bob = world.pair()
    tablet = world.login(bob.account)
    alice.say(bob.account.uid, "old")
    for device in (bob, tablet):
        assert contents(device.receive(alice.account.uid)) == ["old"]
    answer = backend.rest.call(
        "DELETE", "/message/conversation", token=bob.account.token, query={"conversation_id": alice.account.uid})
    assert answer.code == 200 and answer.data is True
    for device in (bob, tablet):
        [meta] = device.receive(alice.account.uid)
        assert meta.ns == pb.Meta.CONVERSATION
        assert pb.Conversation.FromString(meta.payload).operation.xid.uid == alice.account.uid
        assert past(device, alice.account.uid) == {}
    assert said(backend.rest, bob.account, alice.account.uid) == []
    assert said(backend.rest, alice.account, bob.account.uid) == ["old"]
    alice.say(bob.account.uid, "new")
    assert said(backend.rest, bob.account, alice.account.uid) == ["new"]
    assert contents(bob.receive(alice.account.uid)) == ["new"]


def test_what_was_sent_by_rest_survives_a_kill(own_server, own_world):
    backend = Backend(own_server, own_server.app_id)
    bob = own_world.account("bob")
    mid = backend.say(bob.uid, "kept", transaction_id=9)
    own_server.kill()
    own_server.start()
    backend.rest.base = own_server.base
    assert backend.say(bob.uid, "kept", transaction_id=9) == mid
    assert said(backend.rest, bob, 0) == ["kept"]


def test_what_a_group_refuses_to_a_member_it_refuses_to_his_server(server, world):
    from groups import Group
    from people import Place

    place = Place(world)
    owner, member = place.people(2)
    group = Group(place, owner, member)
    assert place.backend.send(group.id, user=member.account, type=2).code == 200
    assert group.many(owner, "ban", member, duration=5) == ["success"]
    assert place.backend.send(group.id, user=member.account, type=2).code == 29623
    place.sql(f"UPDATE groups SET in_recovery = 1 WHERE id = {group.id}")
    assert place.backend.send(group.id, user=owner.account, type=2).code == 20006


def test_what_no_message_may_hold_is_named(server, world):
    backend = own_app(server, world)
    bob = world.account("bob")
    for path in ("/message/send", "/message/notify"):
        assert backend.send(bob.uid, path=path, content="a\0b").code == 19405
        assert backend.send(bob.uid, path=path, content_type=8).code == 49746
    broadcast = {"content_type": 0, "content": "a\0b"}
    assert backend.call("POST", "/message/broadcast", broadcast).code == 19405
    assert backend.call("POST", "/message/broadcast", {**broadcast, "content": "x", "content_type": 8}).code == 49746
