"""Engine.IO 3 with long polling: a client of its own, written from the parser's description, and python-socketio as another."""
import base64
import queue
import threading

import engineio.payload
import requests
import socketio
import websocket
from transports import CLOSED

PLACEHOLDER = '451-["frame",{"_placeholder":true,"num":0}]'
PATIENCE = 30
# python-engineio gives up on a payload of more than 16 packets; the JavaScript client knows no such limit.
engineio.payload.Payload.max_decode_packets = 10_000


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def as_text(packets: list[str | bytes]) -> bytes:
    """A payload of LENGTH:PACKET; binary packets as base64."""
    texts = [p if isinstance(p, str) else f"b{p[0]}" + base64.b64encode(p[1:]).decode() for p in packets]
    return "".join(f"{utf16(text)}:{text}" for text in texts).encode()


def as_binary(packets: list[str | bytes]) -> bytes:
    """A payload of kind, length digits as byte values, 0xFF, data."""
    out = b""
    for packet in packets:
        data = packet.encode() if isinstance(packet, str) else packet
        out += bytes([isinstance(packet, bytes)]) + bytes(int(digit) for digit in str(len(data))) + b"\xff" + data
    return out


def packets_of(response: requests.Response) -> list[str | bytes]:
    """The packets of an answer, whose form must be the one its content type names."""
    assert response.status_code == 200, response.text
    if response.headers["content-type"] == "application/octet-stream":
        return _binary_packets(response.content)
    assert response.headers["content-type"] == "text/plain; charset=UTF-8"
    packets, rest = [], response.content.decode().encode("utf-16-le")
    while rest:
        length, rest = rest.split(":".encode("utf-16-le"), 1)
        size = 2 * int(length.decode("utf-16-le"))
        text, rest = rest[:size].decode("utf-16-le"), rest[size:]
        packets.append(bytes([int(text[1])]) + base64.b64decode(text[2:]) if text[0] == "b" else text)
    return packets


def _binary_packets(rest: bytes) -> list[str | bytes]:
    packets = []
    while rest:
        head, rest = rest.split(b"\xff", 1)
        size = int("".join(map(str, head[1:])))
        data, rest = rest[:size], rest[size:]
        packets.append(data if head[0] else data.decode())
    return packets


class Polls:
    """The requests of one session, each in a call of its own."""

    def __init__(self, server, b64: bool = False):
        self.url = f"http://{server.address}/socket.io/"
        self.b64 = b64
        self.fields = {"EIO": "3", "transport": "polling", **({"b64": "1"} if b64 else {})}
        self.posts = requests.Session()

    def open(self) -> list[str | bytes]:
        packets = self.get()
        self.fields["sid"] = packets[0].split('"sid":"')[1].split('"')[0]
        return packets

    def get(self, session=requests) -> list[str | bytes]:
        return packets_of(self.raw_get(session))

    def raw_get(self, session=requests) -> requests.Response:
        return session.get(self.url, params=self.fields, timeout=PATIENCE)

    def post(self, packets: list[str | bytes]) -> requests.Response:
        is_binary = not self.b64 and any(isinstance(packet, bytes) for packet in packets)
        body, kind = (as_binary(packets), "application/octet-stream") if is_binary else (as_text(packets), "text/plain;charset=UTF-8")
        return self.posts.post(self.url, params=self.fields, data=body, headers={"Content-Type": kind}, timeout=PATIENCE)

    def websocket(self) -> websocket.WebSocket:
        url = self.url.replace("http://", "ws://") + f"?EIO=3&transport=websocket&sid={self.fields['sid']}"
        return websocket.create_connection(url, timeout=PATIENCE)


class EngineTransport:
    """Polls in a thread, posts what is sent, and moves to a WebSocket when told to, as engine.io-client does: the probe goes
    out while everything flows, then polling is paused (the poll that waits is let end), then comes the `5`."""

    b64 = False
    upgrades_at_once = False

    def __init__(self, server):
        self.inbox: queue.Queue = queue.Queue()
        self.polls = Polls(server, self.b64)
        self.socket: websocket.WebSocket | None = None
        self.writing = threading.Lock()
        self.paused = False
        assert self.polls.open()[1:] == ["40"]
        self.reader = threading.Thread(target=self._poll, daemon=True)
        self.reader.start()
        if self.upgrades_at_once:
            self.upgrade()

    def _poll(self) -> None:
        with requests.Session() as session:
            while not self.paused:
                try:
                    packets = self.polls.get(session)
                except (AssertionError, requests.RequestException):
                    return self.inbox.put(CLOSED)
                for packet in packets:
                    if packet in ("1", "41"):
                        return self.inbox.put(CLOSED)
                    self._take(packet)

    def _take(self, packet: str | bytes) -> None:
        if isinstance(packet, bytes):
            assert packet[0] == 4
            self.inbox.put(packet[1:])
        elif packet not in (PLACEHOLDER, "6", "3"):
            self.inbox.put(AssertionError(f"unexpected packet {packet!r}"))

    def upgrade(self) -> None:
        socket = self.polls.websocket()
        socket.send("2probe")
        assert socket.recv() == "3probe"
        self.paused = True
        self.reader.join(PATIENCE)
        assert not self.reader.is_alive(), "the poll that waits was not released"
        with self.writing:
            socket.send("5")
            self.socket = socket
        socket.settimeout(None)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while message := self.socket.recv():
                if message == "41":
                    break
                self._take(message)
        except (websocket.WebSocketException, OSError):
            pass
        self.inbox.put(CLOSED)

    def send(self, frame: bytes) -> None:
        with self.writing:
            if self.socket:
                self.socket.send(PLACEHOLDER)
                self.socket.send_binary(b"\4" + frame)
            else:
                assert self.polls.post([PLACEHOLDER, b"\4" + frame]).text == "ok"

    def close(self) -> None:
        self.paused = True
        if self.socket:
            self.socket.close()
        else:
            self.polls.post(["1"])


class Base64Transport(EngineTransport):
    b64 = True


class UpgradedTransport(EngineTransport):
    upgrades_at_once = True


class PythonSocketIO:
    """python-socketio 4 with the transports it is given."""

    transports = ["polling"]

    def __init__(self, server):
        self.inbox: queue.Queue = queue.Queue()
        self.client = socketio.Client(reconnection=False)
        # It hands each message to a thread of its own, which may mix them up.
        trigger = self.client.eio._trigger_event
        self.client.eio._trigger_event = lambda event, *args, **_: trigger(event, *args, run_async=False)
        self.client.on("frame", lambda data: self.inbox.put(bytes(data)))
        self.client.on("disconnect", lambda: self.inbox.put(CLOSED))
        self.client.connect(f"http://{server.address}", transports=self.transports, socketio_path="socket.io")

    def send(self, frame: bytes) -> None:
        self.client.emit("frame", frame)

    def close(self) -> None:
        self.client.disconnect()


class PythonSocketIOUpgraded(PythonSocketIO):
    transports = ["polling", "websocket"]


POLLING_TRANSPORTS = {
    "polling": EngineTransport, "polling-b64": Base64Transport, "polling-upgraded": UpgradedTransport,
    "socketio-polling": PythonSocketIO, "socketio-upgraded": PythonSocketIOUpgraded,
}
