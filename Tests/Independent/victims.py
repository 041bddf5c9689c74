"""What the kill test kills and brings back, and when."""
import asyncio
import random
import time

from load import Failed
from postgres import Cluster
from server import Server
from traffic import Traffic

LONGEST_OUTAGE = 0.3  # seconds for which the database stays away


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

    def __init__(self, traffic: Traffic, victims: Victims, chance: random.Random):
        self.traffic, self.victims, self.chance = traffic, victims, chance
        self.kills = self.with_flight = self.cut_acks = self.found_before = 0
        self.up = self.slowest_return = 0.0

    async def run(self, kills: int, longest: float) -> None:
        """Each kill comes at most `longest` seconds after messages are acknowledged again."""
        loop = asyncio.get_running_loop()
        senders = self.traffic.senders
        for self.kills in range(1, kills + 1):
            started = await self.service()
            await asyncio.sleep(self.chance.uniform(0, longest))
            self.check_alive()
            self.with_flight += any(sender.in_flight for sender in senders)
            victims = self.victims.choose()
            await asyncio.gather(*(loop.run_in_executor(None, victim.kill) for victim in victims))
            self.up += loop.time() - started
            self.count_found()
            for sender in senders:
                sender.last_kill_ms = int(time.time() * 1000)
            for victim in victims:
                await loop.run_in_executor(None, victim.restart)
            if self.kills % 20 == 0:
                print(f"torture: {self.kills} kills, {self.traffic.acked} acknowledged", flush=True)
        started = await self.service()
        await asyncio.sleep(0.3)
        self.check_alive()
        self.count_found()
        self.up += loop.time() - started

    async def service(self) -> float:
        """Waits until messages are acknowledged; returns since when it waited."""
        started = asyncio.get_running_loop().time()
        self.slowest_return = max(self.slowest_return, await self.traffic.flows())
        return started

    def count_found(self) -> None:
        """Messages that were found stored when they were sent again: the kill before was between commit and ack."""
        found = sum(sender.found_again for sender in self.traffic.senders)
        self.cut_acks += found > self.found_before
        self.found_before = found

    def check_alive(self) -> None:
        if not self.traffic.server.is_running():
            raise Failed(f"the server ended by itself:\n{self.traffic.server.log_tail()}")

    def summary(self) -> str:
        return (f"{self.kills} kills, {self.with_flight} with messages in flight, {self.cut_acks} between a commit and its ack; "
                f"at most {self.slowest_return:.1f} s until messages were acknowledged again")
