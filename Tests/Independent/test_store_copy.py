"""`hearth store copy`: a whole store moves to the other database, and its clients do not notice."""
import sqlite3

import pytest
from server import Server
from verbs import People, address, done, goes_on, hearth, refused


def lines(text: str) -> dict[str, tuple[str, str]]:
    """Rows and digest of each table."""
    rows = [line.split() for line in text.splitlines()[1:-1]]
    return {name: (count, digest) for name, count, digest in rows}


@pytest.mark.parametrize("first, second", [("sqlite", "postgres"), ("postgres", "sqlite"), ("sqlite", "sqlite"), ("postgres", "postgres")])
def test_clients_find_everything_on_the_copy(tmp_path, cluster, first, second):
    def new_server(name: str, kind: str) -> Server:
        return Server(tmp_path / name, database=cluster.new_database() if kind == "postgres" else None)

    server, copy = new_server("first", first), new_server("second", second)
    server.start()
    people = People(server)
    said = people.talk(server, 30, "m")
    people.read(server, people.accounts[0])
    before = people.view(server)
    assert "is using" in refused("store", "copy", "--from", address(server), "--to", address(copy))
    server.stop()
    copy.data.mkdir(parents=True)
    tables = lines(done("store", "copy", "--from", address(server), "--to", address(copy)))
    assert tables["messages"][0] == str(len(said)) and tables["conversations"][0] == "3"
    copy.start()
    try:
        assert people.view(copy) == before
        goes_on(copy, people, said)
        assert "is using" in refused("store", "copy", "--from", address(copy), "--to", f"sqlite:{tmp_path}/third.db")
    finally:
        copy.stop()
    assert "not empty" in refused("store", "copy", "--from", address(server), "--to", address(copy))


def test_there_and_back_is_the_same(tmp_path, cluster):
    server = Server(tmp_path / "data").start()
    People(server).talk(server, 5, "m")
    server.stop()
    middle, end = cluster.new_database(), f"sqlite:{tmp_path}/end.db"
    there = lines(done("store", "copy", "--from", address(server), "--to", middle))
    back = lines(done("store", "copy", "--from", middle, "--to", end))
    assert there == back and int(there["messages"][0]) == 30


def test_what_cannot_be_copied_leaves_the_target_empty(tmp_path, cluster):
    server = Server(tmp_path / "data").start()
    People(server).talk(server, 1, "m")
    server.stop()
    with sqlite3.connect(server.data / "hearth.db") as database:
        database.execute("UPDATE users SET about = 'a' || char(0) || 'b'")
    database.close()
    target = cluster.new_database()
    assert "users" in refused("store", "copy", "--from", address(server), "--to", target)
    assert cluster.value("SELECT count(*) FROM apps", target) == "0"


def test_addresses_are_checked_and_passwords_not_repeated(tmp_path):
    away = "postgres://hearth:secret-word@127.0.0.1:1/hearth"
    store = f"sqlite:{tmp_path}/none.db"
    assert "no file" in refused("store", "copy", "--from", store, "--to", away)
    for words in (["--from", away, "--to", store], ["--from", "mysql://a:secret-word@b/c", "--to", store], ["--from", store, "--to", store]):
        result = hearth("store", "copy", *words)
        assert result.returncode in (64, 78) and "secret-word" not in result.stderr + result.stdout
    assert not (tmp_path / "none.db").exists()
