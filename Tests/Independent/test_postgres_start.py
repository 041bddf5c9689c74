"""Why a server on PostgreSQL does not start: one line that a person can act on, exit status 78, and no password in it."""
import re
import secrets
import socket
import socketserver
import struct
import subprocess
import threading
from pathlib import Path
from urllib.parse import quote

import pytest
from postgres import at_database
from server import Server, clean_environment

CONFIGURATION = 78  # as sysexits.h numbers it
PATIENCE = 40


def password_of(url: str) -> str:
    return re.search(r"://[^:]*:([^@]*)@", url)[1]


def refusal(folder: Path, database: str) -> str:
    """Starts a server that has to refuse, and returns the line it says."""
    server = Server(folder / "data", database=database)
    result = subprocess.run(
        server.command, capture_output=True, text=True, timeout=PATIENCE, env=clean_environment(), cwd=folder
    )
    assert result.returncode == CONFIGURATION, result
    lines = [line for line in result.stderr.splitlines() if line.startswith("hearth: ")]
    assert len(lines) == 1 and result.stderr.splitlines()[-1] == lines[0], result.stderr
    assert password_of(database) not in result.stderr + result.stdout
    assert not server.ready_file.exists()
    return lines[0]


@pytest.fixture
def database(cluster) -> str:
    return cluster.new_database()


def test_a_wrong_password_is_named(tmp_path, database):
    line = refusal(tmp_path, database.replace(password_of(database), "not-the-password"))
    assert "password" in line and "hearth" in line


def test_an_unknown_user_is_refused_like_a_wrong_password(tmp_path, database):
    assert "stranger" in refusal(tmp_path, database.replace("//hearth:", "//stranger:"))


def test_a_database_that_does_not_exist_is_named(tmp_path, cluster):
    assert "no_such_database" in refusal(tmp_path, at_database(cluster.url, "no_such_database"))


def test_a_port_where_nobody_listens_is_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening
        port = taken.getsockname()[1]
        line = refusal(tmp_path, f"postgres://hearth:secret-word@127.0.0.1:{port}/hearth")
    assert "127.0.0.1" in line and str(port) in line


def test_a_host_that_does_not_exist_is_named(tmp_path):
    assert "no-such-host.invalid" in refusal(tmp_path, "postgres://hearth:secret-word@no-such-host.invalid/hearth")


def test_a_server_that_accepts_and_says_nothing_is_given_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert str(port) in refusal(tmp_path, f"postgres://hearth:secret-word@127.0.0.1:{port}/hearth")


class OldPostgres(socketserver.BaseRequestHandler):
    """Enough of PostgreSQL's protocol to be asked for a version: lets everybody in and answers every query with it."""

    VERSION = "9.6.24"

    def message(self, kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack(">I", len(body) + 4) + body

    def parameter(self, name: str, value: str) -> bytes:
        return self.message(b"S", name.encode() + b"\0" + value.encode() + b"\0")

    def handle(self):
        stream = self.request.makefile("rb")
        while True:
            (size,) = struct.unpack(">I", stream.read(4))
            (code,) = struct.unpack(">I", stream.read(size - 4)[:4])
            if code not in (80877103, 80877104):  # asks for TLS or GSSAPI
                break
            self.request.sendall(b"N")
        told = {"server_version": self.VERSION, "server_encoding": "UTF8", "client_encoding": "UTF8",
                "standard_conforming_strings": "on", "integer_datetimes": "on", "DateStyle": "ISO, MDY", "TimeZone": "UTC"}
        ready = self.message(b"Z", b"I")
        self.request.sendall(
            self.message(b"R", struct.pack(">I", 0)) + b"".join(self.parameter(*pair) for pair in told.items()) + ready
        )
        while kind := stream.read(1):
            (size,) = struct.unpack(">I", stream.read(4))
            stream.read(size - 4)
            if kind == b"X":
                return
            if kind in (b"Q", b"S"):
                error = b"SERROR\0VERROR\0C0A000\0Mnot in this version\0\0"
                self.request.sendall(self.message(b"E", error) + ready)


def test_a_server_that_is_too_old_is_named_with_its_version(tmp_path):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), OldPostgres) as old:
        old.daemon_threads = True
        threading.Thread(target=old.serve_forever, daemon=True).start()
        line = refusal(tmp_path, f"postgres://hearth:secret-word@127.0.0.1:{old.server_address[1]}/hearth")
        old.shutdown()
    assert "PostgreSQL 9" in line


