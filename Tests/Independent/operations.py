"""Operations on messages and conversations: sending them as clients do, judging the answer, recognising them in what is read."""
import time
from dataclasses import dataclass

import xsync_pb2 as pb
from floo import QUIET, Floo
from frames import NOTICE, UNREAD, body_of

Op = pb.MessageOperation
Conv = pb.ConversationOperation
Status = pb.Status
TEXT, COMMAND = pb.MessageBody.TEXT, pb.MessageBody.COMMAND

RECALL_TOO_LATE = "exceed recall time limit"
RECALL_DISABLED = "recall disabled"
NOT_SUPPORTED = "message type does not support the operation"


# Sending. Each returns the ack, whatever it says.


def oper(kind: int, mid: int, conversation: int | None = None, **fields) -> bytes:
    """The payload of an operation. SDK 1.0.0 leaves `conversation` out, and every SDK does for acks and edits."""
    operation = Op(type=kind, mid=mid, xid=None if conversation is None else pb.XID(uid=conversation))
    fields.setdefault("ctype", COMMAND)
    return pb.MessageBody(type=pb.MessageBody.OPER, operation=operation, **fields).SerializeToString()


def myself(device: Floo) -> dict:
    """Where operations go that concern their author alone: to himself, the number of the device included."""
    return {"to": pb.XID(uid=device.account.uid, deviceSN=device.sn), "timestamp": 0}


def read(device: Floo, author: int, mid: int) -> pb.SyncDL:
    return device.submit(author, oper(Op.READ_ACK, mid), timestamp=0)


def delivered(device: Floo, author: int, mid: int) -> pb.SyncDL:
    return device.submit(author, oper(Op.DELIVER_ACK, mid), timestamp=0)


def played(device: Floo, author: int, mid: int) -> pb.SyncDL:
    return device.submit(author, oper(Op.PLAY_ACK, mid), timestamp=0)


def read_all(device: Floo, conversation: int, mid: int) -> pb.SyncDL:
    return device.submit(0, oper(Op.READ_ALL, mid, conversation), **myself(device))


def mark_unread(device: Floo, conversation: int, mid: int) -> pb.SyncDL:
    return device.submit(0, oper(Op.READ_CANCEL, mid, conversation), **myself(device))


def delete(device: Floo, conversation: int, mid: int) -> pb.SyncDL:
    return device.submit(0, oper(Op.DELETE, mid, conversation), **myself(device))


def recall(device: Floo, conversation: int, mid: int) -> pb.SyncDL:
    return device.submit(conversation, oper(Op.RECALL, mid, conversation), timestamp=0)


def append(device: Floo, conversation: int, mid: int, piece: str) -> pb.SyncDL:
    return device.submit(conversation, oper(Op.APPEND, mid, ctype=TEXT, content=piece), timestamp=0)


def replace(device: Floo, conversation: int, mid: int, content: str, config: str = "null", ext: str = "null") -> pb.SyncDL:
    """Clients write the text `null` where they have nothing to merge."""
    return device.submit(conversation, oper(Op.REPLACE, mid, ctype=TEXT, content=content, config=config, ext=ext), timestamp=0)


def delete_conversation(device: Floo, conversation: int, everywhere: bool = True) -> pb.SyncDL:
    kind = Conv.DELETE_EVERYWHERE if everywhere else Conv.DELETE
    payload = pb.Conversation(
        type=pb.Conversation.OPER, operation=Conv(type=kind, xid=pb.XID(uid=conversation, deviceSN=device.sn))
    )
    return device.submit(0, payload.SerializeToString(), to=None, timestamp=0, ns=pb.Meta.CONVERSATION)


# Judging acks


def accepted(ack: pb.SyncDL, conversation: int) -> int:
    """Checks the ack of an operation that was carried out, and returns the id it got."""
    assert ack.status.code == Status.OK, f"refused: {ack}"
    assert 0 < ack.server_mid < 2**53 and ack.server_time > 0
    assert ack.xid.uid == conversation, "the ack names the conversation"
    assert ack.next_key == 0 and not ack.metas
    return ack.server_mid


def edited(ack: pb.SyncDL, conversation: int) -> int:
    """Checks the ack of an edit and returns its time."""
    accepted(ack, conversation)
    assert len(str(ack.edit_timestamp)) == 13, "clients compare the decimal strings"
    return ack.edit_timestamp


