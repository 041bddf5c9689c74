"""The golden vectors: they decode here, and what the running server sends equals them where it chooses nothing."""
import json
import os
from pathlib import Path

import pytest
import xsync_pb2 as pb
from floo import Floo
from frames import DOWN_TYPES, NOTICE, PROVISION, SYNC, UNREAD
from google.protobuf import json_format

PATH = Path(os.environ.get("HEARTH_VECTORS") or Path(__file__).resolve().parent.parent / "XSYNCTests/xsync-vectors.json")
VECTORS = {vector["name"]: vector for vector in json.loads(PATH.read_text())["vectors"]}
UP_TYPES = {UNREAD: pb.UnreadUL, SYNC: pb.SyncUL, PROVISION: pb.Provision}
PAYLOADS = {
    pb.Meta.MESSAGE: pb.MessageBody, pb.Meta.GROUP_NOTICE: pb.GroupNotice, pb.Meta.USER_NOTICE: pb.UserNotice,
    pb.Meta.CONVERSATION: pb.Conversation,
}


def parsed(name: str):
    """Envelope and inner message of a vector."""
    vector = VECTORS[name]
    envelope = pb.Frame.FromString(bytes.fromhex(vector["hex"]))
    kinds = DOWN_TYPES if vector["direction"] == "down" else UP_TYPES
    return envelope, kinds[envelope.command].FromString(envelope.payload)


def rebuilt(command: int, message) -> bytes:
    """The canonical bytes of a frame from the server."""
    return pb.Frame(command=command, payload=message.SerializeToString()).SerializeToString()


def document(message) -> dict:
    """A message as the vectors write it: zeros left out, payloads of metas spelled out."""
    written = json_format.MessageToDict(message, preserving_proto_field_name=True)
    metas = [message.meta] if isinstance(message, pb.SyncUL) else getattr(message, "metas", [])
    places = [written.get("meta")] if isinstance(message, pb.SyncUL) else written.get("metas", [])
    for meta, place in zip(metas, places):
        if place:
            kind = PAYLOADS[meta.ns]
            place["payload"] = {kind.DESCRIPTOR.name: document(kind.FromString(meta.payload))}
    return written


@pytest.mark.parametrize("name", VECTORS)
def test_a_golden_vector_decodes(name):
    _, message = parsed(name)
    expected = VECTORS[name]["decoded"]
    assert document(message) == expected[type(message).DESCRIPTOR.name]


@pytest.mark.parametrize("name", [name for name in VECTORS if VECTORS[name]["direction"] == "down"])
def test_a_golden_vector_of_the_server_is_canonical(name):
    envelope, message = parsed(name)
    assert rebuilt(envelope.command, message).hex() == VECTORS[name]["hex"]


def same(raw: bytes, name: str, put_in) -> None:
    """Compares captured bytes with a vector, after `put_in` set the ids and times that the server chose."""
    envelope, message = parsed(name)
    put_in(message)
    assert raw.hex() == rebuilt(envelope.command, message).hex()


def take(connection: Floo, command: int, match=lambda body: True) -> tuple[bytes, object]:
    item = connection.wait(lambda item: item.command == command and match(item.body))
    return item.raw, item.body


def test_login_frames_equal_the_golden_vectors(world, transport):
    account = world.account("alice")
    alice = world.connect(account, transport)
    alice.send(PROVISION, alice.provision_request(token="garbage"))
    raw, _ = take(alice, PROVISION)
    same(raw, "provision_dl_invalid_token", lambda m: setattr(m.xid, "uid", account.uid))

    alice = world.connect(account, transport)
    alice.send(PROVISION, alice.provision_request())
    raw, body = take(alice, PROVISION)
    assert body.xid.deviceSN > 0
    same(raw, "provision_dl_ok", lambda m: m.xid.CopyFrom(pb.XID(uid=account.uid, deviceSN=body.xid.deviceSN)))

    alice.send(UNREAD)
    raw, _ = take(alice, UNREAD)
    same(raw, "unread_dl_empty", lambda m: None)


