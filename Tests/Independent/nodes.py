"""One conversation of two people, written and read on several servers at once."""
import asyncio
import itertools
import random

import xsync_pb2 as pb
from frames import SYNC, UNREAD, chat, frame
from load import PAUSE, Failed, Session, is_away
from rest import Account

client_mids = itertools.count(1)


class Writer:
    """A device that says one thing after the other, several of them unacknowledged; notes the id of each, in order of the acks."""

    def __init__(self, account: Account, peer: Account, guid: str, address: str, count: int, window: int):
        self.account, self.peer, self.guid, self.address, self.count = account, peer, guid, address, count
        self.free = asyncio.Semaphore(window)
        self.mids: dict[int, int] = {}
        self.frames: dict[int, bytes] = {}
        self.finished = asyncio.Event()
        self.problem: Failed | None = None
        self.refusals = 0

    async def run(self, chance: random.Random) -> None:
        session = await Session.open(self.address, self.account, self.guid)
        session.on_sync = self.on_ack
        self.wire = session.wire
        for _ in range(self.count):
            await self.free.acquire()
            mid = next(client_mids)
            meta = pb.Meta(id=mid, to=pb.XID(uid=self.peer.uid), ns=pb.Meta.MESSAGE, payload=chat(f"{self.guid} {mid}"))
            self.frames[mid] = frame(SYNC, pb.SyncUL(meta=meta).SerializeToString())
            self.wire.send(self.frames[mid])
            if chance.random() < 0.1:
                await asyncio.sleep(chance.uniform(0, 0.004))
        await asyncio.wait_for(self.finished.wait(), 60)
        session.wire.close()
        if self.problem:
            raise self.problem

    def on_ack(self, ack: pb.SyncDL) -> None:
        if is_away(ack.status):
            self.refusals += 1
            asyncio.get_running_loop().call_later(PAUSE, self.wire.send, self.frames[ack.client_mid])
            return
        if ack.status.code != pb.Status.OK or not ack.server_mid or ack.client_mid in self.mids:
            self.problem = Failed(f"{self.guid}: {ack}")
            self.finished.set()
            return
        self.mids[ack.client_mid] = ack.server_mid
        self.free.release()
        if len(self.mids) == self.count:
            self.finished.set()


class Pager:
    """A device that never writes: pages through the conversation by key at every notice, and when the list names it. Only the
    list tells it of what was written on another server."""

    def __init__(self, account: Account, peer: Account, guid: str, address: str):
        self.account, self.peer, self.guid, self.address = account, peer, guid, address
        self.seen: list[int] = []
        self.pages = 0
        self.writing = True

    async def run(self) -> None:
        session = await Session.open(self.address, self.account, self.guid)
        while True:
            last = not self.writing
            if await self.waits(session):
                await self.page_through(session)
            elif last and not session.news.is_set():
                break
            else:
                await asyncio.sleep(0.005)
        session.wire.close()

    async def waits(self, session: Session) -> bool:
        if session.news.is_set():
            session.news.clear()
            return True
        answer = await self.answer(session, UNREAD, pb.UnreadUL())
        return any(entry.n for entry in answer.unread if entry.xid.uid == self.peer.uid)

    async def page_through(self, session: Session) -> None:
        request = pb.SyncUL(xid=pb.XID(uid=self.peer.uid))
        while True:
            page = await self.answer(session, SYNC, request)
            self.pages += bool(page.metas)
            self.seen.extend(meta.id for meta in page.metas)
            if not page.next_key:
                return
            request = pb.SyncUL(xid=page.xid, key=page.next_key)

    async def answer(self, session: Session, command: int, request):
        while True:
            answer = await session.ask(command, request)
            if not is_away(answer.status):
                break
            await asyncio.sleep(PAUSE)
        if answer.status.code != pb.Status.OK:
            raise Failed(f"{self.guid}: {answer}")
        return answer


async def history(address: str, account: Account, peer: Account, guid: str) -> list[int]:
    """The ids of the whole conversation as one server tells them, oldest first."""
    session = await Session.open(address, account, guid)
    key, mids = 0, []
    while True:
        page = await session.ask(SYNC, pb.SyncUL(xid=pb.XID(uid=peer.uid), key=key, is_full_sync=True, full_sync_num=100))
        if page.status.code != pb.Status.OK:
            raise Failed(f"history refused: {page}")
        mids.extend(meta.id for meta in page.metas)
        key = page.next_key
        if not key:
            session.wire.close()
            return mids[::-1]
