"""Acks of delivery, reading and playing: the author learns of them, the reader's other devices too, and the history shows them."""
import pytest
import xsync_pb2 as pb
from floo import client_mids
from operations import (
    Op, Seen, Status, accepted, delivered, hears_nothing, oper, operations, past, played, read, read_on, recall, refused, settle, waiting,
)

pytestmark = pytest.mark.both_databases

UNREAD, DELIVERED, READ = pb.MessageBody.UNREAD, pb.MessageBody.DELIVERED, pb.MessageBody.READ
RECEIPTS = {"delivered": (delivered, Op.DELIVER_ACK), "read": (read, Op.READ_ACK), "played": (played, Op.PLAY_ACK)}


def statuses(device, uid: int) -> list[int]:
    """What a history says of its messages, oldest first."""
    return [body.status for body in past(device, uid).values()]


@pytest.fixture(params=RECEIPTS)
def receipt(request):
    return RECEIPTS[request.param]


def test_a_receipt_goes_to_the_author(world, transport, receipt):
    send, kind = receipt
    alice, bob = world.pair(transport)
    mid = alice.say(bob.account.uid, "hi")
    bob.receive(alice.account.uid)
    ack = send(bob, alice.account.uid, mid)
    accepted(ack, alice.account.uid)
    [meta] = alice.receive(bob.account.uid)
    seen = Seen.of(meta)
    assert (seen.kind, seen.mid, seen.sender, seen.to) == (kind, mid, bob.account.uid, alice.account.uid)
    assert getattr(meta, "from").deviceSN == bob.sn
    assert meta.id == ack.server_mid > mid
    assert read_on(alice, bob.account.uid) == [], "once"


def test_a_receipt_goes_to_the_other_devices_of_the_reader_and_not_to_the_one_that_sent_it(world, receipt):
    send, kind = receipt
    alice, bob = world.pair()
    tablet = world.login(bob.account)
    mid = alice.say(bob.account.uid, "hi")
    settle((bob, alice), (tablet, alice))
    accepted(send(bob, alice.account.uid, mid), alice.account.uid)
    [seen] = operations(tablet.receive(alice.account.uid))
    assert (seen.kind, seen.mid, seen.sender, seen.to) == (kind, mid, bob.account.uid, alice.account.uid)
    assert hears_nothing(bob)
    assert read_on(bob, alice.account.uid) == [] and waiting(bob) == {}


def test_a_receipt_waits_for_an_author_who_is_away(world):
    account = world.account("alice")
    alice, bob = world.login(account, guid="hers"), world.login(world.account("bob"))
    mid = alice.say(bob.account.uid, "hi")
    alice.close()
    accepted(read(bob, account.uid, mid), account.uid)
    back = world.login(account, guid="hers")
    assert bob.account.uid in waiting(back)
    assert [(seen.kind, seen.mid) for seen in operations(read_on(back, bob.account.uid))] == [(Op.READ_ACK, mid)]
    assert waiting(back) == {}


def test_the_history_of_the_author_shows_what_the_reader_acknowledged(world):
    alice, bob = world.pair()
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(4)]
    accepted(delivered(bob, alice.account.uid, mids[1]), alice.account.uid)
    accepted(read(bob, alice.account.uid, mids[2]), alice.account.uid)
    assert statuses(alice, bob.account.uid) == [UNREAD, DELIVERED, READ, UNREAD]


def test_the_history_of_the_reader_shows_what_he_read(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "read")
    later = alice.say(bob.account.uid, "not read")
    mine = bob.say(alice.account.uid, "my own")
    accepted(read(bob, alice.account.uid, mid), alice.account.uid)
    tablet = world.login(bob.account)
    for device in (bob, tablet):
        shown = {mid: body.status for mid, body in past(device, alice.account.uid).items()}
        assert shown[mid] == READ and shown[later] != READ and shown[mine] != READ


def test_a_status_never_sinks(world, receipt):
    send, _ = receipt
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    accepted(read(bob, alice.account.uid, mid), alice.account.uid)
    assert send(bob, alice.account.uid, mid).status.code == Status.OK
    assert statuses(alice, bob.account.uid) == [READ]
    assert statuses(bob, alice.account.uid) == [READ]


