"""What a user does to his own view: deleting messages and conversations, marking them read and unread. The peer notices nothing."""
import pytest
import xsync_pb2 as pb
from floo import client_mids
from frames import contents
from operations import (
    Conv, Op, Seen, Status, accepted, delete, delete_conversation, hears_nothing, listed, mark_unread, myself, oper, operations, past, read,
    read_all, read_on, refused, settle, waiting,
)

pytestmark = pytest.mark.both_databases

READ = pb.MessageBody.READ
OWN = {"delete": (delete, Op.DELETE), "read all": (read_all, Op.READ_ALL), "unread": (mark_unread, Op.READ_CANCEL)}


@pytest.fixture(params=OWN)
def own(request):
    return OWN[request.param]


def greet(alice, bob, kind: int) -> int:
    """A message that Bob can do something to. Only what was read can be made unread."""
    mid = alice.say(bob.account.uid, "hi")
    if kind == Op.READ_CANCEL:
        accepted(read(bob, alice.account.uid, mid), alice.account.uid)
    return mid


def read_ids(device, uid: int) -> set[int]:
    return {mid for mid, body in past(device, uid).items() if body.status == READ}


def test_the_other_devices_learn_what_one_did_and_nobody_else_does(world, transport, own):
    send, kind = own
    alice, bob = world.pair(transport)
    tablet = world.login(bob.account)
    mid = greet(alice, bob, kind)
    settle((bob, alice), (tablet, alice), (alice, bob))
    ack = send(bob, alice.account.uid, mid)
    accepted(ack, alice.account.uid)
    [meta] = tablet.receive(alice.account.uid)
    to = bob.account.uid if kind == Op.DELETE else alice.account.uid
    assert Seen.of(meta) == Seen(kind, mid, bob.account.uid, to, alice.account.uid)
    assert meta.id == ack.server_mid
    assert hears_nothing(alice, bob)
    assert operations(read_on(alice, bob.account.uid)) == operations(read_on(bob, alice.account.uid)) == []
    assert waiting(alice) == waiting(bob) == waiting(tablet) == {}


def test_what_one_device_did_waits_for_the_other(world, own):
    send, kind = own
    account = world.account("bob")
    alice, bob, tablet = world.login(world.account("alice")), world.login(account), world.login(account, guid="tablet")
    mid = greet(alice, bob, kind)
    read_on(tablet, alice.account.uid)
    tablet.close()
    accepted(send(bob, alice.account.uid, mid), alice.account.uid)
    back = world.login(account, guid="tablet")
    assert alice.account.uid in waiting(back)
    assert [(seen.kind, seen.mid) for seen in operations(read_on(back, alice.account.uid))] == [(kind, mid)]
    assert waiting(back) == {}


def test_the_same_operation_again_is_the_same_one(world, own):
    _, kind = own
    alice, bob = world.pair()
    tablet = world.login(bob.account)
    mid = greet(alice, bob, kind)
    frame, client_mid = oper(kind, mid, alice.account.uid), next(client_mids)
    acks = [bob.submit(0, frame, client_mid, **myself(bob)) for _ in range(3)]
    assert len({accepted(ack, alice.account.uid) for ack in acks}) == 1
    assert [seen.kind for seen in operations(read_on(tablet, alice.account.uid))].count(kind) == 1


def test_doing_it_twice_is_no_error(world, own):
    send, kind = own
    alice, bob = world.pair()
    mid = greet(alice, bob, kind)
    for _ in range(2):
        accepted(send(bob, alice.account.uid, mid), alice.account.uid)