def test_a_schema_of_a_later_version_is_left_alone(tmp_path, cluster, database):
    Server(tmp_path / "first", database=database).start().stop()
    cluster.sql("INSERT INTO schema_migrations VALUES (9999, 'from_the_future', 0, 0)", cluster.as_superuser(database))
    assert "later version" in refusal(tmp_path, database)
    assert cluster.value("SELECT count(*) FROM schema_migrations WHERE number = 9999", database) == "1"


def test_a_user_who_may_not_make_tables_is_told_so(tmp_path, cluster):
    cluster.sql("CREATE DATABASE hearth_not_yours")
    url = at_database(cluster.url, "hearth_not_yours")
    cluster.sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC", cluster.as_superuser(url))
    assert "permission denied" in refusal(tmp_path, url)


def test_a_read_only_database_is_refused(tmp_path, cluster, database):
    name = database.rsplit("/", 1)[1]
    cluster.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert "read-only" in refusal(tmp_path, database)


def test_encryption_that_the_server_does_not_offer_is_refused(tmp_path, database):
    assert "SSL" in refusal(tmp_path, database + "?sslmode=require")


@pytest.mark.parametrize(
    "address",
    ["postgres://hearth:secret-word@127.0.0.1:99999/hearth", "postgres://hearth:secret-word@127.0.0.1:port/hearth",
     "postgres://hearth:secret-word@127.0.0.1/hearth?sslmode=nonsense", "postgres://hearth:secret-word@[::1/hearth",
     "mysql://hearth:secret-word@127.0.0.1/hearth"],
)
def test_an_address_that_is_none_does_not_print_its_password(tmp_path, address):
    server = Server(tmp_path / "data", database=address)
    result = subprocess.run(server.command, capture_output=True, text=True, timeout=PATIENCE, env=clean_environment(), cwd=tmp_path)
    assert result.returncode in (64, CONFIGURATION)
    assert result.stderr and "secret-word" not in result.stderr + result.stdout


def test_a_password_of_odd_characters_works_and_appears_nowhere(tmp_path, cluster):
    password = "p@ss:w/rd?&=% 'ü" + secrets.token_hex(4)
    doubled = password.replace("'", "''")
    cluster.sql(f"CREATE ROLE odd LOGIN CREATEDB PASSWORD '{doubled}'")
    cluster.sql("CREATE DATABASE hearth_odd OWNER odd")
    url = at_database(cluster.url, "hearth_odd").replace(f"hearth:{password_of(cluster.url)}@", f"odd:{quote(password, safe='')}@")
    server = Server(tmp_path / "data", database=url).start()
    shown = subprocess.run(
        [str(server.binary), "config", "print", "--database", url], capture_output=True, text=True, env=clean_environment()
    )
    assert server.stop() == 0
    assert shown.returncode == 0, shown.stderr
    for text in (server.log_text(), shown.stdout, (tmp_path / "data.ready.json").read_text()):
        assert password not in text and quote(password, safe="") not in text


def test_the_schema_is_made_once_and_found_again(tmp_path, cluster, database):
    server = Server(tmp_path / "data", database=database).start()
    app, migrations = server.app_id, cluster.sql("SELECT * FROM schema_migrations ORDER BY number", database)
    assert migrations
    server.stop()
    server.start()
    assert server.app_id == app
    assert cluster.sql("SELECT * FROM schema_migrations ORDER BY number", database) == migrations
    server.stop()
