"""Operations and devices: the bytes of published SDKs, SDK 1.0.0, devices that were away, and queues of nothing but hidden items."""
import random

import pytest
import xsync_pb2 as pb
from frames import body_of, contents
from golden import emitted, replay, rewritten, vector
from operations import (
    COMMAND, Conv, Op, Seen, Status, accepted, append, delete, delete_conversation, edited, hears_nothing, is_operation,
    mark_unread, oper, operations, past, read, read_all, read_on, recall, refused, replace, settle, the_only, waiting,
)
from shown import Shown, texts_of

both_databases = pytest.mark.both_databases

OPERATION_VECTORS = ["read_ack", "read_all", "recall", "delete", "append", "conversation_delete"]


# Bytes of published SDKs


@pytest.mark.parametrize("name", OPERATION_VECTORS)
def test_a_vector_with_its_own_ids_is_itself(name):
    raw = vector(f"sync_ul_{name}")
    assert rewritten(raw, pb.Frame, lambda message, field, value: value) == raw


@pytest.mark.parametrize("name", OPERATION_VECTORS)
def test_the_ids_of_a_vector_can_be_exchanged(world, name):
    bob = world.login(world.account("bob"))
    client_mid, raw = emitted(f"sync_ul_{name}", bob, 2**52 + 4, 2**53 - 1)
    meta = pb.SyncUL.FromString(pb.Frame.FromString(raw).payload).meta
    assert (meta.id, getattr(meta, "from").uid, getattr(meta, "from").deviceSN) == (client_mid, bob.account.uid, bob.sn)
    if meta.ns == pb.Meta.CONVERSATION:
        assert pb.Conversation.FromString(meta.payload).operation.xid == pb.XID(uid=2**52 + 4, deviceSN=bob.sn)
    else:
        assert body_of(meta).operation.mid == 2**53 - 1
        assert 2**52 + 4 in (meta.to.uid, body_of(meta).operation.xid.uid)


@both_databases
@pytest.mark.parametrize("name, kind", [("read_all", Op.READ_ALL), ("delete", Op.DELETE)])
def test_the_own_operations_of_a_published_sdk_reach_its_other_devices(world, transport, name, kind):
    alice, bob = world.pair(transport)
    tablet = world.login(bob.account)
    mid = alice.say(bob.account.uid, "hi")
    accepted(replay(bob, f"sync_ul_{name}", alice.account.uid, mid), alice.account.uid)
    [seen] = operations(read_on(tablet, alice.account.uid))
    assert (seen.kind, seen.mid, seen.conversation) == (kind, mid, alice.account.uid)
    assert operations(read_on(alice, bob.account.uid)) == []
    shown = past(tablet, alice.account.uid)
    assert shown == {} if kind == Op.DELETE else shown[mid].status == pb.MessageBody.READ


@both_databases
def test_the_read_ack_of_a_published_sdk_reaches_the_author(world, transport):
    alice, bob = world.pair(transport)
    mid = alice.say(bob.account.uid, "hi")
    accepted(replay(bob, "sync_ul_read_ack", alice.account.uid, mid), alice.account.uid)
    [meta] = alice.receive(bob.account.uid)
    assert (Seen.of(meta).kind, Seen.of(meta).mid, body_of(meta).ctype) == (Op.READ_ACK, mid, COMMAND)
    assert the_only(alice, bob.account.uid).status == pb.MessageBody.READ


@both_databases
def test_the_recall_of_a_published_sdk_recalls(world, transport):
    alice, bob = world.pair(transport)
    mid = bob.say(alice.account.uid, "regretted")
    accepted(replay(bob, "sync_ul_recall", alice.account.uid, mid), alice.account.uid)
    [seen] = operations(alice.receive(bob.account.uid))
    assert seen == Seen(Op.RECALL, mid, bob.account.uid, alice.account.uid, bob.account.uid)
    assert past(alice, bob.account.uid) == {}


@both_databases
def test_the_append_of_a_published_sdk_appends(world, transport):
    alice, bob = world.pair(transport)
    mid = bob.say(alice.account.uid, "generation ")
    edited(replay(bob, "sync_ul_append", alice.account.uid, mid), alice.account.uid)
    assert the_only(alice, bob.account.uid).content == "generation X"


@both_databases
def test_the_conversation_delete_of_a_published_sdk_deletes_everywhere(world, transport):
    alice, bob = world.pair(transport)
    tablet = world.login(bob.account)
    alice.say(bob.account.uid, "hi")
    read_on(tablet, alice.account.uid)
    accepted(replay(bob, "sync_ul_conversation_delete", alice.account.uid, 0), alice.account.uid)
    [meta] = read_on(tablet, alice.account.uid)
    assert meta.ns == pb.Meta.CONVERSATION
    assert pb.Conversation.FromString(meta.payload).operation.type == Conv.DELETE_EVERYWHERE
    assert past(tablet, alice.account.uid) == {} and len(past(alice, bob.account.uid)) == 1


# SDK 1.0.0


