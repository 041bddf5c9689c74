"""Frames that a published SDK wrote, with other ids put in: every explicit zero stays where the SDK wrote it."""
import xsync_pb2 as pb
from floo import Floo, client_mids
from frames import varint
from test_vectors import VECTORS

VARINT, BYTES = 0, 2
ME, PEER, DEVICE, MID = 1001, 2002, 3, 5003  # the made-up ids of the vectors


def read_varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = raw[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def kind_of(message: type, field, siblings: dict[str, int]):
    """The message inside a field, if there is one. `Meta.ns` comes before the payload, and says what that is."""
    if field.message_type:
        return field.message_type._concrete_class
    if message is pb.Frame and field.name == "payload":
        return pb.SyncUL
    if message is pb.Meta and field.name == "payload":
        return pb.Conversation if siblings.get("ns") == pb.Meta.CONVERSATION else pb.MessageBody
    return None


def rewritten(raw: bytes, message: type, change) -> bytes:
    """The same fields in the same order, each number being what `change(message, name, number)` makes of it."""
    out, at, siblings = bytearray(), 0, {}
    while at < len(raw):
        key, at = read_varint(raw, at)
        field = message.DESCRIPTOR.fields_by_number[key >> 3]
        value, at = read_varint(raw, at)
        out += varint(key)
        if key & 7 == VARINT:
            siblings[field.name] = value
            out += varint(change(message, field.name, value))
            continue
        assert key & 7 == BYTES, "floo writes nothing else"
        inside, at = raw[at : at + value], at + value
        kind = kind_of(message, field, siblings)
        inside = rewritten(inside, kind, change) if kind else inside
        out += varint(len(inside)) + inside
    return bytes(out)


def vector(name: str) -> bytes:
    return bytes.fromhex(VECTORS[name]["hex"])


def emitted(name: str, device: Floo, peer: int, mid: int) -> tuple[int, bytes]:
    """A vector as the SDK on `device` would have written it about message `mid` with `peer`: its client id, and the frame."""
    client_mid = next(client_mids)
    ids = {("uid", ME): device.account.uid, ("uid", PEER): peer, ("deviceSN", DEVICE): device.sn, ("mid", MID): mid}

    def change(message: type, name: str, value: int) -> int:
        return client_mid if (message, name) == (pb.Meta, "id") else ids.get((name, value), value)

    return client_mid, rewritten(vector(name), pb.Frame, change)


def replay(device: Floo, name: str, peer: int, mid: int) -> pb.SyncDL:
    """Sends a vector with ids put in and waits for its ack, whatever it says."""
    client_mid, raw = emitted(name, device, peer, mid)
    device.send_raw(raw)
    return device.wait_ack(client_mid)
