"""Reading conversations, while they grow and afterwards, and comparing them with what was acknowledged."""
import asyncio
from collections.abc import AsyncIterator, Callable

import xsync_pb2 as pb
from frames import SYNC
from load import PAUSE, Failed, Sender, Session, is_away
from rest import Account


async def pages(session: Session, uid: int) -> AsyncIterator[pb.SyncDL]:
    """A sync to its end, each page confirmed by asking for the next. While the database is away the same is asked again."""
    request = pb.SyncUL(xid=pb.XID(uid=uid))
    while True:
        page = await session.ask(SYNC, request)
        if is_away(page.status):
            await asyncio.sleep(PAUSE)
            continue
        if page.status.code != pb.Status.OK:
            raise Failed(f"sync refused: {page.status}")
        yield page
        if not page.next_key:
            return
        request = pb.SyncUL(xid=page.xid, key=page.next_key)


class Reader:
    """A receiver who is there all the time: reads at every notice, through all the kills."""

    def __init__(self, account: Account, sender: Account):
        self.account, self.sender = account, sender
        self.seen: dict[int, pb.Meta] = {}
        self.again = 0
        self.reading = True

    async def run(self, address: Callable[[], str]) -> None:
        finished = False
        while not finished:
            session = None
            try:
                session = await Session.open(address(), self.account, f"{self.account.uid}_reader")
                await self.read(session)
                finished = True
            except (OSError, TimeoutError):
                await asyncio.sleep(0.01)
            finally:
                if session:
                    session.wire.close()

    async def read(self, session: Session) -> None:
        """Reads on one connection until told to stop, and then once more to the end."""
        newest, last = 0, False
        while not last:
            last = not self.reading
            session.news.clear()
            async for page in pages(session, self.sender.uid):
                for meta in page.metas:
                    if meta.id <= newest:
                        raise Failed(f"{self.account.uid} was given {meta.id} after {newest} on one connection")
                    newest = meta.id
                    # After a kill a confirmation may be forgotten: then something comes again, never under another id.
                    self.again += meta.id in self.seen
                    self.seen[meta.id] = meta
            await self.wait(session)

    async def wait(self, session: Session) -> None:
        """Until there is a notice; now and then one looks without."""
        news = asyncio.ensure_future(session.news.wait())
        await asyncio.wait({news, session.wire.lost}, timeout=1 if self.reading else 0, return_when=asyncio.FIRST_COMPLETED)
        news.cancel()
        if session.wire.lost.done() and self.reading:
            raise ConnectionError("gone")

    def metas(self) -> list[pb.Meta]:
        return [self.seen[mid] for mid in sorted(self.seen)]


async def read_by_sync(address: str, sender: Sender) -> list[pb.Meta]:
    """The conversation as the receiver's first device gets it."""
    session = await Session.open(address, sender.receiver, f"{sender.receiver.uid}_reader")
    metas = [meta async for page in pages(session, sender.account.uid) for meta in page.metas]
    session.wire.close()
    return metas


async def read_by_history(address: str, sender: Sender) -> list[pb.Meta]:
    """The conversation as the sender pages through it, turned round to oldest first."""
    session = await Session.open(address, sender.account, sender.guid)
    key, metas = 0, []
    while True:
        page = await session.ask(
            SYNC, pb.SyncUL(xid=pb.XID(uid=sender.receiver.uid), key=key, is_full_sync=True, full_sync_num=100)
        )
        if page.status.code != pb.Status.OK or not page.is_full_sync:
            raise Failed(f"history refused: {page}")
        metas.extend(page.metas)
        key = page.next_key
        if not key:
            session.wire.close()
            return metas[::-1]


def compare(sender: Sender, metas: list[pb.Meta], how: str) -> None:
    """Everything acknowledged is there once, under its id, in the order of sending as far as it is known; and nothing else is."""
    who = f"{sender.account.uid} to {sender.receiver.uid}, by {how}"
    texts = [pb.MessageBody.FromString(meta.payload).content for meta in metas]
    stored: dict[str, int] = {}
    for text, meta in zip(texts, metas):
        if text in stored:
            raise Failed(f"{who}: {text[:30]} is there twice, as {stored[text]} and as {meta.id}")
        stored[text] = meta.id
    for number, mid in sender.acked.items():
        if stored.get(sender.text(number)) != mid:
            raise Failed(f"{who}: message {number} was acknowledged as {mid} and is {stored.get(sender.text(number), 'gone')}")
    if len(stored) != len(sender.acked):
        raise Failed(f"{who}: {len(stored)} stored, {len(sender.acked)} acknowledged")
    ids = [meta.id for meta in metas]
    if any(later <= earlier for earlier, later in zip(ids, ids[1:])):
        raise Failed(f"{who}: ids do not ascend")
    displaced = {sender.text(number) for number in sender.displaced}
    if [text for text in texts if text not in displaced] != [
        sender.text(number) for number in range(sender.number) if number not in sender.displaced
    ]:
        raise Failed(f"{who}: not in the order of sending")
