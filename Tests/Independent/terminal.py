"""`hearth chat` as a person uses it: lines in, lines out."""
import queue
import subprocess
import threading
import time

from floo import PATIENCE
from rest import Account
from server import Server, clean_environment


class Terminal:
    """One running `hearth chat`; use it in a `with`."""

    def __init__(self, server: Server, account: Account, to: int, *words: str):
        command = [
            str(server.binary), "chat", "--server", server.base, "--app", account.app_id, "--user", account.name, "--password",
            account.password, "--to", str(to), *words,
        ]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=clean_environment()
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.seen: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> "Terminal":
        self.waits_for("Logged in")
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.wait()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def types(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def waits_for(self, part: str) -> str:
        """The next line that holds this text."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                line = self.lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no line with {part!r}; there were {self.seen}") from None
            self.seen.append(line)
            if part in line:
                return line

    def answers(self, line: str, part: str) -> int:
        """Types something; the message id in the answer, which holds this text. It is the largest number there."""
        self.types(line)
        words = (word.strip(":") for word in self.waits_for(part).split())
        return max(int(word) for word in words if word.isdigit())

    def leaves(self) -> list[str]:
        """Ends the input, and waits for the end; all that was shown."""
        self.process.stdin.close()
        assert self.process.wait(PATIENCE) == 0
        while not self.lines.empty():
            self.seen.append(self.lines.get())
        return self.seen
