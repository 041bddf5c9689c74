"""People who write and read while something happens to the server, and the comparison afterwards."""
import asyncio
import time
from collections.abc import Awaitable

from load import Failed, Sender
from readback import Reader, compare, read_by_history, read_by_sync
from rest import Rest
from server import Server

PATIENCE = 30  # seconds for what has to happen


class Traffic:
    """Pairs of people of whom one writes to the other; every second receiver reads along, the others not before the end."""

    def __init__(self, server: Server, pairs: int = 4, window: int = 16, rate: float = 400, keeps_order: bool = True):
        self.server = server
        rest = Rest(server.base, server.app_id)
        self.senders = [
            Sender(rest.new_account("alice"), rest.new_account("bob"), window, rate / pairs, keeps_order) for _ in range(pairs)
        ]
        self.readers = {sender: Reader(sender.receiver, sender.account) for sender in self.senders[::2]}

    @property
    def acked(self) -> int:
        return sum(len(sender.acked) for sender in self.senders)

    @property
    def refusals(self) -> int:
        """How often the answer was that the database is away."""
        return sum(sender.refusals for sender in self.senders)

    async def flows(self) -> float:
        """Waits until somebody is connected and something more is acknowledged; returns how long that took."""
        started, before = time.monotonic(), self.acked
        await self.until(lambda: self.acked > before and any(sender.session for sender in self.senders), "nothing was acknowledged")
        return time.monotonic() - started

    async def is_refused(self) -> None:
        """Waits for the next refusal."""
        before = self.refusals
        await self.until(lambda: self.refusals > before, "nothing was refused")

    async def until(self, condition, complaint: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise Failed(f"{complaint} within {PATIENCE} s")
            await asyncio.sleep(0.005)

    async def run(self, story: Awaitable) -> None:
        """Lets everybody write and read while the story is told; then they finish, and what arrived is compared with what was said."""
        people = [asyncio.create_task(person.run(lambda: self.server.address)) for person in (*self.senders, *self.readers.values())]
        telling = asyncio.ensure_future(story)
        try:
            await self._watch(telling, people)
            for sender in self.senders:
                sender.sending = False
            await self.until(lambda: all(task.done() for task in people[: len(self.senders)]), "something was not acknowledged")
            for reader in self.readers.values():
                reader.reading = False
            await asyncio.wait_for(asyncio.gather(*people), PATIENCE)
        finally:
            for task in (telling, *people):
                task.cancel()
            await asyncio.gather(telling, *people, return_exceptions=True)
        await self._compare()

    async def _watch(self, telling: asyncio.Future, people: list[asyncio.Task]) -> None:
        """Until the story ends. What goes wrong for one of the people goes wrong for all."""
        waiting = {telling, *people}
        while not telling.done():
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()

    async def _compare(self) -> None:
        self.stored = 0
        for sender in self.senders:
            reader = self.readers.get(sender)
            got = reader.metas() if reader else await read_by_sync(self.server.address, sender)
            compare(sender, got, "reading along" if reader else "sync at the end")
            kept = await read_by_history(self.server.address, sender)
            compare(sender, kept, "history")
            self.stored += len(kept)
