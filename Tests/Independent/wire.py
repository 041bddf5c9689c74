"""A fast plain-WebSocket client on asyncio, for load: no queue, no thread, one callback per frame."""
import asyncio
import base64
import os

UPGRADE = (
    "GET / HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
)
BINARY, CLOSE, PING, PONG = 2, 8, 9, 10


def message(payload: bytes, opcode: int = BINARY) -> bytes:
    """One masked WebSocket frame. The mask is zero, which leaves the payload as it is: this is load, not a browser."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 1 << 16:
        head = bytes((0x80 | opcode, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 0x80 | 127)) + size.to_bytes(8, "big")
    return head + b"\0\0\0\0" + payload


class Wire(asyncio.Protocol):
    """Calls `on_frame` for each message and, once, completes `lost` when the connection is gone."""

    def __init__(self, on_frame, on_burst=lambda: None):
        self.on_frame, self.on_burst = on_frame, on_burst
        self.buffer = bytearray()
        self.loop = asyncio.get_running_loop()
        self.upgraded = self.loop.create_future()
        self.lost = self.loop.create_future()
        self.transport: asyncio.Transport | None = None

    @classmethod
    async def connect(cls, address: str, on_frame, on_burst=lambda: None, patience: float = 10) -> "Wire":
        host, port = address.rsplit(":", 1)
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_connection(lambda: cls(on_frame, on_burst), host, int(port))
        key = base64.b64encode(os.urandom(16)).decode()
        wire.transport.write(UPGRADE.format(address=address, key=key).encode())
        await asyncio.wait_for(wire.upgraded, patience)
        return wire

    def send(self, *payloads: bytes) -> None:
        self.transport.write(b"".join(map(message, payloads)))

    def close(self) -> None:
        self.transport.abort()

    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, error):
        gone = error or ConnectionError("closed")
        if not self.upgraded.done():
            self.upgraded.set_exception(gone)
        if not self.lost.done():
            self.lost.set_result(gone)

    def data_received(self, data):
        self.buffer += data
        if not self.upgraded.done():
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if b" 101 " not in self.buffer[:end].split(b"\r\n", 1)[0]:
                self.transport.abort()
                return
            del self.buffer[: end + 4]
            self.upgraded.set_result(None)
        self._read_messages()
        self.on_burst()

    def _read_messages(self) -> None:
        buffer, at, end = self.buffer, 0, len(self.buffer)
        while end - at >= 2:
            opcode, size, head = buffer[at] & 0x0F, buffer[at + 1] & 0x7F, 2
            if size >= 126:
                head = 4 if size == 126 else 10
                if end - at < head:
                    break
                size = int.from_bytes(buffer[at + 2 : at + head], "big")
            if end - at < head + size:
                break
            payload = bytes(buffer[at + head : at + head + size])
            at += head + size
            if opcode == BINARY:
                self.on_frame(payload)
            elif opcode == PING:
                self.transport.write(message(payload, PONG))
            elif opcode == CLOSE:
                self.transport.close()
        del buffer[:at]
