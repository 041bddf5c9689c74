"""Edits: pieces that are appended and contents that are replaced, as everybody sees them in the end."""
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import xsync_pb2 as pb
from floo import client_mids
from frames import NOTICE, body_of
from operations import (
    NOT_SUPPORTED, TEXT, Op, Seen, Status, accepted, append, edited, hears_nothing, oper, operations, past, read, read_on, recall, refused,
    replace, settle, the_only,
)
from shown import Shown, texts_of

pytestmark = pytest.mark.both_databases

EDITS = {
    "append": lambda device, peer, mid, text="!": append(device, peer, mid, text),
    "replace": lambda device, peer, mid, text="!": replace(device, peer, mid, text),
}


@pytest.fixture(params=EDITS)
def edit(request):
    return EDITS[request.param]


@pytest.mark.parametrize("kind", [Op.APPEND, Op.REPLACE])
def test_an_edit_goes_to_everybody_and_also_back_to_the_device_that_made_it(world, transport, kind):
    alice, bob = world.pair(transport)
    tablet = world.login(alice.account)
    mid = alice.say(bob.account.uid, "one")
    [sent] = read_on(bob, alice.account.uid)
    settle((alice, bob), (tablet, bob), (bob, alice))
    change = append if kind == Op.APPEND else replace
    ack = change(alice, bob.account.uid, mid, " two")
    time = edited(ack, bob.account.uid)
    assert not [item for item in alice.backlog if item.command == NOTICE], "the ack comes before the notice"
    for device, peer in ((bob, alice), (tablet, bob), (alice, bob)):
        [meta] = device.receive(peer.account.uid)
        assert meta.id == ack.server_mid
        seen, body = Seen.of(meta), body_of(meta)
        assert (seen.kind, seen.mid, seen.sender, seen.to) == (kind, mid, alice.account.uid, bob.account.uid)
        assert getattr(meta, "from").deviceSN == alice.sn
        assert (body.content, body.ctype, body.edit_timestamp) == (" two", TEXT, time)
        assert body.edit_timestamp >= sent.timestamp


def test_the_history_shows_the_final_content(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "one")
    edited(append(alice, bob.account.uid, mid, " two"), bob.account.uid)
    time = edited(append(alice, bob.account.uid, mid, " three"), bob.account.uid)
    for device, peer in ((alice, bob), (bob, alice)):
        body = the_only(device, peer.account.uid)
        assert (body.type, body.content, body.edit_timestamp) == (pb.MessageBody.CHAT, "one two three", time + 1)
    time = edited(replace(alice, bob.account.uid, mid, "anew"), bob.account.uid)
    for device, peer in ((alice, bob), (bob, alice)):
        body = the_only(device, peer.account.uid)
        assert (body.content, body.edit_timestamp) == ("anew", time + 1)


def test_a_message_nobody_edited_has_no_edit_time(world):
    alice, bob = world.pair()
    alice.say(bob.account.uid, "as it was")
    assert the_only(bob, alice.account.uid).edit_timestamp == 0
    [meta] = read_on(bob, alice.account.uid)
    assert body_of(meta).edit_timestamp == 0


def test_who_was_away_gets_the_final_content_and_appends_no_piece_twice(world):
    alice, account = world.login(world.account("alice")), world.account("bob")
    mid = alice.say(account.uid, "one")
    times = [edited(append(alice, account.uid, mid, f" {word}"), account.uid) for word in ("two", "three")]
    bob = world.login(account)
    metas = read_on(bob, alice.account.uid)
    body = body_of(metas[0])
    assert (metas[0].id, body.content, body.edit_timestamp) == (mid, "one two three", times[-1] + 1)
    shown = Shown(account.uid, alice.account.uid).apply(metas)
    assert shown.texts == texts_of(past(bob, alice.account.uid))


def test_edits_between_two_visits_are_applied_once_each(world):
    alice, account = world.login(world.account("alice")), world.account("bob")
    mid = alice.say(account.uid, "one")
    shown = Shown(account.uid, alice.account.uid)
    for words in (["two"], ["three", "four"], []):
        bob = world.login(account, guid="his")
        shown.apply(read_on(bob, alice.account.uid))
        bob.close()
        for word in words:
            edited(append(alice, account.uid, mid, f" {word}"), account.uid)
    assert shown.lines[mid].content == "one two three four"


