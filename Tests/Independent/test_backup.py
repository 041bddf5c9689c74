"""`hearth backup` and `hearth restore`: a copy made beside a running server is a store that another server boots."""
import os
import sqlite3
import stat
import subprocess
import threading
from pathlib import Path

import pytest
from floo import Floo
from server import Server
from verbs import People, done, goes_on, hearth, place, refused, writable

both = pytest.mark.both_databases


@pytest.fixture
def tools(store, request) -> dict[str, str]:
    """With the programs of the test's own PostgreSQL in front."""
    if store == "sqlite":
        return {}
    return {"PATH": f"{request.getfixturevalue('cluster').info['bin']}:{os.environ['PATH']}"}


@both
def test_a_server_on_the_restored_copy_shows_the_same(tmp_path, own_server, new_database, tools):
    people = People(own_server)
    said = people.talk(own_server, 30, "m")
    people.read(own_server, people.accounts[0])
    before = people.view(own_server)
    file = tmp_path / "copy"
    done("backup", *place(own_server), file, **tools)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and [path.name for path in tmp_path.glob("copy*")] == ["copy"]
    people.talk(own_server, 1, "later")
    copy = Server(tmp_path / "other", database=new_database())
    done("restore", *place(copy), file, **tools)
    copy.start()
    try:
        assert people.view(copy) == before
        goes_on(copy, people, said)
        assert copy.admin_token != own_server.admin_token, "a secret of the directory, not of the store"
    finally:
        copy.stop()


@both
def test_a_backup_beside_senders_holds_what_was_acknowledged_before(tmp_path, own_server, new_database, tools):
    people = People(own_server, 2)
    alice, bob = people.accounts
    acked, stop = [], threading.Event()

    def send() -> None:
        device = Floo(own_server, alice).login()
        while not stop.is_set():
            acked.append(device.say(bob.uid, f"m{len(acked)}"))
        device.close()

    sender = threading.Thread(target=send)
    sender.start()
    while len(acked) < 50:
        pass
    before = list(acked)
    done("backup", *place(own_server), tmp_path / "copy", **tools)
    stop.set()
    sender.join()
    copy = Server(tmp_path / "other", database=new_database())
    done("restore", *place(copy), tmp_path / "copy", **tools)
    copy.start()
    reader = Floo(copy, bob).login()
    ids = [meta.id for meta in reader.sync(alice.uid)]
    reader.close()
    copy.stop()
    assert ids[: len(before)] == before and ids == acked[: len(ids)], "a state that was, without a hole"


@both
def test_a_restore_leaves_a_store_with_rows_and_a_running_server_alone(tmp_path, own_server, tools, store):
    people = People(own_server, 2)
    file = tmp_path / "copy"
    done("backup", *place(own_server), file, **tools)
    assert "is there already" in refused("backup", *place(own_server), file, **tools)
    people.talk(own_server, 3, "m")
    before = people.view(own_server)
    line = refused("restore", *place(own_server), file, "--force", **tools)
    assert "is using" in line
    assert people.view(own_server) == before
    own_server.stop()
    assert "not empty" in refused("restore", *place(own_server), file, **tools)
    if store == "postgres":
        assert "not empty" in refused("restore", *place(own_server), file, "--force", **tools)
    own_server.start()
    assert people.view(own_server) == before


def test_force_keeps_what_it_replaces(tmp_path):
    server = Server(tmp_path / "data").start()
    people = People(server, 2)
    done("backup", *place(server), tmp_path / "copy")
    early = people.view(server)
    people.talk(server, 3, "m")
    late = people.view(server)
    server.kill()  # what it wrote last is in the log beside the file
    done("restore", *place(server), tmp_path / "copy", "--force")
    server.start()
    assert people.view(server) == early
    server.stop()
    former = server.data / "hearth.db.before-restore"
    assert "before-restore" in refused("restore", *place(server), tmp_path / "copy", "--force")
    other = Server(tmp_path / "other")
    done("restore", *place(other), former)
    other.start()
    assert people.view(other) == late
    other.stop()


