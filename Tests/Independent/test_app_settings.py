"""Settings of an app: read and changed by the admin API and the command line, kept over restarts, shared by servers."""
import subprocess
import time
from pathlib import Path

import pytest
import requests
import xsync_pb2 as pb
from conftest import World
from postgres import Cluster
from server import Server, clean_environment


class Settings:
    """The settings of an app at one server, which is the default app if none is named."""

    def __init__(self, server: Server, app_id: str | None = None):
        self.server = server
        self.app_id = app_id or server.app_id

    def call(self, method: str, rest: str = "", **options) -> dict:
        headers = {"Authorization": f"Bearer {self.server.admin_token}"}
        url = f"{self.server.base}/admin/apps/{self.app_id}/settings{rest}"
        response = requests.request(method, url, headers=headers, timeout=20, **options)
        assert response.status_code == 200
        return response.json()

    def all(self) -> dict:
        return {row["key"]: row["value"] for row in self.call("GET")["data"]}

    def set(self, values: dict) -> dict:
        return self.call("PATCH", json=values)

    def changes(self, **query) -> dict:
        return self.call("GET", "/changes", params=query)


def hearth(server: Server, *words: str) -> subprocess.CompletedProcess:
    """Runs a verb on the server's data."""
    database = ["--database", server.database] if server.database else []
    return subprocess.run(
        [server.binary, *words, "--data", server.data, *database], capture_output=True, text=True, timeout=60, env=clean_environment())


def rows(printed: str) -> dict:
    """What `hearth app settings` shows: key to value and whether it is marked as changed."""
    lines = [(line[0], line[2:].split()) for line in printed.splitlines()]
    return {words[0]: (words[1], mark == "*") for mark, words in lines}


@pytest.mark.both_databases
def test_a_change_is_read_back_and_survives_restart_and_kill(own_server):
    settings = Settings(own_server)
    standard = settings.all()
    assert standard["recall.window.chat"] == 300 and standard["recall.enabled"] is True
    assert settings.set({"recall.window.chat": 1, "devices.when.full": "refuse"})["code"] == 200
    wanted = {**standard, "recall.window.chat": 1, "devices.when.full": "refuse"}
    assert settings.all() == wanted
    own_server.stop()
    own_server.start()
    assert settings.all() == wanted
    assert settings.set({"recall.window.chat": None})["code"] == 200
    own_server.kill()
    own_server.start()
    assert settings.all() == {**wanted, "recall.window.chat": 300}
    assert [(c["key"], c["before"], c["after"]) for c in settings.changes()["data"]] == [
        ("recall.window.chat", 1, None), ("devices.when.full", None, "refuse"), ("recall.window.chat", None, 1)]


def test_a_wrong_key_or_value_changes_nothing(server):
    settings = Settings(server)
    before = settings.all()
    answer = settings.set({"retention.days": 5, "recal.enabled": False})
    assert answer["code"] == 10002 and "recall.enabled" in answer["message"]
    answer = settings.set({"retention.days": 5, "devices.per.platform": 101})
    assert answer["code"] == 10002
    assert all(word in answer["message"] for word in ("devices.per.platform", "1 to 100", "'101'"))
    assert settings.all() == before


def test_only_the_admin_reads_and_sets(server):
    url = f"{server.base}/admin/apps/{server.app_id}/settings"
    for method, path in (("GET", url), ("PATCH", url), ("GET", url + "/changes")):
        for headers in ({}, {"Authorization": "Bearer nonsense"}):
            assert requests.request(method, path, json={"retention.days": 1}, headers=headers, timeout=10).status_code == 401


@pytest.mark.both_databases
def test_the_verbs_work_beside_a_server_and_without_one(own_server):
    app = own_server.app_id
    done = hearth(own_server, "app", "set", app, "retention.days=30", "recall.enabled=false")
    assert done.returncode == 0, done.stderr
    assert rows(done.stdout)["retention.days"] == ("30", True)
    assert Settings(own_server).all()["retention.days"] == 30, "the running server has it at once"
    own_server.stop()
    assert rows(hearth(own_server, "app", "settings", app).stdout)["recall.enabled"] == ("false", True)
    done = hearth(own_server, "app", "set", app, "retention.days=", "devices.per.platform=2")
    assert done.returncode == 0, done.stderr
    shown = rows(done.stdout)
    assert shown["retention.days"] == ("0", False) and shown["devices.per.platform"] == ("2", True)
    own_server.start()
    settings = Settings(own_server)
    assert settings.all()["devices.per.platform"] == 2 and settings.all()["retention.days"] == 0
    authors = [change["by"] for change in settings.changes()["data"]]
    assert authors[:2] == ["hearth app set"] * 2 and all(author.startswith("admin API") for author in authors[2:])


@pytest.mark.parametrize("words, said", [
    (["set", "APP", "retention.day=1"], "retention.days"), (["set", "APP", "retention.days=x"], "a whole number from 0 to 36500"),
    (["set", "APP", "retention.days"], "KEY=VALUE"), (["set", "nosuchapp", "retention.days=1"], "there is no app nosuchapp"),
    (["settings", "nosuchapp"], "there is no app nosuchapp"), (["set", "APP"], "key=value"),
])
def test_a_verb_says_what_is_wrong(server, words, said):
    done = hearth(server, "app", *(server.app_id if word == "APP" else word for word in words))
    assert done.returncode != 0 and said in done.stderr


@pytest.fixture
def nodes(tmp_path: Path, cluster: Cluster):
    """Two servers on one database."""
    database = cluster.new_database()
    servers = [Server(tmp_path / name, database=database).start() for name in ("north", "south")]
    yield servers
    for server in servers:
        server.stop()


def until(condition, seconds: float = 8) -> float:
    """Waits until a condition holds and returns how long that took."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, "it did not come"
        time.sleep(0.05)
    return time.monotonic() - start


def test_two_servers_agree_within_seconds(nodes):
    here, there = (Settings(server) for server in nodes)
    standard = there.all()
    assert here.set({"recall.window.group": 77})["code"] == 200
    assert here.all()["recall.window.group"] == 77
    print(f"the other server had it after {until(lambda: there.all() == {**standard, 'recall.window.group': 77}):.1f} s")
    assert there.set({"recall.window.group": None, "retention.days": 1})["code"] == 200
    assert there.all() == {**standard, "retention.days": 1}
    until(lambda: here.all() == there.all())
    assert [change["key"] for change in here.changes()["data"]] == ["recall.window.group", "retention.days", "recall.window.group"]


def test_a_frozen_app_is_frozen_everywhere_within_seconds(nodes, cluster):
    worlds = [World(server) for server in nodes]
    alice = worlds[0].account("alice")
    assert all(world.rest.get("/user/profile", token=alice.token).code == 200 for world in worlds)
    cluster.sql("UPDATE apps SET status = 1", nodes[0].database)
    until(lambda: all(world.rest.get("/user/profile", token=alice.token).code == 40003 for world in worlds))
    assert worlds[0].connect(alice).provision().status.code == pb.Status.APP_FROZEN
    cluster.sql("UPDATE apps SET status = 0", nodes[0].database)
    until(lambda: all(world.rest.get("/user/profile", token=alice.token).code == 200 for world in worlds))
    for world in worlds:
        world.close()