def test_delivered_rises_to_read(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    accepted(delivered(bob, alice.account.uid, mid), alice.account.uid)
    assert statuses(alice, bob.account.uid) == [DELIVERED]
    accepted(read(bob, alice.account.uid, mid), alice.account.uid)
    assert statuses(alice, bob.account.uid) == [READ]


def test_receiving_is_not_reading(world):
    alice, bob = world.pair()
    alice.say(bob.account.uid, "hi")
    bob.receive(alice.account.uid)
    assert READ not in statuses(alice, bob.account.uid) + statuses(bob, alice.account.uid)


def test_an_author_cannot_acknowledge_for_the_reader(world, receipt):
    send, _ = receipt
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    settle((bob, alice))
    send(alice, bob.account.uid, mid)
    assert statuses(alice, bob.account.uid) == [UNREAD], "only the peer raises it"
    assert statuses(bob, alice.account.uid) != [READ]


def test_a_receipt_of_a_message_that_does_not_exist_is_refused(world, receipt):
    send, _ = receipt
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    settle((alice, bob))
    for unknown in (0, 1, mid + 1, 2**53 - 1, 2**63, 2**64 - 1):
        refused(send(bob, alice.account.uid, unknown), Status.INVALID_PARAMETER)
    assert hears_nothing(alice)


def test_nobody_acknowledges_what_was_said_to_others(world, receipt):
    send, _ = receipt
    alice, bob = world.pair()
    eve = world.login(world.account("eve"))
    mid = alice.say(bob.account.uid, "secret")
    settle((alice, bob), (bob, alice), (alice, eve), (bob, eve))
    unknown = send(eve, alice.account.uid, mid + 1).status
    for author in (alice.account.uid, bob.account.uid):
        ack = send(eve, author, mid)
        refused(ack, Status.INVALID_PARAMETER, Status.UNAUTHORIZED)
        assert ack.status == unknown, "a stranger does not learn which messages exist"
    assert hears_nothing(alice, bob)
    assert statuses(alice, bob.account.uid) == [UNREAD]


def test_a_receipt_of_an_operation_raises_nothing(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    receipt = accepted(read(bob, alice.account.uid, mid), alice.account.uid)
    read(alice, bob.account.uid, receipt)
    assert statuses(alice, bob.account.uid) == [READ]
    assert waiting(alice).keys() <= {bob.account.uid}


def test_a_repeated_receipt_is_the_same_one(world, transport):
    alice, bob = world.pair(transport)
    mid = alice.say(bob.account.uid, "hi")
    frame, client_mid = oper(Op.READ_ACK, mid), next(client_mids)
    acks = [bob.submit(alice.account.uid, frame, client_mid, timestamp=0) for _ in range(3)]
    assert len({accepted(ack, alice.account.uid) for ack in acks}) == 1
    alice.wait_notice(bob.account.uid)
    assert len(operations(read_on(alice, bob.account.uid))) == 1


def test_one_client_id_for_two_receipts_makes_two(world):
    alice, bob = world.pair()
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(2)]
    client_mid = next(client_mids)
    for mid in mids:
        accepted(bob.submit(alice.account.uid, oper(Op.READ_ACK, mid), client_mid, timestamp=0), alice.account.uid)
    assert statuses(alice, bob.account.uid) == [READ, READ]


def test_a_burst_of_receipts_arrives_whole_and_in_order(world):
    alice, bob = world.pair()
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(120)]
    metas = [bob.meta(alice.account.uid, oper(Op.READ_ACK, mid), timestamp=0) for mid in mids]
    for meta in metas:
        bob.send_meta(meta)
    items = [accepted(bob.wait_ack(meta.id), alice.account.uid) for meta in metas]
    assert items == sorted(set(items))
    got = read_on(alice, bob.account.uid)
    assert [meta.id for meta in got] == items
    assert [seen.mid for seen in operations(got)] == mids
    assert statuses(alice, bob.account.uid) == [READ] * 120


def test_receipts_survive_a_kill(own_world):
    alice, bob = own_world.pair()
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(3)]
    accepted(read(bob, alice.account.uid, mids[0]), alice.account.uid)
    accepted(delivered(bob, alice.account.uid, mids[1]), alice.account.uid)
    own_world.server.kill()
    own_world.server.start()
    again = own_world.login(alice.account, guid=alice.guid)
    assert statuses(again, bob.account.uid) == [READ, DELIVERED, UNREAD]
    assert [seen.mid for seen in operations(read_on(again, bob.account.uid))] == mids[:2]


def test_a_receipt_for_a_recalled_message_brings_nothing_back(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "regretted")
    accepted(recall(alice, bob.account.uid, mid), bob.account.uid)
    read(bob, alice.account.uid, mid)
    assert past(alice, bob.account.uid) == past(bob, alice.account.uid) == {}
    bob.say(alice.account.uid, "still there")
    assert len(past(alice, bob.account.uid)) == 1
