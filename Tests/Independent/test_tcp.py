"""Plain TCP in particular; that everything else works over it too, the other tests show."""
import struct

from frames import UNREAD, frame


def test_frames_are_found_however_the_bytes_are_cut(world):
    alice = world.login(world.account("alice"), "tcp")
    heartbeat = frame(UNREAD)
    message = struct.pack(">I", len(heartbeat)) + heartbeat
    for byte in message * 3:
        alice.transport.socket.sendall(bytes([byte]))
    alice.transport.socket.sendall(message * 50)
    for _ in range(53):
        alice.wait(lambda item: item.command == UNREAD, what="answer to a heartbeat")


def test_a_length_beyond_the_limit_closes_that_connection_alone(world):
    alice = world.login(world.account("alice"), "tcp")
    bob = world.login(world.account("bob"), "tcp")
    alice.transport.socket.sendall(struct.pack(">I", (1 << 20) + 1))
    alice.wait_closed()
    assert bob.unread().status.code == 1


def test_a_frame_without_bytes_is_an_unread_request(world):
    alice = world.login(world.account("alice"), "tcp")
    alice.transport.socket.sendall(struct.pack(">I", 0))
    assert alice.wait(lambda item: item.command == UNREAD, what="answer").body.status.code == 1