def test_edit_times_grow_by_two_at_least(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "")
    [sent] = read_on(bob, alice.account.uid)
    metas = [alice.meta(bob.account.uid, oper(Op.APPEND, mid, ctype=TEXT, content=f"{n},"), timestamp=0) for n in range(40)]
    for meta in metas:
        alice.send_meta(meta)
    times = [edited(alice.wait_ack(meta.id), bob.account.uid) for meta in metas]
    assert times[0] >= sent.timestamp
    assert all(later - earlier >= 2 for earlier, later in zip(times, times[1:]))
    got = read_on(bob, alice.account.uid)
    assert [body_of(meta).edit_timestamp for meta in got] == times
    assert [body_of(meta).content for meta in got] == [f"{n}," for n in range(40)]
    assert the_only(bob, alice.account.uid).content == "".join(f"{n}," for n in range(40))


def test_two_devices_append_at_once_and_everybody_shows_the_same(world):
    alice, bob = world.pair()
    tablet = world.login(alice.account)
    world.login(bob.account, guid="late").close()
    mid = alice.say(bob.account.uid, "")
    watching = {device: Shown(device.account.uid, peer).apply(read_on(device, peer)) for device, peer in (
        (bob, alice.account.uid), (tablet, bob.account.uid))}

    def write(device, name):
        for n in range(20):
            edited(append(device, bob.account.uid, mid, f"{name}{n};"), bob.account.uid)

    with ThreadPoolExecutor() as threads:
        list(threads.map(write, (alice, tablet), "at"))
    text = the_only(bob, alice.account.uid).content
    assert sorted(text.split(";")[:-1]) == sorted(f"{name}{n}" for name in "at" for n in range(20))
    for device, shown in watching.items():
        assert shown.apply(read_on(device, shown.peer)).lines[mid].content == text
    late = world.login(bob.account, guid="late")
    assert Shown(bob.account.uid, alice.account.uid).apply(read_on(late, alice.account.uid)).lines[mid].content == text


def test_an_edit_leaves_the_rest_of_the_message_alone(world):
    alice, bob = world.pair()
    mid = alice.say(
        bob.account.uid, "a picture", ctype=pb.MessageBody.IMAGE, attachment='{"url":"x"}', sender_name="Ali", priority=3,
        qos=pb.MessageBody.EXACTLY_ONCE, config='{"a":1}', ext='{"b":2}')
    before = the_only(bob, alice.account.uid)
    edited(append(alice, bob.account.uid, mid, " of me"), bob.account.uid)
    after = the_only(bob, alice.account.uid)
    assert after.content == "a picture of me" and after.edit_timestamp
    after.content, after.edit_timestamp = before.content, before.edit_timestamp
    assert after == before


@pytest.mark.parametrize("piece", ["\N{GRINNING FACE}\u0301 é 你好", "a\0b\n", "ü" * 20_000], ids=["scripts", "nul", "40 kB"])
def test_any_text_can_be_appended_and_put_in_place(world, piece):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "so: ")
    edited(append(alice, bob.account.uid, mid, piece), bob.account.uid)
    assert the_only(bob, alice.account.uid).content == "so: " + piece
    edited(replace(alice, bob.account.uid, mid, piece), bob.account.uid)
    assert the_only(bob, alice.account.uid).content == piece


def test_a_client_does_not_choose_the_time_of_an_edit(world, edit):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "one")
    payload = oper(Op.APPEND, mid, ctype=TEXT, content="!", edit_timestamp=9_999_999_999_999, is_system=True, status=pb.MessageBody.READ)
    time = edited(alice.submit(bob.account.uid, payload), bob.account.uid)
    assert time < 9_000_000_000_000
    body = body_of(read_on(bob, alice.account.uid)[-1])
    assert body.edit_timestamp == time and not body.is_system
    assert edited(edit(alice, bob.account.uid, mid), bob.account.uid) >= time + 2


def test_an_empty_piece_is_refused(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "one")
    refused(append(alice, bob.account.uid, mid, ""), Status.INVALID_PARAMETER)
    assert len(read_on(bob, alice.account.uid)) == 1
    assert the_only(bob, alice.account.uid).edit_timestamp == 0