def refused(ack: pb.SyncDL, *codes: int, reason: str | None = None) -> None:
    assert ack.status.code in codes, f"expected one of {codes}: {ack}"
    assert ack.server_mid == 0 and ack.edit_timestamp == 0
    assert reason is None or ack.status.reason == reason


# Reading


def read_on(device: Floo, uid: int) -> list[pb.Meta]:
    """Reads a conversation to its end and confirms every page. A server that does not advance fails here instead of looping."""
    metas, page = [], device.page(pb.XID(uid=uid))
    while page.next_key:
        metas.extend(page.metas)
        following = device.page(page.xid, page.next_key)
        assert following.next_key == 0 or following.next_key > page.next_key, "pages go forward"
        page = following
    assert not page.metas, "nobody confirms the last page"
    assert [meta.id for meta in metas] == sorted({meta.id for meta in metas}), "ascending, and none twice"
    return metas


@dataclass(frozen=True)
class Seen:
    """What receivers look at in an operation they are given."""

    kind: int
    mid: int
    sender: int
    to: int
    conversation: int | None

    @classmethod
    def of(cls, meta: pb.Meta) -> "Seen":
        assert meta.ns == pb.Meta.MESSAGE and meta.HasField("from") and meta.HasField("to") and meta.timestamp > 0
        body = body_of(meta)
        assert body.type == pb.MessageBody.OPER and body.HasField("operation"), f"no operation: {body}"
        operation = body.operation
        conversation = operation.xid.uid if operation.HasField("xid") else None
        return cls(operation.type, operation.mid, getattr(meta, "from").uid, meta.to.uid, conversation)


def is_operation(meta: pb.Meta) -> bool:
    return meta.ns != pb.Meta.MESSAGE or body_of(meta).type == pb.MessageBody.OPER


def operations(metas: list[pb.Meta]) -> list[Seen]:
    """The operations on messages among what was read."""
    return [Seen.of(meta) for meta in metas if is_operation(meta)]


def pause(devices: tuple[Floo, ...]) -> None:
    """A moment for what the server may still have to say. Two heartbeats frame it, so a slow server makes it longer."""
    for beat in range(2):
        time.sleep(beat * QUIET)
        for device in devices:
            device.send(UNREAD)
        for device in devices:
            device.wait(lambda item: item.command == UNREAD, what="heartbeat answer")


def settle(*places: tuple[Floo, Floo]) -> None:
    """Each device reads what there is with its peer and forgets the notices, so that a later notice is of something later."""
    for device, peer in places:
        read_on(device, peer.account.uid)
    pause(tuple(device for device, _ in places))
    for device, peer in places:
        assert read_on(device, peer.account.uid) == []
        device.backlog = [item for item in device.backlog if item.command != NOTICE]


def hears_nothing(*devices: Floo) -> bool:
    """True if no notice has come to any of these connections, nor comes within a moment. They must be settled."""
    pause(devices)
    return not any(item.command == NOTICE for device in devices for item in device.backlog)


def waiting(device: Floo) -> dict[int, int]:
    """What the list of conversations asks the device to read."""
    return {entry.xid.uid: entry.n for entry in device.unread().unread if entry.n}


def listed(device: Floo) -> set[int]:
    """All conversations of the list; only the first one after a login is complete."""
    return {entry.xid.uid for entry in device.unread().unread}


def past(device: Floo, uid: int) -> dict[int, pb.MessageBody]:
    """The whole history of a conversation, oldest first: ids to bodies."""
    found, key = [], 0
    while True:
        page = device.history(uid, 100, key)
        found.extend(page.metas)
        assert not key or page.next_key < key, "history goes back"
        key = page.next_key
        if key == 0:
            break
    for meta in found:
        kinds = pb.MessageBody.CHAT, pb.MessageBody.GROUPCHAT
        assert meta.ns == pb.Meta.MESSAGE and body_of(meta).type in kinds, "clients would execute an operation again"
    return {meta.id: body_of(meta) for meta in reversed(found)}


def the_only(device, peer: int) -> pb.MessageBody:
    """The one message of a history."""
    [body] = past(device, peer).values()
    return body
