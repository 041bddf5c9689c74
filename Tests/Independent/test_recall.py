"""Recall: the message is gone for everybody, also for who was away; and who may do it, and for how long."""
import time

import pytest
import xsync_pb2 as pb
from conftest import World
from floo import client_mids
from frames import contents
from operations import (
    NOT_SUPPORTED, RECALL_DISABLED, RECALL_TOO_LATE, Op, Seen, Status, accepted, delete, hears_nothing, oper, operations, past, read,
    read_on, recall, refused, settle, waiting,
)
from rest import Rest, create_app
from test_app_settings import Settings

pytestmark = pytest.mark.both_databases


@pytest.fixture
def own_app(server, world) -> World:
    """People of an app of their own, so that its settings trouble nobody else."""
    world.rest = Rest(server.base, create_app(server.base, server.admin_token))
    world.settings = Settings(server, world.rest.app_id)
    return world


def test_a_recalled_message_is_gone_on_both_sides(world, transport):
    alice, bob = world.pair(transport)
    kept = alice.say(bob.account.uid, "kept")
    mid = alice.say(bob.account.uid, "regretted")
    bob.wait_notice(alice.account.uid)
    assert len(read_on(bob, alice.account.uid)) == 2
    ack = recall(alice, bob.account.uid, mid)
    accepted(ack, bob.account.uid)
    [meta] = bob.receive(alice.account.uid)
    assert Seen.of(meta) == Seen(Op.RECALL, mid, alice.account.uid, bob.account.uid, alice.account.uid)
    assert meta.id == ack.server_mid and getattr(meta, "from").deviceSN == alice.sn
    assert list(past(alice, bob.account.uid)) == list(past(bob, alice.account.uid)) == [kept]


def test_who_was_away_gets_the_recall_and_never_the_message(world):
    account = world.account("bob")
    world.login(account, guid="his").close()
    alice = world.login(world.account("alice"))
    mids = [alice.say(account.uid, f"secret {n}") for n in range(3)]
    accepted(recall(alice, account.uid, mids[1]), account.uid)
    bob = world.login(account, guid="his")
    metas = read_on(bob, alice.account.uid)
    assert contents(metas) == ["secret 0", "secret 2", ""]
    assert [(seen.kind, seen.mid) for seen in operations(metas)] == [(Op.RECALL, mids[1])]
    assert not any(b"secret 1" in meta.payload for meta in metas)
    assert waiting(bob) == {}


def test_a_recall_wakes_who_had_read_everything(world):
    account = world.account("bob")
    bob, alice = world.login(account, guid="his"), world.login(world.account("alice"))
    mid = alice.say(account.uid, "regretted")
    read_on(bob, alice.account.uid)
    bob.close()
    accepted(recall(alice, account.uid, mid), account.uid)
    back = world.login(account, guid="his")
    assert alice.account.uid in waiting(back)
    assert [(seen.kind, seen.mid) for seen in operations(read_on(back, alice.account.uid))] == [(Op.RECALL, mid)]


def test_a_recall_goes_to_the_other_devices_of_the_author_and_not_to_the_one_that_sent_it(world):
    alice, bob = world.pair()
    tablet = world.login(alice.account)
    mid = alice.say(bob.account.uid, "regretted")
    settle((tablet, bob), (alice, bob))
    accepted(recall(alice, bob.account.uid, mid), bob.account.uid)
    [meta] = tablet.receive(bob.account.uid)
    assert Seen.of(meta) == Seen(Op.RECALL, mid, alice.account.uid, bob.account.uid, bob.account.uid)
    assert hears_nothing(alice)
    assert read_on(alice, bob.account.uid) == [] and waiting(alice) == {}


def test_any_device_of_the_author_may_recall(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "regretted")
    accepted(recall(world.login(alice.account), bob.account.uid, mid), bob.account.uid)
    assert past(alice, bob.account.uid) == past(bob, alice.account.uid) == {}


def test_recalling_twice_is_no_error(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "regretted")
    for _ in range(2):
        accepted(recall(alice, bob.account.uid, mid), bob.account.uid)
    assert {(seen.kind, seen.mid) for seen in operations(read_on(bob, alice.account.uid))} == {(Op.RECALL, mid)}
    assert past(bob, alice.account.uid) == {}


def test_a_repeated_recall_is_the_same_one(world, transport):
    alice, bob = world.pair(transport)
    mid = alice.say(bob.account.uid, "regretted")
    frame, client_mid = oper(Op.RECALL, mid, bob.account.uid), next(client_mids)
    acks = [alice.submit(bob.account.uid, frame, client_mid, timestamp=0) for _ in range(3)]
    assert len({accepted(ack, bob.account.uid) for ack in acks}) == 1
    assert len(operations(read_on(bob, alice.account.uid))) == 1


