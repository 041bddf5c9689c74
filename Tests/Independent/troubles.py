"""Ways for PostgreSQL to be away, and the way back."""
from pathlib import Path

from postgres import Cluster
from server import Server


class Trouble:
    """Of one database of a cluster and the server on it."""

    def __init__(self, cluster: Cluster, server: Server):
        self.cluster, self.name = cluster, server.database.rsplit("/", 1)[1]
        self.own = cluster.as_superuser(server.database)

    def send_away(self) -> None:
        """Ends the connections of Hearth."""
        self.cluster.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.name}' AND usename = 'hearth'")

    def begin(self) -> None: ...

    def end(self) -> None: ...


class Crash(Trouble):
    def begin(self):
        self.cluster.kill()

    def end(self):
        self.cluster.start()


class OrderlyStop(Trouble):
    def begin(self):
        self.cluster.stop()

    def end(self):
        self.cluster.start()


class NoLogins(Trouble):
    """The server runs and lets nobody in, as when a password was changed or all connections are taken."""

    def begin(self):
        self.cluster.sql("ALTER ROLE hearth NOLOGIN")
        self.send_away()

    def end(self):
        self.cluster.sql("ALTER ROLE hearth LOGIN")


class ReadOnly(Trouble):
    """Reads are served, writes are not, as by a standby that is not promoted yet."""

    def begin(self):
        self.cluster.sql(f"ALTER DATABASE {self.name} SET default_transaction_read_only = on")
        self.send_away()

    def end(self):
        self.cluster.sql(f"ALTER DATABASE {self.name} RESET default_transaction_read_only")
        self.send_away()


class LockedTable(Trouble):
    """Somebody holds a table for longer than anybody waits."""

    table = "messages"

    def begin(self):
        self.holder = self.cluster.connection(self.own)
        self.holder.run(f"BEGIN; LOCK TABLE {self.table} IN ACCESS EXCLUSIVE MODE")

    def end(self):
        self.holder.close()


class NoDevices(LockedTable):
    """A login gets as far as its device, and waits."""

    table = "devices"


class FullDisk:
    """A file that takes all the room there is, until it is removed."""

    def __init__(self, disk: Path):
        self.ballast = disk / "ballast"

    def begin(self) -> None:
        try:
            with open(self.ballast, "wb", buffering=0) as file:
                while True:
                    file.write(bytes(1 << 12))
        except OSError:
            pass

    def end(self) -> None:
        self.ballast.unlink()
