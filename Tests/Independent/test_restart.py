"""What survives a kill and a restart, and how the server starts and stops."""
import stat
import subprocess

import pytest
import requests
from floo import client_mids
from frames import chat, contents
from server import clean_environment

pytestmark = pytest.mark.both_databases


def test_what_was_acknowledged_survives_a_kill(own_world):
    server = own_world.server
    alice, bob = own_world.account("alice"), own_world.account("bob")
    sender = own_world.login(alice, guid="hers")
    mid, payload = next(client_mids), chat("the last words")
    acked = [sender.say(bob.uid, f"m{n}") for n in range(30)] + [sender.submit(bob.uid, payload, mid).server_mid]
    server.kill()
    server.start()
    receiver = own_world.login(bob)
    assert {entry.xid.uid: entry.n for entry in receiver.unread().unread} == {alice.uid: 31}
    received = receiver.sync(alice.uid)
    assert [m.id for m in received] == acked
    assert contents(received)[-1] == "the last words"
    again = own_world.login(alice, guid="hers")
    assert again.sn == sender.sn, "a device keeps its number"
    assert again.submit(bob.uid, payload, mid).server_mid == acked[-1], "a repeat is recognised after a restart"
    assert again.say(bob.uid, "after") > acked[-1], "ids go on growing"


def test_confirmations_survive_an_orderly_stop(own_world):
    server = own_world.server
    alice, bob = own_world.login(own_world.account("alice")), own_world.account("bob")
    alice.say(bob.uid, "hi")
    reader = own_world.login(bob, guid="his")
    assert len(reader.sync(alice.account.uid)) == 1
    assert server.stop() == 0
    server.start()
    assert own_world.login(bob, guid="his").sync(alice.account.uid) == []


def test_a_stop_ends_connections_and_frees_the_port(own_server, own_world):
    alice = own_world.login(own_world.account("alice"))
    own_server.http = own_server.address
    assert own_server.stop() == 0
    alice.wait_closed()
    own_server.start()
    assert requests.get(own_server.base + "/api/health", timeout=5).status_code == 200


def test_a_restart_keeps_the_default_app_and_the_admin_token(own_server):
    before = own_server.app_id, own_server.admin_token
    own_server.stop()
    own_server.start()
    assert (own_server.app_id, own_server.admin_token) == before


def test_the_start_says_where_things_are_and_keeps_the_secret(own_server):
    log = own_server.log_text()
    assert own_server.app_id in log
    assert own_server.address in log
    assert str(own_server.admin_token_file) in log
    assert own_server.admin_token not in log
    assert stat.S_IMODE(own_server.admin_token_file.stat().st_mode) == 0o600
    assert own_server.ready["pid"] == own_server.process.pid
    assert own_server.ready["tcp"].startswith("127.0.0.1:")


def test_the_verbs_answer(own_server):
    def hearth(*words: str) -> str:
        result = subprocess.run(
            [str(own_server.binary), *words], capture_output=True, text=True, timeout=20, env=clean_environment(),
            cwd=own_server.data.parent,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    assert hearth("version").strip()
    assert hearth("config", "print").strip()