def test_only_the_author_edits(world, edit):
    alice, bob = world.pair()
    eve = world.login(world.account("eve"))
    mid = alice.say(bob.account.uid, "mine")
    settle((alice, bob), (bob, alice))
    refused(edit(bob, alice.account.uid, mid), Status.UNAUTHORIZED)
    unknown = edit(eve, bob.account.uid, mid + 1).status
    for peer in (alice, bob):
        ack = edit(eve, peer.account.uid, mid)
        refused(ack, Status.INVALID_PARAMETER, Status.UNAUTHORIZED)
        assert ack.status == unknown, "a stranger does not learn which messages exist"
    assert hears_nothing(alice, bob)
    assert the_only(bob, alice.account.uid).content == "mine"


def test_what_does_not_exist_cannot_be_edited(world, edit):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "one")
    for unknown in (0, 1, mid + 1, 2**53 - 1, 2**64 - 1):
        refused(edit(alice, bob.account.uid, unknown), Status.INVALID_PARAMETER)


def test_an_operation_cannot_be_edited(world, edit):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    receipt = accepted(read(bob, alice.account.uid, mid), alice.account.uid)
    refused(edit(bob, alice.account.uid, receipt), Status.FAIL, reason=NOT_SUPPORTED)


def test_a_recalled_message_cannot_be_edited_back(world, edit):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "regretted")
    accepted(recall(alice, bob.account.uid, mid), bob.account.uid)
    refused(edit(alice, bob.account.uid, mid), Status.FAIL, Status.INVALID_PARAMETER)
    assert [seen.kind for seen in operations(read_on(bob, alice.account.uid))] == [Op.RECALL]
    assert past(bob, alice.account.uid) == past(alice, bob.account.uid) == {}


def test_a_message_that_was_edited_can_be_recalled(world, edit):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "secret")
    edited(edit(alice, bob.account.uid, mid, " secret piece"), bob.account.uid)
    accepted(recall(alice, bob.account.uid, mid), bob.account.uid)
    assert past(bob, alice.account.uid) == {}
    metas = read_on(bob, alice.account.uid)
    assert not any(b"secret" in meta.payload for meta in metas), "the pieces are content too"
    assert Shown(bob.account.uid, alice.account.uid).apply(metas).lines == {}


def test_a_repeated_edit_is_the_same_one(world, transport):
    alice, bob = world.pair(transport)
    mid = alice.say(bob.account.uid, "one")
    payload, client_mid = oper(Op.APPEND, mid, ctype=TEXT, content=" two"), next(client_mids)
    acks = [alice.submit(bob.account.uid, payload, client_mid, timestamp=0) for _ in range(3)]
    assert len({(accepted(ack, bob.account.uid), edited(ack, bob.account.uid)) for ack in acks}) == 1
    assert the_only(bob, alice.account.uid).content == "one two"
    assert len(read_on(bob, alice.account.uid)) == 2


def test_edits_survive_a_kill(own_world):
    alice, bob = own_world.pair()
    mid = alice.say(bob.account.uid, "one", ext='{"x":1}')
    edited(append(alice, bob.account.uid, mid, " two"), bob.account.uid)
    time = edited(replace(alice, bob.account.uid, mid, "three", ext='{"y":2}'), bob.account.uid)
    own_world.server.kill()
    own_world.server.start()
    again = own_world.login(alice.account, guid=alice.guid)
    body = the_only(again, bob.account.uid)
    assert (body.content, json.loads(body.ext), body.edit_timestamp) == ("three", {"x": 1, "y": 2}, time + 1)
    assert edited(append(again, bob.account.uid, mid, " four"), bob.account.uid) >= time + 2


def test_a_new_message_is_not_touched_by_the_edit_of_another(world, edit):
    alice, bob = world.pair()
    first, second = (alice.say(bob.account.uid, text) for text in ("first", "second"))
    edited(edit(alice, bob.account.uid, first, " changed"), bob.account.uid)
    body = past(bob, alice.account.uid)[second]
    assert (body.content, body.edit_timestamp) == ("second", 0)