def test_only_the_author_recalls(world):
    alice, bob = world.pair()
    eve = world.login(world.account("eve"))
    mid = alice.say(bob.account.uid, "stays")
    settle((alice, bob), (bob, alice))
    refused(recall(bob, alice.account.uid, mid), Status.UNAUTHORIZED)
    unknown = recall(eve, bob.account.uid, mid + 1).status
    for peer in (alice, bob):
        ack = recall(eve, peer.account.uid, mid)
        refused(ack, Status.INVALID_PARAMETER, Status.UNAUTHORIZED)
        assert ack.status == unknown, "a stranger does not learn which messages exist"
    assert hears_nothing(alice, bob)
    assert list(past(alice, bob.account.uid)) == list(past(bob, alice.account.uid)) == [mid]


def test_a_message_that_does_not_exist_cannot_be_recalled(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "stays")
    for unknown in (0, 1, mid + 1, 2**53 - 1, 2**63, 2**64 - 1):
        refused(recall(alice, bob.account.uid, unknown), Status.INVALID_PARAMETER)
    assert list(past(bob, alice.account.uid)) == [mid]


def test_a_recall_tells_nobody_who_did_not_get_the_message(world):
    alice, bob = world.pair()
    carol = world.login(world.account("carol"))
    mid = alice.say(carol.account.uid, "to Carol")
    settle((bob, alice))
    recall(alice, bob.account.uid, mid)
    assert hears_nothing(bob)
    assert operations(read_on(bob, alice.account.uid)) == []


def test_an_operation_cannot_be_recalled(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    receipt = accepted(read(bob, alice.account.uid, mid), alice.account.uid)
    refused(recall(bob, alice.account.uid, receipt), Status.FAIL, reason=NOT_SUPPORTED)
    taken_back = accepted(recall(alice, bob.account.uid, mid), bob.account.uid)
    refused(recall(alice, bob.account.uid, taken_back), Status.FAIL, reason=NOT_SUPPORTED)


def test_after_the_window_a_message_stays(own_app):
    alice, bob = own_app.pair()
    mid = alice.say(bob.account.uid, "too late")
    assert own_app.settings.set({"recall.window.chat": 1})["code"] == 200
    time.sleep(1.3)
    refused(recall(alice, bob.account.uid, mid), Status.FAIL, reason=RECALL_TOO_LATE)
    assert operations(read_on(bob, alice.account.uid)) == [] and list(past(bob, alice.account.uid)) == [mid]
    assert own_app.settings.set({"recall.window.chat": 60})["code"] == 200
    accepted(recall(alice, bob.account.uid, mid), bob.account.uid)


def test_a_window_of_nothing_is_no_time_at_all(own_app):
    alice, bob = own_app.pair()
    assert own_app.settings.set({"recall.window.chat": 0, "recall.window.group": 1000})["code"] == 200
    mid = alice.say(bob.account.uid, "stays")
    refused(recall(alice, bob.account.uid, mid), Status.FAIL, reason=RECALL_TOO_LATE)
    assert list(past(bob, alice.account.uid)) == [mid]


def test_an_app_may_forbid_recalls(own_app):
    alice, bob = own_app.pair()
    assert own_app.settings.set({"recall.enabled": False})["code"] == 200
    mid = alice.say(bob.account.uid, "stays")
    refused(recall(alice, bob.account.uid, mid), Status.FAIL, reason=RECALL_DISABLED)
    assert list(past(bob, alice.account.uid)) == [mid]
    assert own_app.settings.set({"recall.enabled": None})["code"] == 200
    accepted(recall(alice, bob.account.uid, mid), bob.account.uid)


def test_a_recall_survives_a_kill(own_world):
    alice, bob = own_world.pair()
    mids = [alice.say(bob.account.uid, text) for text in ("kept", "regretted")]
    accepted(recall(alice, bob.account.uid, mids[1]), bob.account.uid)
    own_world.server.kill()
    own_world.server.start()
    again = own_world.login(bob.account, guid=bob.guid)
    assert contents(read_on(again, alice.account.uid)) == ["kept", ""]
    assert list(past(again, alice.account.uid)) == [mids[0]]


def test_a_recall_while_the_receiver_reads_is_not_missed(world):
    alice, bob = world.pair()
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(60)]
    page = bob.page(pb.XID(uid=alice.account.uid))
    assert 0 < len(page.metas) < 60, "more than one page"
    accepted(recall(alice, bob.account.uid, mids[0]), bob.account.uid)
    accepted(recall(alice, bob.account.uid, mids[59]), bob.account.uid)
    metas = list(page.metas)
    while page.next_key:
        page = bob.page(page.xid, page.next_key)
        metas.extend(page.metas)
    assert [seen.mid for seen in operations(metas)] == [mids[0], mids[59]]
    assert [meta.id for meta in metas if meta.id in mids] == mids[:59], "the last one was never sent"


def test_a_message_deleted_by_its_author_can_still_be_recalled(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "regretted")
    accepted(delete(alice, bob.account.uid, mid), bob.account.uid)
    accepted(recall(alice, bob.account.uid, mid), bob.account.uid)
    assert past(bob, alice.account.uid) == {}
