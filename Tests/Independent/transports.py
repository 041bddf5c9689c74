"""The ways a frame travels: as event `frame` of Socket.IO 2, as a message of a plain WebSocket, and over TCP behind its length."""
import queue
import socket
import struct
import threading

import socketio
import websocket

CLOSED = object()


class SocketIOTransport:
    """python-socketio 4 as the client: Socket.IO 2 over Engine.IO 3, WebSocket from the start."""

    def __init__(self, server):
        address = server.address
        self.inbox: queue.Queue = queue.Queue()
        self.client = socketio.Client(reconnection=False)
        self.client.on("frame", lambda data: self.inbox.put(bytes(data)))
        self.client.on("disconnect", lambda: self.inbox.put(CLOSED))
        self.client.connect(f"http://{address}", transports=["websocket"], socketio_path="socket.io")

    def send(self, frame: bytes) -> None:
        self.client.emit("frame", frame)

    def cut(self) -> None:
        """Drops the connection without a goodbye."""
        self.client.eio.ws.sock.close()

    def close(self) -> None:
        self.client.disconnect()


class RawTransport:
    """A plain WebSocket at `/`: every binary message is one frame. A text message from the server is an error."""

    def __init__(self, server):
        self.inbox: queue.Queue = queue.Queue()
        self.socket = websocket.create_connection(f"ws://{server.address}", timeout=20)
        self.socket.settimeout(None)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while True:
                opcode, data = self.socket.recv_data()
                if opcode == websocket.ABNF.OPCODE_BINARY:
                    self.inbox.put(data)
                elif opcode == websocket.ABNF.OPCODE_TEXT:
                    self.inbox.put(AssertionError(f"text from the server: {data!r}"))
                elif opcode == websocket.ABNF.OPCODE_CLOSE:
                    break
        except (websocket.WebSocketException, OSError, AttributeError):
            pass
        self.inbox.put(CLOSED)

    def send(self, frame: bytes) -> None:
        self.socket.send_binary(frame)

    def cut(self) -> None:
        """Drops the connection without a goodbye."""
        self.socket.shutdown()

    def close(self) -> None:
        self.socket.close()


class TCPTransport:
    """Plain TCP: four bytes of length, the highest first, then the frame."""

    def __init__(self, server):
        self.inbox: queue.Queue = queue.Queue()
        host, port = server.ready["tcp"].rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=20)
        self.socket.settimeout(None)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            with self.socket.makefile("rb") as stream:
                while len(head := stream.read(4)) == 4:
                    (length,) = struct.unpack(">I", head)
                    self.inbox.put(stream.read(length))
        except OSError:
            pass
        self.inbox.put(CLOSED)

    def send(self, frame: bytes) -> None:
        self.socket.sendall(struct.pack(">I", len(frame)) + frame)

    def cut(self) -> None:
        """Drops the connection without a goodbye."""
        self.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        # The reading thread holds the socket: without this the server would not hear of the end.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


TRANSPORTS = {"socketio": SocketIOTransport, "raw": RawTransport, "tcp": TCPTransport}
