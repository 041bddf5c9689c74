"""Load for the kill test: users who send numbered messages and do not give up."""
import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

import xsync_pb2 as pb
from frames import DOWN_TYPES, NOTICE, PROVISION, SYNC, chat, frame
from rest import Account
from wire import Wire

PADDING = "." * 64
MESSAGE_ID_SHIFT = 12  # below the milliseconds of a message id lie node and sequence
ID_EPOCH_MS = 1_735_689_600_000  # 2025-01-01
AWAY = ("need retry", "server busy")
PAUSE = 0.05  # seconds until one tries again after such an answer


class Failed(Exception):
    """A promise was broken, or the run was not the test it should have been."""


class Away(ConnectionError):
    """The server said that it has no database just now. Nothing is wrong: one comes back later."""


def is_away(status: pb.Status) -> bool:
    """The two answers a client may get while the database is away, word for word as clients compare them."""
    return status.code == pb.Status.FAIL and status.reason in AWAY


class Session:
    """One logged-in connection, and the waiting for answers on it."""

    def __init__(self, wire: Wire, account: Account):
        self.wire, self.account = wire, account
        self.on_sync = lambda answer: None
        self.answer: asyncio.Future | None = None
        self.news = asyncio.Event()

    @classmethod
    async def open(cls, address: str, account: Account, guid: str, on_burst=lambda: None) -> "Session":
        session = cls(None, account)
        session.wire = await Wire.connect(address, session.on_frame, on_burst)
        request = pb.Provision(
            xid=pb.XID(uid=account.uid, deviceSN=1_000_000_007), token=account.token, os_type=pb.Provision.WEB, sdk_vsn="2.0.0",
            device_guid=guid, device_info="Torture",
        )
        provision = await session.ask(PROVISION, request)
        if is_away(provision.status):
            session.wire.close()
            raise Away(provision.status.reason)
        if provision.status.code != pb.Status.OK:
            raise Failed(f"login of {account.name} refused: {provision.status}")
        return session

    def on_frame(self, raw: bytes) -> None:
        envelope = pb.Frame.FromString(raw)
        if envelope.command == SYNC:
            answer = pb.SyncDL.FromString(envelope.payload)
            if answer.client_mid:
                self.on_sync(answer)
            # A push is no answer: it tells of the user's other devices.
            elif not answer.is_eager_sync and self.answer and not self.answer.done():
                self.answer.set_result(answer)
        elif envelope.command == NOTICE:
            self.news.set()
        elif self.answer and not self.answer.done():
            self.answer.set_result(DOWN_TYPES[envelope.command].FromString(envelope.payload))

    async def ask(self, command: int, message, patience: float = 30):
        self.answer = asyncio.get_running_loop().create_future()
        self.wire.send(frame(command, message.SerializeToString()))
        await asyncio.wait({self.answer, self.wire.lost}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if self.answer.done():
            return self.answer.result()
        raise ConnectionError("gone") if self.wire.lost.done() else TimeoutError(f"no answer within {patience} s")


class Sender:
    """Sends numbered messages to one receiver for as long as it is told to, over as many connections as that takes.

    While the server answers that it has no database, what it refused is sent again a little later, byte for byte. Others that were
    sent behind it may be stored before it then, so `displaced` notes those whose place is not known. With `keeps_order` a lost
    connection displaces nothing: the server stores what one connection sends in order, and the rest is sent again in order.
    """

    def __init__(self, account: Account, receiver: Account, window: int, rate: float, keeps_order: bool = True):
        self.account, self.receiver, self.window, self.rate = account, receiver, window, rate
        self.keeps_order = keeps_order
        self.displaced: set[int] = set()
        self.refused: set[int] = set()
        self.refusals = 0
        self.retry_at = 0.0
        self.guid = f"{account.uid}_torture"
        self.number = 0
        self.unacked: OrderedDict[int, bytes] = OrderedDict()
        self.acked: dict[int, int] = {}
        self.session: Session | None = None
        self.sending = True
        self.login_at = 0.0
        self.sent_here = 0
        self.resent = 0
        self.resent_mids: set[int] = set()
        self.last_kill_ms = 0
        self.found_again = 0

    @property
    def in_flight(self) -> int:
        return len(self.unacked) if self.session else 0

    def text(self, number: int) -> str:
        return f"{self.account.uid}:{number}:{PADDING}"

    def next_frame(self) -> bytes:
        number = self.number
        self.number += 1
        meta = pb.Meta(
            id=ID_EPOCH_MS + number, to=pb.XID(uid=self.receiver.uid), timestamp=int(time.time() * 1000), ns=pb.Meta.MESSAGE,
            payload=chat(self.text(number)),
        )
        raw = frame(SYNC, pb.SyncUL(meta=meta).SerializeToString())
        self.unacked[meta.id] = raw
        return raw

    def fill(self) -> None:
        """Sends until the window is full or this connection has sent its share of the time since it began."""
        if not self.session or not self.sending or self.refused:
            return
        due = int((time.monotonic() - self.login_at) * self.rate) + 1 - self.sent_here
        count = min(self.window - len(self.unacked), due)
        if count > 0:
            self.sent_here += count
            self.session.wire.send(*(self.next_frame() for _ in range(count)))

    def retry(self) -> None:
        """Sends again what was refused, when the pause is over."""
        if self.refused and self.session and time.monotonic() >= self.retry_at:
            mids = sorted(self.refused)
            self.refused.clear()
            self.resent += len(mids)
            self.resent_mids.update(mids)
            self.session.wire.send(*(self.unacked[mid] for mid in mids))

    def on_ack(self, ack: pb.SyncDL) -> None:
        number = ack.client_mid - ID_EPOCH_MS
        if is_away(ack.status) and not ack.server_mid and ack.client_mid in self.unacked:
            self.refusals += 1
            self.refused.add(ack.client_mid)
            self.displaced.add(number)
            self.retry_at = time.monotonic() + PAUSE
            return
        if ack.status.code != pb.Status.OK or not ack.server_mid:
            raise Failed(f"message {number} of {self.account.uid} refused: {ack}")
        if self.acked.setdefault(number, ack.server_mid) != ack.server_mid:
            raise Failed(f"message {number} of {self.account.uid} acknowledged as {self.acked[number]} and as {ack.server_mid}")
        self.unacked.pop(ack.client_mid, None)
        if ack.client_mid in self.resent_mids:
            self.resent_mids.discard(ack.client_mid)
            if (ack.server_mid >> MESSAGE_ID_SHIFT) + ID_EPOCH_MS < self.last_kill_ms:
                self.found_again += 1

    async def run(self, address: Callable[[], str]) -> None:
        """Connects, sends again what is open, sends on; again and again until nothing is to be sent and all is acknowledged."""
        while self.sending or self.unacked:
            try:
                session = await Session.open(address(), self.account, self.guid, self.fill)
            except (OSError, ConnectionError, TimeoutError):
                await asyncio.sleep(0.01)
                continue
            errors = []

            def on_sync(ack, errors=errors, wire=session.wire):
                try:
                    self.on_ack(ack)
                except Failed as error:
                    errors.append(error)
                    wire.close()

            session.on_sync = on_sync
            self.resent += len(self.unacked)
            self.resent_mids = set(self.unacked)
            self.refused.clear()
            if not self.keeps_order:
                self.displaced.update(mid - ID_EPOCH_MS for mid in self.unacked)
            if self.unacked:
                session.wire.send(*self.unacked.values())
            self.session, self.login_at, self.sent_here = session, time.monotonic(), 0
            while not session.wire.lost.done() and (self.sending or self.unacked):
                self.retry()
                self.fill()
                await asyncio.wait({session.wire.lost}, timeout=0.005)
            self.session = None
            session.wire.close()
            if errors:
                raise errors[0]
