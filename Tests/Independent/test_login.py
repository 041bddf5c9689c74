"""Provision, the unread list and the heartbeat, over both transports."""
import pytest
import xsync_pb2 as pb
from floo import PLACEHOLDER_SN, ConnectionClosed
from frames import PROVISION, SYNC, UNREAD, body_of, chat, frame
from transports import TRANSPORTS

pytestmark = pytest.mark.both_databases

OK = pb.Status.OK


def test_a_user_logs_in_and_gets_an_empty_unread_list(world, transport):
    alice = world.connect(world.account("alice"), transport)
    answer = alice.provision()
    assert answer.status.code == OK
    assert answer.xid.uid == alice.account.uid
    assert 1 <= answer.xid.deviceSN < 999_999_999, "a placeholder of a client must never be granted"
    unread = alice.unread()
    assert unread.status.code == OK
    assert list(unread.unread) == []


def test_the_heartbeat_is_answered_by_an_unread_list_of_news_only(world, transport):
    alice, bob = world.pair(transport)
    bob.unread()
    alice.say(bob.account.uid, "hi")
    assert [m.id for m in bob.receive(alice.account.uid)]
    for _ in range(3):
        answer = bob.unread()
        assert answer.status.code == OK
        assert [entry for entry in answer.unread if entry.n > 0] == []
    assert list(bob.unread().unread) == [], "after the first list only conversations with news are listed"


def test_a_wrong_token_is_refused_with_the_user_echoed(world, transport):
    account = world.account("alice")
    alice = world.connect(account, transport)
    answer = alice.provision(token="garbage")
    assert (answer.status.code, answer.status.reason) == (pb.Status.INVALID_TOKEN, "invalid token")
    assert answer.xid.uid == account.uid


def test_a_missing_token_is_refused(world):
    alice = world.connect(world.account("alice"))
    assert alice.provision(token="").status.code == pb.Status.INVALID_TOKEN


def test_the_token_of_one_user_does_not_log_in_another(world):
    alice, bob = world.account("alice"), world.account("bob")
    connection = world.connect(alice)
    answer = connection.provision(xid=pb.XID(uid=bob.uid))
    assert answer.status.code == pb.Status.INVALID_TOKEN
    assert answer.xid.uid == bob.uid


def test_a_refused_connection_may_provision_again(world):
    alice = world.connect(world.account("alice"))
    assert alice.provision(token="garbage").status.code == pb.Status.INVALID_TOKEN
    try:
        assert alice.provision().status.code == OK
    except ConnectionClosed:
        pytest.fail("the refused connection was closed at once: clients would come back without end")


def test_asking_for_encryption_is_refused(world):
    alice = world.connect(world.account("alice"))
    answer = alice.provision(encrypt_method=pb.Frame.AES_CBC_128)
    assert answer.status.code == pb.Status.ENCRYPT_METHOD_UNSUPPORTED


def test_nothing_but_provision_is_accepted_before_login(world, transport):
    account = world.account("alice")
    alice = world.connect(account, transport)
    for request in (pb.SyncUL(xid=pb.XID(uid=account.uid)), pb.SyncUL(meta=alice.meta(account.uid, chat("hi")))):
        alice.send(SYNC, request)
        answer = alice.wait(lambda item: item.command == SYNC, what="refusal").body
        assert (answer.status.code, answer.status.reason) == (pb.Status.UNAUTHORIZED, "you must login first")


def test_frames_right_behind_the_provision_wait_for_its_result(world, transport):
    bob = world.account("bob")
    alice = world.connect(world.account("alice"), transport)
    meta = alice.meta(bob.uid, chat("right behind"))
    alice.send(PROVISION, alice.provision_request())
    alice.send_meta(meta)
    first = alice.wait(lambda item: True)
    assert first.command == PROVISION and first.body.status.code == OK
    ack = alice.wait_ack(meta.id)
    assert ack.status.code == OK
    received = world.login(bob).sync(alice.account.uid)
    assert [(m.id, getattr(m, "from").deviceSN) for m in received] == [(ack.server_mid, first.body.xid.deviceSN)]


def test_a_device_keeps_its_number_whatever_it_claims(world):
    account = world.account("alice")
    first = world.login(account, guid=f"{account.uid}_one")
    second = world.login(account, guid=f"{account.uid}_two")
    assert first.sn != second.sn
    first.close()
    again = world.connect(account, guid=f"{account.uid}_one")
    again.provision(xid=pb.XID(uid=account.uid, deviceSN=second.sn))
    assert again.sn == first.sn
    assert again.sn != PLACEHOLDER_SN


def test_connections_over_every_transport_share_a_user(world):
    account = world.account("alice")
    devices = [world.login(account, name) for name in TRANSPORTS]
    assert len({device.sn for device in devices}) == len(TRANSPORTS)


def test_the_same_device_logging_in_again_ends_the_old_connection(world, transport):
    account = world.account("alice")
    old = world.login(account, transport, guid="one-browser")
    new = world.login(account, transport, guid="one-browser")
    assert new.sn == old.sn
    push = old.wait(lambda item: item.command == SYNC, what="kick notice").body
    assert push.status.code == OK
    assert push.HasField("xid") and push.xid.uid == 0
    assert push.next_key == 0
    [meta] = push.metas
    assert meta.ns == pb.Meta.USER_NOTICE
    assert pb.UserNotice.FromString(meta.payload).type == pb.UserNotice.KICK_BY_SAME_DEVICE
    old.wait_closed()
    assert new.unread().status.code == OK, "the new connection lives on"
    assert new.sync(0) == [], "a notice that ends a login is never stored"


def test_two_users_of_one_browser_do_not_kick_each_other(world):
    alice, bob = world.login(world.account("alice"), guid="shared"), world.login(world.account("bob"), guid="shared")
    alice.say(bob.account.uid, "still here")
    assert [body_of(meta).content for meta in bob.receive(alice.account.uid)] == ["still here"]
    assert alice.unread().status.code == OK


def test_a_zero_length_frame_is_a_heartbeat(world):
    alice, _ = world.pair()
    alice.send_raw(b"")
    assert alice.wait(lambda item: item.command == UNREAD).body.status.code == OK


def test_a_heartbeat_without_explicit_zeros_is_one_too(world):
    alice, _ = world.pair()
    assert frame(UNREAD).hex() == "080010001800"
    alice.send_raw(pb.Frame(command=pb.Frame.UNREAD, payload=pb.UnreadUL().SerializeToString()).SerializeToString() or b"\x18\x00")
    assert alice.wait(lambda item: item.command == UNREAD).body.status.code == OK
