"""The same send again is the same message."""
import pytest
from frames import chat
from floo import client_mids

pytestmark = pytest.mark.both_databases


def test_a_repeated_send_gets_the_same_id_and_is_stored_once(world, transport):
    alice, bob = world.pair(transport)
    mid, payload = next(client_mids), chat("once")
    acks = [alice.submit(bob.account.uid, payload, mid) for _ in range(3)]
    assert len({ack.server_mid for ack in acks}) == 1 and acks[0].server_mid > 0
    assert [m.id for m in bob.receive(alice.account.uid)] == [acks[0].server_mid]


def test_repeats_in_one_burst_are_one_message(world):
    alice, bob = world.pair()
    meta = alice.meta(bob.account.uid, chat("burst"))
    for _ in range(5):
        alice.send_meta(meta)
    assert len({alice.wait_ack(meta.id).server_mid for _ in range(5)}) == 1
    bob.wait_notice(alice.account.uid)
    assert len(bob.sync(alice.account.uid)) == 1


def test_another_payload_under_the_same_client_id_is_another_message(world):
    alice, bob = world.pair()
    mid = next(client_mids)
    first = alice.submit(bob.account.uid, chat("one"), mid)
    second = alice.submit(bob.account.uid, chat("two"), mid)
    assert first.server_mid != second.server_mid
    bob.wait_notice(alice.account.uid)
    assert [m.id for m in bob.sync(alice.account.uid)] == [first.server_mid, second.server_mid]


def test_two_devices_may_use_the_same_client_id(world):
    account, bob = world.account("alice"), world.account("bob")
    mid, payload = next(client_mids), chat("same")
    mids = {world.login(account).submit(bob.uid, payload, mid).server_mid for _ in range(2)}
    assert len(mids) == 2


def test_a_repeat_is_recognised_after_a_reconnect(world):
    account, bob = world.account("alice"), world.account("bob")
    mid, payload = next(client_mids), chat("again")
    first = world.login(account, guid="hers")
    one = first.submit(bob.uid, payload, mid).server_mid
    first.cut()
    assert world.login(account, guid="hers").submit(bob.uid, payload, mid).server_mid == one