def sdk1(world, account):
    device = world.connect(account)
    assert device.provision(sdk_vsn="1.0.0").status.code == Status.OK
    return device


def submit_sdk1(device, to: int, kind: int, mid: int) -> pb.SyncDL:
    """As SDK 1.0.0 sends it: sender and receiver are in the body too, and the operation does not name its conversation."""
    sender, receiver = pb.XID(uid=device.account.uid, deviceSN=device.sn), pb.XID(uid=to)
    if to == device.account.uid:
        receiver = sender
    return device.submit(to, oper(kind, mid, **{"from": sender, "to": receiver}), to=receiver, timestamp=0)


@both_databases
@pytest.mark.parametrize("kind", [Op.DELETE, Op.READ_CANCEL])
def test_the_conversation_that_sdk_1_0_0_leaves_out_is_put_in(world, kind):
    alice, account = world.login(world.account("alice")), world.account("bob")
    old, tablet = sdk1(world, account), world.login(account)
    mid = alice.say(account.uid, "hi")
    accepted(read(old, alice.account.uid, mid), alice.account.uid)
    read_on(tablet, alice.account.uid)
    accepted(submit_sdk1(old, account.uid, kind, mid), alice.account.uid)
    [seen] = operations(read_on(tablet, alice.account.uid))
    assert (seen.kind, seen.mid, seen.conversation) == (kind, mid, alice.account.uid)
    assert seen.to == (account.uid if kind == Op.DELETE else alice.account.uid)


@both_databases
def test_a_recall_by_sdk_1_0_0_names_the_other_side_to_each(world):
    alice, account = world.login(world.account("alice")), world.account("bob")
    old, tablet = sdk1(world, account), world.login(account)
    mid = old.say(alice.account.uid, "regretted")
    accepted(submit_sdk1(old, alice.account.uid, Op.RECALL, mid), alice.account.uid)
    for device, peer in ((alice, account.uid), (tablet, alice.account.uid)):
        [seen] = operations(read_on(device, peer))
        assert seen == Seen(Op.RECALL, mid, account.uid, alice.account.uid, peer)
    assert past(alice, account.uid) == {}


@both_databases
def test_sdk_1_0_0_pages_over_what_it_does_not_know(world):
    account = world.account("bob")
    old, tablet, alice = sdk1(world, account), world.login(account), world.login(world.account("alice"))
    mid = alice.say(account.uid, "one")
    edited(append(alice, account.uid, mid, " two"), account.uid)
    accepted(delete_conversation(tablet, alice.account.uid), alice.account.uid)
    alice.say(account.uid, "after")
    assert "after" in contents([meta for meta in read_on(old, alice.account.uid) if meta.ns == pb.Meta.MESSAGE])
    assert waiting(old) == {}


# Devices that were away


def act(chance: random.Random, alice, bob, mids: list[int], n: int) -> None:
    """Something that one of Alice's devices does to one of her messages, or to the conversation."""
    peer, mid = bob.account.uid, chance.choice(mids) if mids else 0
    kind = chance.randrange(10) if mids else 0
    if kind < 3:
        mids.append(alice.say(peer, f"m{n}", config='{"n":0}', ext='{"n":0}'))
    elif kind < 6:
        edited(append(alice, peer, mid, f"+{n}"), peer)
    elif kind < 8:
        edited(replace(alice, peer, mid, f"r{n}", config=f'{{"n":{n},"c{n}":1}}', ext="null"), peer)
    elif kind < 9:
        mids.remove(mid)
        accepted(recall(alice, peer, mid), peer)
    else:
        accepted(read(bob, alice.account.uid, mid), alice.account.uid)


@both_databases
@pytest.mark.parametrize("seed", range(4))
def test_every_device_shows_the_same_however_often_it_was_away(world, seed):
    chance = random.Random(seed)
    alice, bob = world.pair()
    tablet = world.login(alice.account)
    guids = {f"{bob.account.uid}_{every}": every for every in (1, 5, 20, 60)}
    shown = {guid: Shown(bob.account.uid, alice.account.uid) for guid in guids}
    for guid in guids:
        world.login(bob.account, guid=guid).close()
    mids: list[int] = []
    for n in range(1, 61):
        act(chance, chance.choice([alice, tablet]), bob, mids, n)
        for guid, every in guids.items():
            if n % every == 0:
                device = world.login(bob.account, guid=guid)
                shown[guid].apply(read_on(device, alice.account.uid))
                assert waiting(device) == {}
                device.close()
    truth = texts_of(past(bob, alice.account.uid))
    assert sorted(truth) == sorted(mids)
    assert texts_of(past(alice, bob.account.uid)) == truth
    for guid, every in guids.items():
        assert shown[guid].texts == truth, f"the device that came every {every} operations"