def test_a_message_that_does_not_exist_is_refused(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    for unknown in (0, mid + 1, 2**53 - 1, 2**64 - 1):
        for send in (delete, mark_unread):
            refused(send(bob, alice.account.uid, unknown), Status.INVALID_PARAMETER)
    assert list(past(bob, alice.account.uid)) == [mid]


def test_nobody_touches_the_conversations_of_others(world, own):
    send, _ = own
    alice, bob = world.pair()
    eve = world.login(world.account("eve"))
    tablet = world.login(bob.account)
    mid = alice.say(bob.account.uid, "hi")
    settle((bob, alice), (tablet, alice), (alice, bob), (alice, eve), (bob, eve))
    for peer in (alice, bob):
        send(eve, peer.account.uid, mid)
    assert hears_nothing(alice, bob, tablet)
    for device, peer in ((bob, alice), (alice, bob)):
        assert list(past(device, peer.account.uid)) == [mid] and not read_ids(device, peer.account.uid)
    assert listed(eve) == set(), "nor does a stranger's list name them"


# Deleting messages


def test_a_deleted_message_is_hidden_from_its_deleter_alone(world):
    alice, bob = world.pair()
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(3)]
    mine = bob.say(alice.account.uid, "mine")
    accepted(delete(bob, alice.account.uid, mids[1]), alice.account.uid)
    accepted(delete(bob, alice.account.uid, mine), alice.account.uid)
    for device in (bob, world.login(bob.account)):
        assert list(past(device, alice.account.uid)) == [mids[0], mids[2]]
    assert list(past(alice, bob.account.uid)) == [*mids, mine]
    assert contents(read_on(alice, bob.account.uid)) == ["mine"]


def test_another_device_never_gets_what_was_deleted_before_it_read(world):
    account = world.account("bob")
    bob, alice = world.login(account), world.login(world.account("alice"))
    mids = [alice.say(account.uid, f"secret {n}") for n in range(3)]
    accepted(delete(bob, alice.account.uid, mids[1]), alice.account.uid)
    tablet = world.login(account)
    metas = read_on(tablet, alice.account.uid)
    assert not any(b"secret 1" in meta.payload for meta in metas)
    assert [meta.id for meta in metas if meta.id in mids] == [mids[0], mids[2]]
    assert [(seen.kind, seen.mid) for seen in operations(metas)] == [(Op.DELETE, mids[1])]


def test_a_deletion_survives_a_kill(own_world):
    alice, bob = own_world.pair()
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(2)]
    accepted(delete(bob, alice.account.uid, mids[0]), alice.account.uid)
    accepted(read_all(bob, alice.account.uid, mids[1]), alice.account.uid)
    own_world.server.kill()
    own_world.server.start()
    again = own_world.login(bob.account, guid=bob.guid)
    assert list(past(again, alice.account.uid)) == [mids[1]]
    assert read_ids(again, alice.account.uid) == {mids[1]}


# Marking read and unread


def test_read_all_reads_up_to_its_message_and_no_further(world):
    alice, bob = world.pair()
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(4)]
    accepted(read_all(bob, alice.account.uid, mids[2]), alice.account.uid)
    assert read_ids(bob, alice.account.uid) == set(mids[:3])
    accepted(read_all(bob, alice.account.uid, mids[0]), alice.account.uid)
    assert read_ids(bob, alice.account.uid) == set(mids[:3]), "an older one takes nothing back"


def test_one_message_can_be_made_unread_and_read_again(world):
    alice, bob = world.pair()
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(3)]
    accepted(read_all(bob, alice.account.uid, mids[2]), alice.account.uid)
    accepted(mark_unread(bob, alice.account.uid, mids[1]), alice.account.uid)
    assert read_ids(bob, alice.account.uid) == {mids[0], mids[2]}
    accepted(read(bob, alice.account.uid, mids[1]), alice.account.uid)
    assert read_ids(bob, alice.account.uid) == set(mids)


