"""A PostgreSQL server for tests, through scripts/postgres-cluster."""
import itertools
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

from server import ROOT, clean_environment

SCRIPT = ROOT / "scripts/postgres-cluster"


def at_database(url: str, name: str) -> str:
    """The same address, for another database of the server."""
    return re.sub(r"(?<=[^/])/[^/?]*(?=\?|$)", f"/{name}", url, count=1)


class Cluster:
    """One server with its data. Ends with this process, or at `close`."""

    numbers = itertools.count(1)

    def __init__(self, *options: str):
        self.options = options
        self.script: subprocess.Popen | None = None
        self.info: dict = {}
        self.asking = threading.Lock()

    # Life

    def start(self) -> "Cluster":
        """Makes the server, or starts it again after `stop`."""
        if self.script is None:
            self.script = subprocess.Popen(
                [sys.executable, str(SCRIPT), *self.options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                start_new_session=True, env=clean_environment(),
            )
            self.info = self._answer()
        else:
            self.info = self._command("start")
        return self

    def kill(self) -> None:
        """Ends the server as a crash would: no checkpoint, connections cut. `start` recovers it."""
        self._command("stop-immediate")

    def stop(self) -> None:
        """Ends the server in order; its clients are sent away."""
        self._command("stop")

    def close(self) -> None:
        """Ends the server and removes its data."""
        if self.script is not None:
            self.script.communicate()
            self.script = None

    def __enter__(self) -> "Cluster":
        return self.start()

    def __exit__(self, *_) -> None:
        self.close()

    def _command(self, word: str) -> dict:
        with self.asking:
            self.script.stdin.write(word + "\n")
            self.script.stdin.flush()
            return self._answer()

    def _answer(self) -> dict:
        line = self.script.stdout.readline()
        if not line:
            raise RuntimeError(f"scripts/postgres-cluster ended with {self.script.wait()}")
        return json.loads(line)

    # Use

    @property
    def url(self) -> str:
        """As user `hearth`, who may make databases, to a database that is not for use."""
        return self.info["url"]

    @property
    def superuser(self) -> str:
        return self.info["superuser"]

    @property
    def ca(self) -> Path:
        return Path(self.info["ca"])

    def new_database(self, options: str = "") -> str:
        """The address of a new, empty database of user `hearth`. `options` stand at the end of CREATE DATABASE."""
        name = f"hearth_{os.getpid()}_{next(self.numbers)}"
        self.sql(f"CREATE DATABASE {name} OWNER hearth {options}")
        return at_database(self.url, name)

    def sql(self, text: str, url: str | None = None) -> list[list[str]]:
        """Runs one statement, as superuser unless an address says otherwise, and returns its rows."""
        result = subprocess.run(self._psql(url, "-c", text), capture_output=True, text=True, timeout=60, env=clean_environment())
        assert result.returncode == 0, f"{text}: {result.stderr}"
        return [line.split("|") for line in result.stdout.splitlines()]

    def value(self, text: str, url: str | None = None) -> str:
        """The one value of a query."""
        [[value]] = self.sql(text, url)
        return value

    def connection(self, url: str | None = None) -> "Connection":
        """A connection that stays open, to hold a transaction in."""
        return Connection(self._psql(url))

    def as_superuser(self, url: str) -> str:
        """The address of a database, for the superuser."""
        return at_database(self.superuser, url.rsplit("/", 1)[1].split("?")[0])

    def _psql(self, url: str | None, *words: str) -> list[str]:
        return [f"{self.info['bin']}/psql", url or self.superuser, "-qXAt", "-v", "ON_ERROR_STOP=1", *words]

    def log_tail(self, lines: int = 30) -> str:
        path = Path(self.info.get("log", "/nonexistent"))
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""


class Connection:
    """A `psql` that waits for the next statement."""

    def __init__(self, command: list[str]):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=clean_environment()
        )

    def run(self, text: str) -> list[str]:
        """Runs statements and returns the lines they print."""
        self.process.stdin.write(f"{text};\n\\echo done\n")
        self.process.stdin.flush()
        lines = []
        while (line := self.process.stdout.readline()) != "done\n":
            if not line:
                raise RuntimeError(f"psql ended: {' '.join(lines)}")
            lines.append(line.rstrip("\n"))
        return lines

    def close(self) -> None:
        """Ends the connection; an open transaction is rolled back."""
        self.process.communicate()