@both_databases
def test_the_own_devices_agree_after_own_operations(world):
    account = world.account("bob")
    bob, alice = world.login(account), world.login(world.account("alice"))
    away = world.login(account, guid="away")
    mids = [alice.say(account.uid, f"m{n}") for n in range(6)]
    shown = Shown(account.uid, alice.account.uid).apply(read_on(away, alice.account.uid))
    away.close()
    accepted(delete(bob, alice.account.uid, mids[0]), alice.account.uid)
    accepted(read(bob, alice.account.uid, mids[1]), alice.account.uid)
    accepted(read(bob, alice.account.uid, mids[2]), alice.account.uid)
    accepted(mark_unread(bob, alice.account.uid, mids[2]), alice.account.uid)
    accepted(read_all(bob, alice.account.uid, mids[3]), alice.account.uid)
    shown.apply(read_on(world.login(account, guid="away"), alice.account.uid))
    assert sorted(shown.lines) == mids[1:]
    assert [mid for mid in mids[1:] if shown.lines[mid].read] == [mids[1], mids[3]]
    accepted(delete_conversation(bob, alice.account.uid), alice.account.uid)
    assert shown.apply(read_on(world.login(account, guid="away"), alice.account.uid)).lines == {}


# Queues of nothing but hidden items


@both_databases
def test_a_device_whose_items_are_all_its_own_is_not_listed_for_ever(world):
    alice, bob = world.pair()
    mids = [alice.say(bob.account.uid, f"m{n}") for n in range(70)]
    settle((bob, alice))
    for mid in mids:
        accepted(read(bob, alice.account.uid, mid), alice.account.uid)
    assert read_on(bob, alice.account.uid) == []
    assert waiting(bob) == {}
    assert read_on(bob, alice.account.uid) == []


@both_databases
def test_pages_pass_over_what_was_recalled(world):
    account = world.account("bob")
    world.login(account, guid="his").close()
    alice = world.login(world.account("alice"))
    mids = [alice.say(account.uid, f"secret {n}") for n in range(130)]
    for mid in mids:
        accepted(recall(alice, account.uid, mid), account.uid)
    last = alice.say(account.uid, "in the end")
    bob = world.login(account, guid="his")
    metas = read_on(bob, alice.account.uid)
    assert not any(b"secret" in meta.payload for meta in metas)
    assert [seen.mid for seen in operations(metas)] == mids and metas[-1].id == last
    assert waiting(bob) == {}
    assert list(past(bob, alice.account.uid)) == [last]


@both_databases
def test_history_reaches_what_lies_behind_many_operations(world):
    alice, bob = world.pair()
    first = alice.say(bob.account.uid, "first")
    for n in range(60):
        edited(append(alice, bob.account.uid, first, "."), bob.account.uid)
        accepted(read(bob, alice.account.uid, first), alice.account.uid)
    last = alice.say(bob.account.uid, "last")
    page = bob.history(alice.account.uid, 2)
    assert [meta.id for meta in page.metas] == [last, first], "operations take no place in a page of history"
    assert list(past(alice, bob.account.uid)) == [first, last]


# What is no operation that the server knows


@pytest.mark.parametrize("kind", [0, 77])
def test_an_unknown_operation_is_an_invalid_parameter(world, kind):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    settle((alice, bob))
    refused(bob.submit(alice.account.uid, oper(kind, mid)), Status.INVALID_PARAMETER)
    refused(bob.submit(alice.account.uid, pb.MessageBody(type=pb.MessageBody.OPER).SerializeToString()), Status.INVALID_PARAMETER)
    payload = pb.Conversation(type=pb.Conversation.OPER, operation=Conv(type=kind, xid=pb.XID(uid=alice.account.uid)))
    refused(bob.submit(0, payload.SerializeToString(), to=None, ns=pb.Meta.CONVERSATION), Status.INVALID_PARAMETER)
    assert hears_nothing(alice)
    assert read_on(alice, bob.account.uid) == [] and waiting(alice) == {}


@pytest.mark.parametrize("payload", [b"", b"\xff\xff\xff", pb.Conversation(type=pb.Conversation.OPER).SerializeToString()])
def test_a_conversation_delete_that_names_nothing_is_an_invalid_parameter(world, payload):
    alice, _ = world.pair()
    refused(alice.submit(0, payload, to=None, ns=pb.Meta.CONVERSATION), Status.INVALID_PARAMETER)


def test_media_signalling_is_refused_without_a_media_server(world):
    alice, bob = world.pair()
    payload = pb.RtcSignal(type=pb.RtcSignal.VIDEO_ROOM, content='{"janus":"create"}', media_server="media.example.org")
    ack = alice.submit(0, payload.SerializeToString(), to=pb.XID(), ns=pb.Meta.RTC_SIGNAL)
    refused(ack, Status.FAIL)
    assert hears_nothing(alice, bob)


@both_databases
def test_what_is_not_an_operation_raises_no_operation(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    alice.say(bob.account.uid, "looks like one", operation=pb.MessageOperation(type=Op.RECALL, mid=mid))
    assert not any(is_operation(meta) for meta in read_on(bob, alice.account.uid))
    assert len(past(bob, alice.account.uid)) == 2