def test_making_unread_takes_nothing_from_what_the_author_saw(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    accepted(read(bob, alice.account.uid, mid), alice.account.uid)
    accepted(mark_unread(bob, alice.account.uid, mid), alice.account.uid)
    assert read_ids(alice, bob.account.uid) == {mid}
    assert read_ids(bob, alice.account.uid) == set()


# Deleting conversations


def test_deleting_a_conversation_everywhere_empties_it_for_its_deleter_alone(world):
    alice, bob = world.pair()
    tablet = world.login(bob.account, guid="tablet")
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(3)]
    settle((bob, alice), (tablet, alice), (alice, bob))
    ack = delete_conversation(bob, alice.account.uid)
    accepted(ack, alice.account.uid)
    [meta] = tablet.receive(alice.account.uid)
    assert (meta.ns, meta.id) == (pb.Meta.CONVERSATION, ack.server_mid)
    assert getattr(meta, "from").uid == meta.to.uid == bob.account.uid
    told = pb.Conversation.FromString(meta.payload)
    assert told.type == pb.Conversation.OPER
    assert (told.operation.type, told.operation.xid.uid) == (Conv.DELETE_EVERYWHERE, alice.account.uid)
    assert hears_nothing(alice, bob)
    for device in (bob, tablet):
        assert past(device, alice.account.uid) == {}
        again = world.login(bob.account, guid=device.guid)
        assert listed(again) == set() and read_on(again, alice.account.uid) == []
    assert list(past(alice, bob.account.uid)) == mids


def test_a_new_message_brings_a_deleted_conversation_back_without_its_past(world):
    alice, bob = world.pair()
    alice.say(bob.account.uid, "before")
    read_on(bob, alice.account.uid)
    accepted(delete_conversation(bob, alice.account.uid), alice.account.uid)
    mid = alice.say(bob.account.uid, "after")
    assert contents(bob.receive(alice.account.uid)) == ["after"]
    bob = world.login(bob.account, guid=bob.guid)
    assert listed(bob) == {alice.account.uid}
    assert list(past(bob, alice.account.uid)) == [mid]
    assert len(past(alice, bob.account.uid)) == 2


def test_who_was_away_does_not_get_what_was_deleted_with_its_conversation(world):
    account = world.account("bob")
    bob, alice = world.login(account), world.login(world.account("alice"))
    world.login(account, guid="tablet").close()
    for n in range(3):
        alice.say(account.uid, f"secret {n}")
    accepted(delete_conversation(bob, alice.account.uid), alice.account.uid)
    for tablet in (world.login(account, guid="tablet"), world.login(account, guid="new")):
        metas = read_on(tablet, alice.account.uid)
        assert not any(b"secret" in meta.payload for meta in metas)
        assert {meta.ns for meta in metas} <= {pb.Meta.CONVERSATION}, "a new device need not hear of it"
        assert waiting(tablet) == {}


def test_deleting_a_conversation_on_one_device_leaves_it_on_the_others(world):
    alice, bob = world.pair()
    tablet = world.login(bob.account, guid="tablet")
    mid = alice.say(bob.account.uid, "hi")
    settle((bob, alice), (tablet, alice), (alice, bob))
    accepted(delete_conversation(bob, alice.account.uid, everywhere=False), alice.account.uid)
    assert hears_nothing(alice, bob, tablet)
    assert read_on(tablet, alice.account.uid) == []
    assert listed(world.login(bob.account, guid=bob.guid)) == set()
    tablet = world.login(bob.account, guid="tablet")
    assert listed(tablet) == {alice.account.uid}
    assert list(past(tablet, alice.account.uid)) == list(past(alice, bob.account.uid)) == [mid]
    alice.say(bob.account.uid, "again")
    assert listed(world.login(bob.account, guid=bob.guid)) == {alice.account.uid}


def test_a_deleted_conversation_stays_deleted_after_a_kill(own_world):
    alice, bob = own_world.pair()
    alice.say(bob.account.uid, "before")
    accepted(delete_conversation(bob, alice.account.uid), alice.account.uid)
    own_world.server.kill()
    own_world.server.start()
    again = own_world.login(bob.account, guid=bob.guid)
    assert listed(again) == set() and past(again, alice.account.uid) == {}


@pytest.mark.parametrize("everywhere", [True, False], ids=["everywhere", "here"])
def test_deleting_a_conversation_that_never_was_does_no_harm(world, everywhere):
    alice, bob = world.pair()
    for uid in (bob.account.uid, 0, 999_999_999_998, 2**53 - 1, 2**64 - 1):
        delete_conversation(alice, uid, everywhere)
    alice = world.login(alice.account, guid=alice.guid)
    assert listed(alice) == set()
    alice.say(bob.account.uid, "hi")
    assert contents(read_on(bob, alice.account.uid)) == ["hi"]
