"""One-to-one messages: ack, notice, page, confirmation, echo, typing."""
import time

import pytest
import xsync_pb2 as pb
from frames import NOTICE, SYNC, body_of, chat, contents, typing
from operations import Op, operations, past, read, recall, replace
from terminal import Terminal

pytestmark = pytest.mark.both_databases

OK = pb.Status.OK


def test_messages_travel_in_both_directions(world, transport):
    alice, bob = world.pair(transport)
    for sender, receiver, text in ((alice, bob, "hi"), (bob, alice, "hello"), (alice, bob, "how are you?")):
        before = int(time.time() * 1000)
        mid = sender.say(receiver.account.uid, text)
        notice = receiver.wait_notice(sender.account.uid)
        assert notice.HasField("xid") and notice.xid.deviceSN == 0, "a device number in a Notice is misread by JavaScript clients"
        page, end = receiver.sync_pages(sender.account.uid)
        [meta] = page.metas
        assert meta.id == mid and page.next_key == mid
        assert (getattr(meta, "from").uid, getattr(meta, "from").deviceSN) == (sender.account.uid, sender.sn)
        assert meta.to.uid == receiver.account.uid
        assert meta.ns == pb.Meta.MESSAGE
        assert abs(meta.timestamp - before) < 60_000
        assert body_of(meta).content == text and body_of(meta).type == pb.MessageBody.CHAT
        assert page.xid.uid == end.xid.uid == sender.account.uid
        assert not end.metas and end.next_key == 0


def test_an_ack_names_the_message_on_both_sides(world, transport):
    alice, bob = world.pair(transport)
    meta = alice.meta(bob.account.uid, chat("hi"))
    alice.send_meta(meta)
    ack = alice.wait_ack(meta.id)
    assert ack.status.code == OK
    assert 0 < ack.server_mid < 2**53
    assert abs(ack.server_time - int(time.time() * 1000)) < 60_000, "milliseconds"
    assert ack.xid.uid == bob.account.uid
    assert ack.next_key == 0 and not ack.metas and not ack.is_full_sync
    [received] = bob.receive(alice.account.uid)
    assert received.id == ack.server_mid


def test_ids_grow_in_the_order_of_the_acks(world):
    alice, bob = world.pair()
    metas = [alice.meta(bob.account.uid, chat(f"m{n}")) for n in range(60)]
    for meta in metas:
        alice.send_meta(meta)
    mids = [alice.wait_ack(meta.id).server_mid for meta in metas]
    assert mids == sorted(set(mids))
    bob.wait_notice(alice.account.uid)
    received = bob.sync(alice.account.uid)
    assert [m.id for m in received] == mids
    assert contents(received) == [f"m{n}" for n in range(60)]
    stamps = [m.timestamp for m in received]
    assert stamps == sorted(stamps)


def test_a_sender_cannot_speak_for_somebody_else(world):
    alice, bob = world.pair()
    carol = world.account("carol")
    ack = alice.submit(bob.account.uid, chat("I am Carol"), **{"from": pb.XID(uid=carol.uid, deviceSN=77)})
    assert ack.status.code == OK
    [meta] = bob.receive(alice.account.uid)
    assert (getattr(meta, "from").uid, getattr(meta, "from").deviceSN) == (alice.account.uid, alice.sn)


def test_a_client_cannot_send_a_system_message(world):
    alice, bob = world.pair()
    alice.say(bob.account.uid, "I am the system", is_system=True, status=pb.MessageBody.READ, edit_timestamp=1)
    [meta] = bob.receive(alice.account.uid)
    body = body_of(meta)
    assert not body.is_system and body.edit_timestamp == 0 and body.status != pb.MessageBody.READ


@pytest.mark.parametrize("kind", [0, 1, 2, 3, 4, 5, 7, 8])
def test_every_kind_of_content_arrives_unchanged(world, kind):
    alice, bob = world.pair()
    fields = dict(
        ctype=kind, config='{"a":1}', attachment='{"url":"x"}', ext='{"mine":[1,2]}', sender_name="Ali", priority=3,
        qos=pb.MessageBody.EXACTLY_ONCE,
    )
    payload = chat("text", **fields)
    assert alice.submit(bob.account.uid, payload).status.code == OK
    [meta] = bob.receive(alice.account.uid)
    sent, got = pb.MessageBody.FromString(payload), body_of(meta)
    for name in ("type", "content", *fields):
        assert getattr(got, name) == getattr(sent, name), name


def test_an_unknown_kind_of_content_is_refused(world):
    alice, bob = world.pair()
    ack = alice.submit(bob.account.uid, chat("what is this", ctype=-1))
    assert ack.status.code == pb.Status.INVALID_PARAMETER
    assert ack.server_mid == 0
    assert bob.stays_quiet(lambda item: item.command == NOTICE)


@pytest.mark.parametrize(
    "text",
    [
        "\N{GRINNING FACE}\N{ZERO WIDTH JOINER}\u0301 é 你好 \u202e שלום", "line\nline\ttab\u0000nul", "ü" * 20_000,
        "\U0001f525" * 30_000, "",
    ],
    ids=["many scripts", "control characters", "40 kB", "120 kB", "empty"],
)
def test_any_text_arrives_unchanged(world, transport, text):
    alice, bob = world.pair(transport)
    alice.say(bob.account.uid, text)
    assert contents(bob.receive(alice.account.uid)) == [text]


def test_other_devices_of_the_sender_get_the_message_too(world):
    account = world.account("alice")
    phone, browser = world.login(account), world.login(account, "socketio")
    bob = world.login(world.account("bob"))
    mid = phone.say(bob.account.uid, "from the phone")
    [meta] = browser.receive(bob.account.uid)
    assert meta.id == mid
    assert (getattr(meta, "from").uid, getattr(meta, "from").deviceSN) == (account.uid, phone.sn)
    assert meta.to.uid == bob.account.uid