@pytest.mark.parametrize("damage", ["text", "empty", "no store", "cut", "later version", "dump"])
def test_a_file_that_will_not_do_replaces_nothing(tmp_path, damage):
    server = Server(tmp_path / "data").start()
    People(server, 2).talk(server, 40, "m")
    file = tmp_path / "copy"
    done("backup", *place(server), file)
    server.stop()
    stored = (server.data / "hearth.db").read_bytes()
    if damage == "text":
        file.write_text("not a store at all")
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "dump":
        file.write_bytes(b"PGDMP" + bytes(100))
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:40_960])
    else:
        if damage == "no store":
            file.unlink()
        with sqlite3.connect(file) as database:
            if damage == "no store":
                database.execute("CREATE TABLE notes (text)")
            else:
                database.execute("INSERT INTO schema_migrations VALUES (9999, 'from_the_future', 0, 0)")
        database.close()
    refused("restore", *place(server), file, "--force")
    assert (server.data / "hearth.db").read_bytes() == stored
    assert sorted(path.name for path in server.data.glob("hearth.db*")) == ["hearth.db", "hearth.db.lock"]
    refused("restore", "--data", tmp_path / "fresh", file)
    assert not (tmp_path / "fresh/hearth.db").exists()


def test_a_backup_of_nothing_makes_no_file(tmp_path):
    assert "no store" in refused("backup", "--data", tmp_path / "none", tmp_path / "copy")
    assert list(tmp_path.glob("*")) == []
    server = Server(tmp_path / "data").start()
    refused("backup", *place(server), tmp_path / "no-such-folder/copy")
    assert server.stop() == 0


def test_a_missing_program_is_named_with_what_to_run(tmp_path, cluster):
    url = cluster.new_database()
    password = url.split(":")[2].split("@")[0]
    assert "no Hearth store" in refused("backup", "--database", url, tmp_path / "copy")
    done("migrate", "--database", url, "--data", tmp_path / "data")
    result = hearth("backup", "--database", url, tmp_path / "copy", PATH=str(tmp_path))
    assert result.returncode == 78 and "pg_dump is not on the PATH" in result.stderr and "pg_dump --format=custom" in result.stderr
    assert password not in result.stderr + result.stdout and list(tmp_path.glob("copy*")) == []


@pytest.mark.parametrize("verb", ["backup", "restore"])
def test_the_password_is_on_no_command_line(tmp_path, cluster, verb):
    url = cluster.new_database()
    password = url.split(":")[2].split("@")[0]
    real = cluster.info["bin"]
    file = tmp_path / "copy"
    source = Server(tmp_path / "data", database=url).start()
    source.stop()
    if verb == "restore":
        done("backup", "--database", url, file, PATH=f"{real}:{os.environ['PATH']}")
        url = cluster.new_database()
    for name in ("pg_dump", "pg_restore"):
        writable(tmp_path / name, f'#!/bin/sh\necho "$0 $@" >>{tmp_path}/words\nexec {real}/{name} "$@"\n')
    done(verb, "--database", url, file, PATH=f"{tmp_path}:{os.environ['PATH']}")
    words = (tmp_path / "words").read_text()
    assert words and password not in words and "dbname=" in words


def test_a_tool_that_fails_leaves_no_file(tmp_path, cluster):
    url = cluster.new_database()
    done("migrate", "--database", url, "--data", tmp_path / "data")
    writable(tmp_path / "pg_dump", f"#!/bin/sh\ntouch {tmp_path}/copy.partial\nexit 3\n")
    assert "status 3" in refused("backup", "--database", url, tmp_path / "copy", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert list(tmp_path.glob("copy*")) == []


def test_a_dump_of_another_program_is_refused(tmp_path, cluster):
    url, target = cluster.new_database(), cluster.new_database()
    cluster.sql("CREATE TABLE notes (text text)", url)
    real = cluster.info["bin"]
    subprocess.run([f"{real}/pg_dump", "--format=custom", f"--file={tmp_path}/dump", url], check=True)
    path = {"PATH": f"{real}:{os.environ['PATH']}"}
    assert "no dump of a Hearth store" in refused("restore", "--database", target, tmp_path / "dump", **path)
    done("migrate", "--database", target, "--data", tmp_path / "data")
    cluster.sql("INSERT INTO schema_migrations VALUES (9999, 'from_the_future', 0, 0)", target)
    subprocess.run([f"{real}/pg_dump", "--format=custom", f"--file={tmp_path}/future", target], check=True)
    empty = cluster.new_database()
    assert "later version" in refused("restore", "--database", empty, tmp_path / "future", **path)
    assert cluster.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", empty) == []
    Path(tmp_path / "dump").unlink()
