"""The verbs of the binary, and a store as the clients of its server see it."""
import os
import subprocess
import time
from pathlib import Path

import xsync_pb2 as pb
from floo import PATIENCE, Floo
from rest import Account, Rest
from server import Server, clean_environment

REFUSED = 78  # as sysexits.h numbers trouble with configuration or environment


def hearth(*words: object, patience: float = 60, **variables: str) -> subprocess.CompletedProcess:
    """Runs a verb to its end."""
    binary = Server(Path("data")).binary
    return subprocess.run(
        [str(binary), *map(str, words)], capture_output=True, text=True, timeout=patience, env=clean_environment() | variables
    )


def done(*words: object, **variables: str) -> str:
    """What a verb prints that must succeed."""
    result = hearth(*words, **variables)
    assert result.returncode == 0, result.stderr
    return result.stdout


def refused(*words: object, **variables: str) -> str:
    """The one line of a verb that must not."""
    result = hearth(*words, **variables)
    lines = [line for line in result.stderr.splitlines() if line.startswith("hearth: ")]
    assert result.returncode == REFUSED and len(lines) == 1 and result.stderr.splitlines()[-1] == lines[0], result
    return lines[0]


def place(server: Server) -> list[str]:
    """The flags that name a server's store."""
    return ["--data", str(server.data), *(["--database", server.database] if server.database else [])]


def address(server: Server) -> str:
    """A server's store as `hearth store copy` takes it."""
    return server.database or f"sqlite:{server.data}/hearth.db"


class People:
    """Some people with a past, and how it looks to them."""

    GUIDS = ("first", "second")

    def __init__(self, server: Server, count: int = 3):
        rest = Rest(server.base, server.app_id)
        self.accounts = [rest.new_account(f"person{number}") for number in range(count)]

    def talk(self, server: Server, times: int, word: str) -> list[int]:
        """Everybody writes to everybody; the ids of what was said."""
        said = []
        for sender in self.accounts:
            device = Floo(server, sender, guid=f"{sender.uid}_{self.GUIDS[0]}").login()
            said += [
                device.say(receiver.uid, f"{word}{number} ✓\0") for receiver in self.accounts for number in range(times)
                if receiver is not sender
            ]
            device.close()
        return said

    def read(self, server: Server, account: Account) -> None:
        """One of them reads all on the first device; returns when the store knows: confirmations are written a little later."""
        device = Floo(server, account, guid=f"{account.uid}_{self.GUIDS[0]}").login()
        for peer in self.accounts:
            if peer is not account:
                device.sync(peer.uid)
        device.close()
        deadline = time.monotonic() + PATIENCE
        waiting = True
        while waiting:
            assert time.monotonic() < deadline, "confirmations were not stored"
            other = Floo(server, account, guid=f"{account.uid}_{self.GUIDS[1]}").login()
            waiting = any(entry.n for entry in other.unread().unread)
            other.close()

    def view(self, server: Server) -> dict:
        """What clients see: who they are, which device, what waits for it, and all of the past. Changes nothing but logins."""
        rest, seen = Rest(server.base, server.app_id), {"app": server.app_id}
        for account in self.accounts:
            assert rest.token(account.name, account.password).data["user_id"] == account.uid
            profile = rest.get("/user/profile", token=account.token)
            assert profile.code == 200, profile.json
            for guid in self.GUIDS:
                device = Floo(server, account, guid=f"{account.uid}_{guid}").login()
                seen[account.name, guid] = {
                    "device": device.sn, "profile": profile.json,
                    "waiting": sorted((entry.xid.uid, entry.n) for entry in device.unread().unread),
                    "history": {peer.uid: self.history(device, peer.uid) for peer in self.accounts if peer is not account},
                }
                device.close()
        return seen

    @staticmethod
    def history(device: Floo, uid: int) -> list[tuple]:
        metas, key = [], 0
        while True:
            page = device.history(uid, 50, key)
            metas += page.metas
            key = page.next_key
            if not key:
                return [(meta.id, getattr(meta, "from").uid, meta.timestamp, meta.payload) for meta in metas]


def goes_on(server: Server, people: People, old: list[int]) -> None:
    """Nothing that was given is given again: message ids, user ids, conversations, apps, devices."""
    rest = Rest(server.base, server.app_id)
    new = [rest.new_account("new") for _ in range(2)]
    assert min(account.uid for account in new) > max(account.uid for account in people.accounts)
    device = Floo(server, new[0]).login()
    assert device.say(new[1].uid, "a new conversation") > max(old)
    assert device.say(people.accounts[0].uid, "another") > max(old)
    device.close()
    assert people.talk(server, 1, "again")[0] > max(old)
    reader = Floo(server, new[1]).login()
    assert [pb.MessageBody.FromString(meta.payload).content for meta in reader.sync(new[0].uid)] == ["a new conversation"]
    reader.close()


def writable(path: Path, text: str) -> Path:
    """A program of the given text."""
    path.write_text(text)
    os.chmod(path, 0o700)
    return path
