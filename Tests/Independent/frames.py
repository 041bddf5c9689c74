"""Frames as the published JavaScript clients write them, and reading what comes back."""
from dataclasses import dataclass
from typing import Any

import xsync_pb2 as pb

UNREAD, SYNC, NOTICE, PROVISION = 0, 1, 2, 3
DOWN_TYPES = {UNREAD: pb.UnreadDL, SYNC: pb.SyncDL, NOTICE: pb.Notice, PROVISION: pb.Provision}


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def frame(command: int, payload: bytes = b"") -> bytes:
    """A frame with its zeros written out, which is what the JavaScript clients send."""
    head = b"\x08\x00\x10\x00\x18" + varint(command)
    return head + (b"\x22" + varint(len(payload)) + payload if payload else b"")


@dataclass
class Received:
    """One frame from the server: its bytes, its command and the message inside."""

    raw: bytes
    command: int
    body: Any


def received(raw: bytes) -> Received:
    envelope = pb.Frame.FromString(raw)
    assert envelope.vsn == 0 and envelope.compress_method == 0, f"a frame no client can read: {raw.hex()}"
    return Received(raw, envelope.command, DOWN_TYPES[envelope.command].FromString(envelope.payload))


def chat(content: str = "", **fields: Any) -> bytes:
    """The payload of a one-to-one message."""
    fields.setdefault("type", pb.MessageBody.CHAT)
    fields.setdefault("operation", pb.MessageOperation())
    return pb.MessageBody(content=content, **fields).SerializeToString()


def typing() -> bytes:
    """The payload of a typing indicator: empty, at most once, the state in `ext`."""
    return chat(ext='{"input_status":"typing"}', qos=pb.MessageBody.AT_MOST_ONCE)


def body_of(meta: pb.Meta) -> pb.MessageBody:
    return pb.MessageBody.FromString(meta.payload)


def contents(metas: list[pb.Meta]) -> list[str]:
    return [body_of(meta).content for meta in metas]
