"""`hearth migrate`: what is applied, what is missing, and when a store is left alone."""
import hashlib
import re
import sqlite3
from pathlib import Path

import pytest
from server import ROOT, Server
from verbs import done, hearth, place, refused

pytestmark = pytest.mark.both_databases


@pytest.fixture
def flags(tmp_path, new_database) -> list[str]:
    """The flags that name a new, empty store."""
    return place(Server(tmp_path / "data", database=new_database()))


def names(store: str) -> list[str]:
    folder = ROOT / "migrations" / store
    return [path.stem for path in sorted(folder.glob("*.sql"))]


def table(text: str) -> list[list[str]]:
    [head, *rows] = [line.split() for line in text.splitlines()]
    assert head == ["NUMBER", "NAME", "APPLIED"]
    return rows


def files(folder: Path) -> dict[str, str]:
    """What is in a folder. Not the -shm of SQLite: who reads a database leaves marks in it, a running server by itself too."""
    found = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def add_migration(flags: list[str], request) -> None:
    """As a later version leaves it."""
    row = "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (9999, 'from_the_future', 0, 0)"
    if "--database" in flags:
        request.getfixturevalue("cluster").sql(row, flags[-1])
    else:
        with sqlite3.connect(f"{flags[1]}/hearth.db") as database:
            database.execute(row)
        database.close()


def test_a_look_at_an_empty_database_changes_nothing(tmp_path, flags, store, request):
    rows = table(done("migrate", "--status", *flags))
    assert [f"{int(number):04}_{name}" for number, name, _ in rows] == names(store)
    assert {applied for _, _, applied in rows} == {"pending"}
    script = done("migrate", "--dry-run", *flags)
    assert re.findall(r"^-- (\d{4}_\w+)$", script, re.M) == names(store) and "CREATE TABLE messages" in script
    assert not (tmp_path / "data").exists()
    if store == "postgres":
        assert request.getfixturevalue("cluster").sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", flags[-1]) == []


def test_what_is_missing_is_applied_once(tmp_path, flags, store):
    assert done("migrate", *flags).splitlines() == [f"applied {name}" for name in names(store)]
    assert done("migrate", *flags).startswith("nothing to do")
    before = files(tmp_path)
    rows = table(done("migrate", "--status", *flags))
    assert len(rows) == len(names(store)) and all(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", row[2]) for row in rows)
    assert done("migrate", "--dry-run", *flags).startswith("-- nothing to do")
    assert files(tmp_path) == before


def test_a_look_beside_a_running_server(own_server, store):
    assert all(applied.startswith("20") for *_, applied in table(done("migrate", "--status", *place(own_server))))
    assert done("migrate", "--dry-run", *place(own_server)).startswith("-- nothing to do")
    if store == "sqlite":
        assert "another server is using" in refused("migrate", *place(own_server))
    else:  # servers of one database come and go; they take turns
        assert done("migrate", *place(own_server)).startswith("nothing to do")
    assert own_server.is_running()


def test_a_store_of_a_later_version_is_refused_everywhere(tmp_path, flags, request):
    done("migrate", *flags)
    add_migration(flags, request)
    assert "later version" in refused("migrate", *flags)
    assert "later version" in refused("migrate", "--dry-run", *flags)
    assert "later version" in refused("serve", "--http", "127.0.0.1:0", *flags)
    result = hearth("migrate", "--status", *flags)
    assert result.returncode == 78 and "from_the_future" in result.stdout


def test_the_two_looks_exclude_each_other(flags):
    assert hearth("migrate", "--status", "--dry-run", *flags).returncode == 64


