"""Calls that a program makes up from the server's own document: none may be answered with HTTP 5xx, or in an unknown shape."""
import subprocess
import sys
from pathlib import Path

import pytest
from message_api import Backend
from rest import Rest
from server import Server

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
# Calls that would end the token the others are made with.
ENDING = ["/user/kick", "/user/delete", "/user/change_password_admin", "/user/disable", "/user/device/remove"]


def schemathesis(server: Server, headers: dict[str, str], folder: Path, *words: str) -> None:
    command = [Path(sys.executable).with_name("st"), "run", server.base + "/openapi.json"]
    options = ["--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", "12", "--seed", "1", "--workers", "1",
               "--generation-deterministic", "--request-timeout", "20", "--no-color", "--suppress-health-check", "all"]
    for name, value in headers.items():
        options += ["--header", f"{name}: {value}"]
    run = subprocess.run(
        [*map(str, command), *options, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        cwd=folder, timeout=900)
    assert run.returncode == 0, run.stdout[-6_000:]
    assert "No issues found" in run.stdout, run.stdout[-2_000:]
    print(run.stdout[-1_200:])


def test_made_up_calls_of_a_user_are_answered_as_documented(own_server: Server, tmp_path: Path):
    rest = Rest(own_server.base, own_server.app_id)
    someone = rest.new_account("someone")
    headers = {"app_id": own_server.app_id, "access-token": someone.token}
    schemathesis(own_server, headers, tmp_path, *(word for path in ENDING for word in ("--exclude-path", path)))
    assert rest.get("/user/profile", token=someone.token).code == 200, "the token lived through it all"


@pytest.mark.parametrize("store", ["postgres"], indirect=True, scope="session")
def test_made_up_calls_of_a_server_are_answered_as_documented(own_server: Server, tmp_path: Path):
    rest = Rest(own_server.base, own_server.app_id)
    someone = rest.new_account("someone")
    backend = Backend(own_server, own_server.app_id)
    headers = {"app_id": own_server.app_id, "access-token": backend.token, "user_id": str(someone.uid)}
    schemathesis(own_server, headers, tmp_path, "--exclude-path", "/user/delete")
    assert backend.call("GET", "/user/profile", user=someone).code == 200, "the user is still there"
