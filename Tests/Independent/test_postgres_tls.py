"""Encrypted connections to PostgreSQL: verify-full accepts the right server and no other."""
import subprocess

import pytest
from postgres import Cluster, at_database
from server import Server
from test_postgres_start import refusal


@pytest.fixture(scope="module")
def encrypted() -> Cluster:
    with Cluster("--fast", "--tls") as cluster:
        yield cluster


@pytest.fixture(scope="module")
def foreign_ca(tmp_path_factory):
    """An authority that has signed nothing."""
    folder = tmp_path_factory.mktemp("foreign")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-batch", "-days", "2",
         "-keyout", folder / "ca.key", "-out", folder / "ca.crt", "-subj", "/CN=Somebody else"],
        check=True, capture_output=True,
    )
    return folder / "ca.crt"


def verify_full(url: str, ca) -> str:
    return f"{url}?sslmode=verify-full&sslrootcert={ca}"


def encrypted_connections(cluster: Cluster, url: str) -> list[list[str]]:
    name = url.rsplit("/", 1)[1]
    return cluster.sql(
        f"SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE datname = '{name}' AND usename = 'hearth'"
    )


def test_verify_full_with_the_right_authority_works(tmp_path, encrypted):
    url = encrypted.new_database()
    server = Server(tmp_path / "data", database=verify_full(url, encrypted.ca)).start()
    try:
        assert encrypted_connections(encrypted, url) == [["t"]]
    finally:
        server.stop()


def test_require_encrypts_without_an_authority(tmp_path, encrypted):
    url = encrypted.new_database()
    server = Server(tmp_path / "data", database=url + "?sslmode=require").start()
    try:
        assert encrypted_connections(encrypted, url) == [["t"]]
    finally:
        server.stop()


def test_a_certificate_of_a_foreign_authority_is_refused(tmp_path, encrypted, foreign_ca):
    assert "certificate" in refusal(tmp_path, verify_full(encrypted.new_database(), foreign_ca))


def test_a_certificate_for_another_host_is_refused(tmp_path, encrypted):
    name = encrypted.new_database().rsplit("/", 1)[1]
    line = refusal(tmp_path, verify_full(at_database(encrypted.info["mismatch"], name), encrypted.ca))
    assert "localhost" in line and "127.0.0.1" in line


def test_an_authority_file_that_is_not_there_is_named(tmp_path, encrypted):
    assert "no-such-ca.crt" in refusal(tmp_path, verify_full(encrypted.new_database(), tmp_path / "no-such-ca.crt"))
