"""What the kill test kills and brings back, and when."""
import asyncio
import random
import time

from load import Failed, Sender
from postgres import Cluster
from server import Server

LONGEST_OUTAGE = 0.3  # seconds for which the database stays away
PATIENCE = 30  # seconds for everything to be back


class Hearth:
    """The server: SIGKILL, and a new process on the same data."""

    def __init__(self, server: Server):
        self.kill, self.restart = server.kill, server.start


class Postgres:
    """The database: ended as by a crash, and back after a while. Hearth is left alone and has to find it again."""

    def __init__(self, cluster: Cluster, chance: random.Random):
        self.kill, self.cluster, self.chance = cluster.kill, cluster, chance

    def restart(self) -> None:
        time.sleep(self.chance.uniform(0, LONGEST_OUTAGE))
        self.cluster.start()


class Victims:
    """One of them; or, at random, either or both at the same moment."""

    def __init__(self, which: str, server: Server, cluster: Cluster | None, chance: random.Random):
        hearth, postgres = Hearth(server), Postgres(cluster, chance) if cluster else None
        # The database comes first: without it the server does not start.
        choices = {"hearth": [[hearth]], "postgres": [[postgres]], "both": [[hearth], [postgres], [postgres, hearth]]}
        self.choices, self.chance = choices[which], chance

    def choose(self) -> list[Hearth | Postgres]:
        return self.chance.choice(self.choices)


class Killings:
    """Kills and restarts at random moments, and counts what the kills hit."""

    def __init__(self, server: Server, victims: Victims, senders: list[Sender], chance: random.Random):
        self.server, self.victims, self.senders, self.chance = server, victims, senders, chance
        self.kills = self.with_flight = self.cut_acks = self.found_before = 0
        self.up = self.slowest_return = 0.0

    @property
    def acked(self) -> int:
        return sum(len(sender.acked) for sender in self.senders)

    def count_found(self) -> None:
        """Messages that were found stored when they were sent again: the kill before was between commit and ack."""
        found = sum(sender.found_again for sender in self.senders)
        self.cut_acks += found > self.found_before
        self.found_before = found

    async def run(self, kills: int, longest: float) -> None:
        loop = asyncio.get_running_loop()
        for self.kills in range(1, kills + 1):
            started = loop.time()
            await self.service()
            await asyncio.sleep(self.chance.uniform(0, longest))
            self.check_alive()
            self.with_flight += any(sender.in_flight for sender in self.senders)
            victims = self.victims.choose()
            await asyncio.gather(*(loop.run_in_executor(None, victim.kill) for victim in victims))
            self.up += loop.time() - started
            self.count_found()
            for sender in self.senders:
                sender.last_kill_ms = int(time.time() * 1000)
            for victim in victims:
                await loop.run_in_executor(None, victim.restart)
            if self.kills % 20 == 0:
                print(f"torture: {self.kills} kills, {self.acked} acknowledged", flush=True)
        started = loop.time()
        await self.service()
        await asyncio.sleep(0.3)
        for sender in self.senders:
            sender.sending = False
        while any(sender.unacked for sender in self.senders) and loop.time() - started < PATIENCE:
            await asyncio.sleep(0.01)
        self.check_alive()
        self.count_found()
        self.up += loop.time() - started

    async def service(self) -> None:
        """Until somebody is connected and, since now, something was acknowledged."""
        started, before = time.monotonic(), self.acked
        while self.acked == before or not any(sender.session for sender in self.senders):
            if time.monotonic() - started > PATIENCE:
                raise Failed(f"nothing was acknowledged within {PATIENCE} s after kill {self.kills - 1}")
            await asyncio.sleep(0.005)
        self.slowest_return = max(self.slowest_return, time.monotonic() - started)

    def check_alive(self) -> None:
        if not self.server.is_running():
            raise Failed(f"the server ended by itself:\n{self.server.log_tail()}")

    def summary(self) -> str:
        return (f"{self.kills} kills, {self.with_flight} with messages in flight, {self.cut_acks} between a commit and its ack; "
                f"at most {self.slowest_return:.1f} s until messages were acknowledged again")
