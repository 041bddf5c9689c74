"""Peers that keep to no rule: bare sockets, and what the system knows of the server's sockets and memory."""
import itertools
import resource
import socket
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import requests
import xsync_pb2 as pb
from floo import PLACEHOLDER_SN
from frames import PROVISION, SYNC, chat, frame
from rest import Account
from server import Server
from wire import UPGRADE, message

DOORS = ["raw", "socketio", "tcp"]
TEXT, BINARY = 1, 2
PLACEHOLDER = b'451-["frame",{"_placeholder":true,"num":0}]'
MEBIBYTE = 1 << 20
LARGEST_FRAME = MEBIBYTE
# A frame may come as base64 text.
LARGEST_MESSAGE = 2 + (LARGEST_FRAME + 2) // 3 * 4
TCP_STATES = {"01": "ESTABLISHED", "02": "SYN_SENT", "03": "SYN_RECV", "04": "FIN_WAIT1", "05": "FIN_WAIT2", "06": "TIME_WAIT",
              "07": "CLOSE", "08": "CLOSE_WAIT", "09": "LAST_ACK", "0A": "LISTEN", "0B": "CLOSING"}


class Peer:
    """A socket to one of the server's doors that sends what it is told to, and reads only when it is told to."""

    def __init__(self, server: Server, transport: str, receive_buffer: int | None = None):
        self.transport = transport
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(10)
        address = server.ready["tcp"] if transport == "tcp" else server.address
        host, port = address.rsplit(":", 1)
        self.socket.connect((host, int(port)))
        self.received = bytearray()
        if transport in ("raw", "socketio"):
            self._upgrade(server.address, "/" if transport == "raw" else "/socket.io/?EIO=3&transport=websocket")

    def _upgrade(self, address: str, path: str) -> None:
        request = UPGRADE.format(address=address, key="dGhlIHNhbXBsZSBub25jZQ==").replace("GET / ", f"GET {path} ", 1)
        self.socket.sendall(request.encode())
        head = self.read_until(b"\r\n\r\n")
        assert b" 101 " in head.split(b"\r\n", 1)[0], head
        if self.transport == "socketio":
            self.read_until(b"\x81\x0240")

    # Sending

    def wrapped(self, raw: bytes) -> bytes:
        """The bytes that one frame takes on this transport."""
        if self.transport == "tcp":
            return struct.pack(">I", len(raw)) + raw
        if self.transport == "socketio":
            return message(PLACEHOLDER, TEXT) + message(b"\x04" + raw, BINARY)
        return message(raw, BINARY)

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def send_frame(self, command: int, body=None) -> None:
        self.send(self.wrapped(frame(command, body.SerializeToString() if body is not None else b"")))

    def provision(self, account: Account, guid: str) -> None:
        self.send_frame(PROVISION, pb.Provision(
            xid=pb.XID(uid=account.uid, deviceSN=PLACEHOLDER_SN), token=account.token, os_type=pb.Provision.WEB, sdk_vsn="2.0.0",
            device_guid=guid, device_info="Python",
        ))

    # Receiving

    def read_until(self, end: bytes) -> bytes:
        """Everything up to and with `end`; what follows is kept."""
        while (at := self.received.find(end)) < 0:
            data = self.socket.recv(65536)
            assert data, f"closed after {bytes(self.received)!r}"
            self.received += data
        head = bytes(self.received[: at + len(end)])
        del self.received[: at + len(end)]
        return head

    def _take(self, size: int) -> bytes:
        while len(self.received) < size:
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionError("closed")
            self.received += data
        taken = bytes(self.received[:size])
        del self.received[:size]
        return taken

    def next_message(self) -> tuple[int, bytes]:
        """The next message: its WebSocket opcode (binary on TCP) and its bytes."""
        if self.transport == "tcp":
            return BINARY, self._take(struct.unpack(">I", self._take(4))[0])
        first, size = self._take(2)
        if size >= 126:
            size = int.from_bytes(self._take(2 if size == 126 else 8), "big")
        return first & 0x0F, self._take(size)

    def next_frame(self) -> pb.Frame:
        """The next frame, past text messages."""
        while True:
            opcode, data = self.next_message()
            if opcode == BINARY:
                return pb.Frame.FromString(data[1:] if self.transport == "socketio" else data)
            assert opcode == TEXT, f"a message with opcode {opcode}: {data!r}"

    def close_code(self) -> int | None:
        """Reads to the end; the code of the WebSocket close if one came."""
        code = None
        try:
            while True:
                opcode, data = self.next_message()
                if opcode == 8:
                    code = int.from_bytes(data[:2], "big")
        except ConnectionError:
            return code

    def is_closed(self, patience: float = 5) -> bool:
        """True if the server closes within that time; what it sends before is thrown away."""
        deadline = time.monotonic() + patience
        try:
            while (left := deadline - time.monotonic()) > 0:
                self.socket.settimeout(left)
                if not self.socket.recv(MEBIBYTE):
                    return True
        except ConnectionError:
            return True
        except TimeoutError:
            pass
        return False

    # Ending

    def reset(self) -> None:
        """Goes with a RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def close(self) -> None:
        self.socket.close()


def many_accounts(server: Server, count: int) -> list[Account]:
    """Users made through the admin door, which hashes no password."""
    names = [f"crowd_{time.time_ns():x}_{number}" for number in range(count)]
    accounts = []
    for start in range(0, count, 500):
        answer = requests.post(
            server.base + "/admin/users", json={"app_id": server.app_id, "names": names[start : start + 500]},
            headers={"Authorization": f"Bearer {server.admin_token}"}, timeout=60,
        ).json()
        accounts += [Account(row["username"], "", row["user_id"], row["token"], server.app_id) for row in answer["data"]]
    return accounts


def text_to(peer: int, client_mid: int, content: str, **fields) -> pb.SyncUL:
    """A request that sends one text."""
    payload = chat(content, **fields)
    return pb.SyncUL(meta=pb.Meta(id=client_mid, to=pb.XID(uid=peer), timestamp=client_mid, ns=pb.Meta.MESSAGE, payload=payload))


def sync_frame(request: pb.SyncUL) -> bytes:
    return frame(SYNC, request.SerializeToString())


# What is known of the server

def sessions(server: Server) -> int:
    headers = {"Authorization": f"Bearer {server.admin_token}"}
    return requests.get(server.base + "/admin/status", headers=headers, timeout=10).json()["data"]["sessions"]


def counter(server: Server, name: str) -> int:
    headers = {"Authorization": f"Bearer {server.admin_token}"}
    text = requests.get(server.base + "/admin/metrics", headers=headers, timeout=10).text
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith(f"hearth_{name} "))


def memory(server: Server) -> int:
    """Resident memory of the server, in bytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


def socket_states(server: Server) -> Counter:
    """How many sockets of the server's ports are in which state, the listening ones left out."""
    ports = {int(address.rsplit(":", 1)[1]) for address in (server.address, server.ready["tcp"])}
    states: Counter = Counter()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        local, state = line.split()[1], line.split()[3]
        if int(local.rsplit(":", 1)[1], 16) in ports and state != "0A":
            states[TCP_STATES[state]] += 1
    return states


def batches(items: Iterable, size: int) -> Iterator[list]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch


def eventually(condition: Callable[[], bool], patience: float = 10) -> bool:
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def allow_files(count: int) -> None:
    """Every connection is a file: takes what the system allows, and says if that is too little."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    assert hard == resource.RLIM_INFINITY or hard >= count, f"at least {count} open files are needed (ulimit -n), {hard} are allowed"
