"""What a client shows after the pages it was given, by the rules of the published receivers."""
import json
from dataclasses import dataclass

import xsync_pb2 as pb
from frames import body_of
from operations import Op

READ, DELIVERED = pb.MessageBody.READ, pb.MessageBody.DELIVERED


@dataclass
class Line:
    """One message on the screen."""

    content: str
    config: dict
    ext: dict
    author: int
    timestamp: int
    edit_timestamp: int = 0
    read: bool = False


def merged(stored: dict, text: str) -> dict:
    """What a replacement leaves of a JSON object: it is merged key by key, and the text `null` changes nothing."""
    given = json.loads(text or "null")
    return {**stored, **given} if given else stored


class Shown:
    """The conversation with `peer` as one device of `me` shows it."""

    def __init__(self, me: int, peer: int):
        self.me, self.peer = me, peer
        self.lines: dict[int, Line] = {}

    def apply(self, metas: list[pb.Meta]) -> "Shown":
        for meta in metas:
            if meta.ns == pb.Meta.CONVERSATION:
                self.lines.clear()
            elif body_of(meta).type == pb.MessageBody.CHAT:
                self.store(meta)
            else:
                self.operate(meta, body_of(meta))
        return self

    def store(self, meta: pb.Meta) -> None:
        sender, body = getattr(meta, "from").uid, body_of(meta)
        assert {sender, meta.to.uid} == {self.me, self.peer}, f"another conversation: {meta}"
        self.lines[meta.id] = Line(
            body.content, json.loads(body.config or "{}"), json.loads(body.ext or "{}"), sender, meta.timestamp, body.edit_timestamp
        )

    def operate(self, meta: pb.Meta, body: pb.MessageBody) -> None:
        operation = body.operation
        assert meta.HasField("from"), "receivers throw"
        if operation.type in (Op.DELETE, Op.READ_ALL):
            assert operation.HasField("xid"), "receivers throw"
        sender = getattr(meta, "from").uid
        conversation = meta.to.uid if sender == self.me else sender
        if operation.type in (Op.READ_ALL, Op.READ_CANCEL, Op.DELETE):
            conversation = operation.xid.uid if operation.type == Op.DELETE else meta.to.uid
        assert conversation == self.peer, f"another conversation: {meta}"
        line = self.lines.get(operation.mid)
        if operation.type in (Op.RECALL, Op.DELETE):
            self.lines.pop(operation.mid, None)
        elif line and operation.type in (Op.READ_ACK, Op.READ_ALL):
            line.read = True
        elif line and operation.type == Op.READ_CANCEL:
            line.read = False
        elif line and operation.type in (Op.APPEND, Op.REPLACE):
            self.edit(line, body)

    @staticmethod
    def edit(line: Line, body: pb.MessageBody) -> None:
        """Times are compared as decimal strings, an edit of the same time passes, and one without a time is dropped."""
        time = str(body.edit_timestamp)
        if not body.edit_timestamp or time < str(line.timestamp) or time < str(line.edit_timestamp):
            return
        line.edit_timestamp = body.edit_timestamp
        if body.operation.type == Op.APPEND:
            line.content += body.content
        else:
            line.content = body.content
            line.config, line.ext = merged(line.config, body.config), merged(line.ext, body.ext)

    @property
    def texts(self) -> dict[int, tuple[str, dict, dict]]:
        return {mid: (line.content, line.config, line.ext) for mid, line in sorted(self.lines.items())}


def texts_of(past: dict[int, pb.MessageBody]) -> dict[int, tuple[str, dict, dict]]:
    """The same of a history."""
    return {mid: (body.content, json.loads(body.config or "{}"), json.loads(body.ext or "{}")) for mid, body in past.items()}
