"""Starts, stops and kills the real server binary."""
import json
import os
import signal
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT_BINARY = ROOT / ".build/debug/hearth"


def clean_environment() -> dict[str, str]:
    """The environment without what would change a program's settings: HEARTH_ is the server's, PG that of PostgreSQL's clients."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("HEARTH_", "PG"))}


class Server:
    """One server process on one data folder, with its store there or in `database`. May be started again on the same data after
    `stop` or `kill`."""

    def __init__(
        self, data: Path, binary: str | os.PathLike | None = None, http: str = "127.0.0.1:0",
        settings: dict[str, object] | None = None, database: str | None = None, environment: dict[str, str] | None = None,
    ):
        self.data = Path(data).resolve()
        self.binary = Path(binary or os.environ.get("HEARTH_BINARY") or DEFAULT_BINARY).resolve()
        self.http = http
        self.settings = settings or {}
        self.database = database
        # Tests do more than people: without limits, unless it is those that a test is about.
        self.environment = {"HEARTH_LIMITS_ENABLED": "false", **(environment or {})}
        self.log = self.data.parent / (self.data.name + ".log")
        self.process: subprocess.Popen | None = None
        self.ready: dict = {}

    def start(self, patience: float = 30) -> "Server":
        """Starts the process and waits until it accepts connections."""
        self.launch()
        return self.wait_ready(patience)

    @property
    def ready_file(self) -> Path:
        return self.data.parent / (self.data.name + ".ready.json")

    @property
    def command(self) -> list[str]:
        database = ["--database", self.database] if self.database else []
        return [str(self.binary), "serve", "--data", str(self.data), "--http", self.http, "--tcp", "127.0.0.1:0", *database,
                "--ready-file", str(self.ready_file), *(f"--set={key}={value}" for key, value in self.settings.items())]

    def launch(self) -> None:
        """Starts the process and does not wait."""
        self.ready_file.unlink(missing_ok=True)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.data.parent,
                env={**clean_environment(), **self.environment})

    def wait_ready(self, patience: float = 30) -> "Server":
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode} at start:\n{self.log_tail()}")
            if self._read_ready():
                return self
            time.sleep(0.005)
        self.kill()
        raise RuntimeError(f"the server was not ready within {patience} s:\n{self.log_tail()}")

    def _read_ready(self) -> bool:
        try:
            self.ready = json.loads(self.ready_file.read_text())
        except (FileNotFoundError, ValueError):
            return False
        return True

    @property
    def base(self) -> str:
        """The REST address, as `http://host:port`."""
        http = self.ready["http"]
        return (http if "://" in http else "http://" + http).rstrip("/")

    @property
    def address(self) -> str:
        return self.base.split("://", 1)[1]

    @property
    def app_id(self) -> str:
        return self.ready["app_id"]

    @property
    def admin_token_file(self) -> Path:
        return Path(self.ready["admin_token_file"])

    @property
    def admin_token(self) -> str:
        return self.admin_token_file.read_text().strip()

    def stop(self, patience: float = 20) -> int:
        """Asks the server to end (SIGTERM) and returns its exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(f"the server did not stop within {patience} s:\n{self.log_tail()}") from None

    def kill(self) -> None:
        """SIGKILL: no time for the server to do anything."""
        self.process.kill()
        self.process.wait()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def log_text(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def log_tail(self, lines: int = 60) -> str:
        return "\n".join(self.log_text().splitlines()[-lines:])