def test_the_sending_device_does_not_get_its_own_message(world):
    alice, bob = world.pair()
    alice.say(bob.account.uid, "mine")
    assert alice.stays_quiet(lambda item: item.command == NOTICE)
    assert alice.sync(bob.account.uid) == []
    bob.say(alice.account.uid, "yours")
    assert contents(alice.receive(bob.account.uid)) == ["yours"]


def test_own_messages_do_not_leave_a_conversation_unread_for_ever(world):
    alice, bob = world.pair()
    for n in range(60):
        alice.say(bob.account.uid, f"mine {n}")
    alice.sync(bob.account.uid)
    assert [entry for entry in alice.unread().unread if entry.n] == []


def test_many_messages_make_one_notice(world):
    alice, bob = world.pair()
    for n in range(20):
        alice.say(bob.account.uid, f"m{n}")
    bob.wait_notice(alice.account.uid)
    assert bob.stays_quiet(lambda item: item.command == NOTICE), "one notice a conversation until the client has synced to the end"
    assert contents(bob.sync(alice.account.uid)) == [f"m{n}" for n in range(20)]
    alice.say(bob.account.uid, "afterwards")
    assert contents(bob.receive(alice.account.uid)) == ["afterwards"]


def test_typing_is_pushed_and_never_stored(world, transport):
    alice, bob = world.pair(transport)
    alice_elsewhere = world.login(alice.account)
    ack = alice.submit(bob.account.uid, typing(), timestamp=0)
    assert ack.status.code == OK
    push = bob.wait(lambda item: item.command == SYNC and len(item.body.metas) == 1, what="typing").body
    assert push.status.code == OK and push.HasField("xid")
    assert push.next_key == 0 and push.client_mid == 0
    [meta] = push.metas
    assert (getattr(meta, "from").uid, meta.to.uid) == (alice.account.uid, bob.account.uid)
    assert body_of(meta).ext == '{"input_status":"typing"}'
    assert bob.sync(alice.account.uid) == []
    assert not bob.history(alice.account.uid, 20).metas
    assert [entry for entry in bob.unread().unread if entry.n] == []
    assert alice_elsewhere.stays_quiet(), "typing goes to the peer only"


def test_typing_does_not_wait_for_an_absent_peer(world):
    alice = world.login(world.account("alice"))
    bob = world.account("bob")
    assert alice.submit(bob.uid, typing(), timestamp=0).status.code == OK
    returned = world.login(bob)
    assert list(returned.unread().unread) == []
    assert returned.stays_quiet()


# The client for the terminal


def test_a_person_edits_recalls_and_deletes_the_own_last_message(world):
    alice, bob = world.account("alice"), world.login(world.account("bob"))
    with Terminal(world.server, alice, bob.account.uid) as terminal:
        first, second, third = (terminal.answers(text, "  sent to") for text in ("one", "two", "three"))
        assert contents(bob.receive(alice.uid)) == ["one", "two", "three"]
        assert terminal.answers("/recall", "recalled") == third
        assert terminal.answers("/edit deux", "changed") == second
        assert terminal.answers("/delete", "deleted") == second
        terminal.leaves()
    seen = operations(bob.receive(alice.uid))
    assert [(item.kind, item.mid) for item in seen] == [(Op.RECALL, third), (Op.REPLACE, second)]
    assert {mid: body.content for mid, body in past(bob, alice.uid).items()} == {first: "one", second: "deux"}
    assert list(past(world.login(alice), bob.account.uid)) == [first], "what was deleted is gone for Alice alone"


def test_a_person_tells_what_was_read(world):
    alice, bob = world.account("alice"), world.login(world.account("bob"))
    mids = [bob.say(alice.uid, text) for text in ("one", "two")]
    with Terminal(world.server, alice, bob.account.uid) as terminal:
        terminal.waits_for(": two")
        assert terminal.answers("/read", "read up to") == mids[1]
    assert [(item.kind, item.mid) for item in operations(bob.receive(alice.uid))] == [(Op.READ_ACK, mids[1])]


def test_a_person_sees_what_others_do(world):
    alice, bob = world.account("alice"), world.login(world.account("bob"))
    with Terminal(world.server, alice, bob.account.uid) as terminal:
        own = terminal.answers("hi", "sent to")
        bob.receive(alice.uid)
        read(bob, alice.uid, own)
        terminal.waits_for(f"{bob.account.name} has read up to {own}")
        mid = bob.say(alice.uid, "hello")
        terminal.waits_for(": hello")
        replace(bob, alice.uid, mid, "good bye")
        terminal.waits_for(f"{bob.account.name} changed {mid} to: good bye")
        recall(bob, alice.uid, mid)
        terminal.waits_for(f"{bob.account.name} recalled {mid}")
        terminal.types("/help")
        for command in ("/read", "/edit TEXT", "/recall", "/delete"):
            terminal.waits_for(command)


def test_what_was_typed_before_the_end_of_the_input_is_done(world):
    alice, bob = world.account("alice"), world.login(world.account("bob"))
    with Terminal(world.server, alice, bob.account.uid) as terminal:
        for line in ("/recall", "/edit", "one", "two", "/edit zwei", "three", "/recall"):
            terminal.types(line)
        shown = terminal.leaves()
    assert sum(line.startswith("!") for line in shown) == 2, "nothing to recall, and an edit without a text"
    assert [body.content for body in past(bob, alice.uid).values()] == ["one", "zwei"]