def put_in_meta(expected: pb.Meta, sender: Floo, receiver: Floo, captured: pb.Meta) -> None:
    expected.id, expected.timestamp = captured.id, captured.timestamp
    getattr(expected, "from").CopyFrom(pb.XID(uid=sender.account.uid, deviceSN=sender.sn))
    expected.to.CopyFrom(pb.XID(uid=receiver.account.uid))


def test_message_frames_equal_the_golden_vectors(world, transport):
    alice, bob = world.pair(transport)
    meta = bob.meta(alice.account.uid, pb.MessageBody(type=pb.MessageBody.CHAT, content="hi").SerializeToString())
    bob.send_meta(meta)

    raw, ack = take(bob, SYNC)
    assert ack.server_mid > 0 and ack.server_time > 0

    def put_in_ack(message):
        message.xid.uid = alice.account.uid
        message.client_mid, message.server_mid, message.server_time = meta.id, ack.server_mid, ack.server_time

    same(raw, "sync_dl_ack", put_in_ack)

    raw, _ = take(alice, NOTICE)
    same(raw, "notice_chat", lambda m: setattr(m.xid, "uid", bob.account.uid))

    def put_in_page(message):
        put_in_meta(message.metas[0], bob, alice, page.metas[0])
        message.next_key, message.xid.uid = ack.server_mid, bob.account.uid

    alice.send(SYNC, pb.SyncUL(xid=pb.XID(uid=bob.account.uid)))
    raw, page = take(alice, SYNC)
    assert [m.id for m in page.metas] == [ack.server_mid]
    same(raw, "sync_dl_page", put_in_page)

    alice.send(SYNC, pb.SyncUL(xid=page.xid, key=page.next_key))
    raw, _ = take(alice, SYNC)
    same(raw, "sync_dl_end", lambda m: setattr(m.xid, "uid", bob.account.uid))


def test_history_frames_equal_the_golden_vector(world, transport):
    alice, bob = world.pair(transport)
    alice.say(bob.account.uid, "older than the page")
    ids = []
    for sender, receiver, text in ((alice, bob, "yo"), (bob, alice, "hi")):
        payload = pb.MessageBody(type=pb.MessageBody.CHAT, content=text).SerializeToString()
        ids.append(sender.submit(receiver.account.uid, payload).server_mid)
    alice.send(SYNC, pb.SyncUL(xid=pb.XID(uid=bob.account.uid), is_full_sync=True, full_sync_num=2))
    raw, page = take(alice, SYNC, lambda body: body.is_full_sync)
    assert [m.id for m in page.metas] == ids[::-1]

    def put_in(message):
        for expected, captured, sender, receiver in zip(message.metas, page.metas, (bob, alice), (alice, bob)):
            put_in_meta(expected, sender, receiver, captured)
            # Whether the message was delivered or read is the server's to say.
            body = pb.MessageBody.FromString(expected.payload)
            body.status = pb.MessageBody.FromString(captured.payload).status
            expected.payload = body.SerializeToString()
        message.next_key, message.xid.uid = ids[0], bob.account.uid

    same(raw, "sync_dl_history", put_in)


def test_the_kick_notice_equals_the_golden_vector(world, transport):
    account = world.account("alice")
    old = world.login(account, transport, guid="one-browser")
    world.login(account, transport, guid="one-browser")
    raw, push = take(old, SYNC)
    assert push.metas[0].timestamp > 0

    def put_in(message):
        [expected] = message.metas
        expected.id, expected.timestamp = push.metas[0].id, push.metas[0].timestamp
        expected.to.CopyFrom(pb.XID(uid=account.uid, deviceSN=old.sn))
        message.is_eager_sync = push.is_eager_sync  # may be set on what is pushed; no client reads it

    same(raw, "sync_dl_user_notice_kick", put_in)
