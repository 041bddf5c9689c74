"""What is refused, with which status; and that the connection and everybody else live on."""
import pytest
import xsync_pb2 as pb
from frames import SYNC, chat, frame, varint

Status = pb.Status


def refusal(connection) -> pb.SyncDL:
    answer = connection.wait(lambda item: item.command == SYNC and item.body.client_mid == 0, what="refusal").body
    assert answer.HasField("status")
    return answer


def test_an_unknown_command_is_named_so(world, transport):
    alice, _ = world.pair(transport)
    alice.send_raw(frame(9))
    assert refusal(alice).status.code == Status.UNKNOWN_COMMAND
    assert alice.unread().status.code == Status.OK


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xff\xff\xff", b"\x22\x7f\x01", b"\x18" + b"\xff" * 11, frame(SYNC, b"\xff\xff\xff"), frame(SYNC, b"\x1a\x05\x08"),
     frame(SYNC, b"\x1a\x03\x12\x7f\x01")],
    ids=["not a frame", "payload longer than the frame", "endless varint", "not a SyncUL", "cut off", "not a Meta"],
)
def test_bytes_that_do_not_decode_are_named_so(world, transport, raw):
    alice, bob = world.pair(transport)
    alice.send_raw(raw)
    assert refusal(alice).status.code == Status.PB_PARSER_ERROR
    bob.say(alice.account.uid, "still there?")
    assert len(alice.receive(bob.account.uid)) == 1


def test_a_body_that_does_not_decode_is_an_invalid_parameter(world):
    alice, bob = world.pair()
    assert alice.submit(bob.account.uid, b"\xff\xff\xff").status.code == Status.INVALID_PARAMETER


@pytest.mark.both_databases
def test_a_message_to_nobody_is_an_invalid_parameter(world):
    alice, _ = world.pair()
    assert alice.submit(0, chat("hi"), to=None).status.code == Status.INVALID_PARAMETER


def test_an_unknown_name_space_is_an_invalid_parameter(world):
    alice, bob = world.pair()
    assert alice.submit(bob.account.uid, chat("hi"), ns=77).status.code == Status.INVALID_PARAMETER


def test_a_sync_of_nothing_is_an_invalid_parameter(world):
    alice, _ = world.pair()
    alice.send(SYNC, pb.SyncUL())
    assert refusal(alice).status.code == Status.INVALID_PARAMETER


def test_a_frame_that_claims_encryption_cannot_be_read(world):
    alice, _ = world.pair()
    alice.send_raw(frame(SYNC, pb.SyncUL(xid=pb.XID(uid=1)).SerializeToString()) + b"\x28\x01")
    assert refusal(alice).status.code == Status.DECRYPT_FAILURE


@pytest.mark.both_databases
def test_a_message_to_an_unknown_user_is_refused(world, transport):
    alice, _ = world.pair(transport)
    ack = alice.submit(999_999_999_998, chat("anybody?"))
    assert (ack.status.code, ack.status.reason) == (Status.FAIL, "user not exist")
    assert ack.server_mid == 0


@pytest.mark.both_databases
def test_ids_beyond_what_clients_can_carry_are_refused(world):
    alice, _ = world.pair()
    for uid in (2**53, 2**63, 2**64 - 1):
        assert alice.submit(uid, chat("hi")).status.code in (Status.FAIL, Status.INVALID_PARAMETER)


def test_a_frame_announced_larger_than_allowed_hurts_its_own_connection_only(world):
    alice, bob = world.pair()
    eve = world.login(world.account("eve"))
    try:
        eve.send_raw(frame(SYNC, b"\x1a" + varint(8 << 20) + b"x" * (8 << 20)))
    except OSError:
        pass  # closed while it was still being sent
    alice.say(bob.account.uid, "unharmed")
    assert len(bob.receive(alice.account.uid)) == 1
