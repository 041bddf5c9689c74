"""Licenses: issued and installed by the command line and the admin API, and what clients see of them."""
import os
import stat
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import requests
import xsync_pb2 as pb
from conftest import World
from floo import Floo
from postgres import Cluster
from rest import Account, Rest, create_app
from server import Server
from test_app_settings import Settings, until
from verbs import done, hearth, place


class Issuer:
    """Somebody who issues licenses."""

    def __init__(self, folder: Path, name: str = "issuer"):
        self.folder, self.file = folder, folder / f"{name}.pem"
        self.public = done("license", "keygen", self.file).strip()

    def issue(self, *words: object) -> Path:
        """A file with a license."""
        file = self.folder / f"{os.urandom(4).hex()}.license"
        file.write_text(done("license", "issue", "--key", self.file, "--customer", "Käse & Söhne", *words))
        return file


class Admin:
    """The admin API of a server."""

    def __init__(self, server: Server):
        self.server = server

    def call(self, method: str, path: str, body: dict | None = None) -> dict:
        response = requests.request(
            method, self.server.base + "/admin" + path, json=body, timeout=20,
            headers={"Authorization": f"Bearer {self.server.admin_token}"})
        assert response.status_code == 200, response.text
        return response.json()

    def license(self) -> dict:
        return self.call("GET", "/license")["data"]

    def install(self, file: Path, force: bool = False) -> dict:
        return self.call("PUT", "/license", {"license": file.read_text(), "force": force})

    def remove(self) -> None:
        assert self.call("DELETE", "/license")["code"] == 200

    def make_users(self, app_id: str, *names: str) -> dict:
        return self.call("POST", "/users", {"app_id": app_id, "names": names})


@pytest.fixture(scope="module")
def issuer(tmp_path_factory) -> Issuer:
    return Issuer(tmp_path_factory.mktemp("issuer"))


@pytest.fixture
def licensed(tmp_path: Path, new_database, issuer: Issuer) -> Server:
    """A server that takes the issuer's licenses, and has none yet."""
    server = Server(tmp_path / "data", database=new_database(), settings={"license.issuers": issuer.public}).start()
    yield server
    if server.is_running():
        server.stop()


@pytest.fixture
def people(licensed: Server) -> World:
    world = World(licensed)
    yield world
    world.close()


def moment(seconds: float) -> str:
    """A moment from now, as the verb takes it; whole seconds."""
    return (datetime.now(timezone.utc) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def refused_everywhere(world: World, account: Account, code: int, status: int) -> None:
    """A login by name, by id, and on the long connection."""
    rest = world.rest
    assert rest.token(account.name, account.password).code == code
    assert rest.post("/token/id", {"user_id": account.uid, "password": account.password}).code == code
    assert world.connect(account).provision().status.code == status


def admin_stays_open(server: Server, account: Account) -> None:
    admin = Admin(server)
    assert admin.call("GET", "/status")["code"] == 200 and admin.call("GET", "/apps")["code"] == 200
    assert admin.call("POST", "/apps", {"name": "one more"})["code"] == 200
    token = admin.call("POST", f"/apps/{server.app_id}/tokens")["data"]["token"]
    profile = Rest(server.base, server.app_id).get("/user/profile", token=token, headers={"user_id": str(account.uid)})
    assert profile.code == 200 and profile.data["user_id"] == account.uid
    file = server.data.parent / f"{os.urandom(3).hex()}.backup"
    if not server.database:
        done("backup", file, *place(server))
        assert file.stat().st_size > 0


@pytest.mark.both_databases
def test_an_ended_license_refuses_logins_and_lets_sessions_go_on(licensed, people, issuer):
    alice, bob = people.pair()
    file = issuer.issue("--until", moment(3))
    assert Admin(licensed).install(file)["data"]["state"] == "valid"
    people.login(alice.account).close()
    until(lambda: Admin(licensed).license()["state"] == "expired")
    refused_everywhere(people, alice.account, 30022, pb.Status.INVALID_LICENSE)
    assert people.rest.token(alice.account.name, "wrong").code == 30022, "before the password is looked at"
    assert people.rest.register(people.rest.new_name()).code == 30022
    assert people.rest.post("/user/register/anonymous", {"username": "guest", "password": "secret-1"}).code == 30022
    assert alice.say(bob.account.uid, "still here")
    assert bob.receive(alice.account.uid)
    admin_stays_open(licensed, alice.account)
    assert Admin(licensed).install(issuer.issue("--days", 1))["data"]["state"] == "valid"
    people.login(alice.account)


@pytest.mark.both_databases
def test_a_license_that_does_not_count_refuses_logins(licensed, people, issuer, tmp_path):
    alice, _ = people.pair()
    good = issuer.issue()
    broken = tmp_path / "broken"
    text = good.read_text()
    broken.write_text(text.replace(text[100], "A" if text[100] != "A" else "B", 1))
    stranger = Issuer(tmp_path, "stranger").issue()
    elsewhere = issuer.issue("--license-key", "AAAAAA-BBBBBB-CCCCCC-DDDDDD")
    for file, why in [(broken, ""), (stranger, "license.issuers"), (elsewhere, "another server")]:
        answer = Admin(licensed).install(file)
        assert answer["code"] == 10002 and why in answer["message"]
        assert people.rest.token(alice.account.name).code == 200
        assert Admin(licensed).install(file, force=True)["data"]["state"] == "invalid"
        refused_everywhere(people, alice.account, 30021, pb.Status.INVALID_LICENSE)
        assert people.rest.register(people.rest.new_name()).code == 30021
        admin_stays_open(licensed, alice.account)
        Admin(licensed).remove()
        people.login(alice.account)


@pytest.mark.both_databases
def test_a_license_that_names_apps_is_for_them_alone(licensed, people, issuer):
    other = create_app(licensed.base, licensed.admin_token, "other")
    mine, theirs = people.account(), Rest(licensed.base, other).new_account()
    assert Admin(licensed).install(issuer.issue("--app", other))["code"] == 200
    refused_everywhere(people, mine, 30021, pb.Status.INVALID_LICENSE)
    assert Rest(licensed.base, other).token(theirs.name).code == 200
    assert Admin(licensed).make_users(licensed.app_id, "x")["code"] == 30021
    assert Admin(licensed).make_users(other, "x")["code"] == 200


@pytest.mark.both_databases
def test_users_beyond_the_number_of_the_license_are_refused(licensed, people, issuer):
    first, second, third = (people.account() for _ in range(3))
    there = people.login(third)
    assert Admin(licensed).install(issuer.issue("--users", 2))["data"]["state"] == "exceeded"
    for account in (first, second):
        people.login(account)
        assert people.rest.token(account.name).code == 200
    refused_everywhere(people, third, 30023, pb.Status.LICENSE_LIMIT)
    assert people.rest.token(third.name, "wrong").code == 11001, "who has not the password does not learn his place"
    for answer in (
        people.rest.register(people.rest.new_name()),
        people.rest.post("/user/register/anonymous", {"username": "guest", "password": "secret-1"}),
        people.rest.post("/user/register/push", {"username": people.rest.new_name(), "password": "secret-1"}),
    ):
        assert answer.code == 30023
    made = Admin(licensed).make_users(licensed.app_id, "made")
    assert made["code"] == 30023 and made["data"][0]["code"] == 30023
    assert there.say(first.uid, "still here")
    admin_stays_open(licensed, first)
    # An older one goes, and the newest comes in.
    assert people.rest.post("/user/delete", {"password": first.password}, token=first.token).code == 200
    until(lambda: people.rest.token(third.name).code == 200)
    people.login(third)
    assert people.rest.register(people.rest.new_name()).code == 30023


@pytest.mark.both_databases
def test_users_beyond_the_number_of_an_app_are_refused(licensed, people, issuer):
    other = Rest(licensed.base, create_app(licensed.base, licensed.admin_token, "other"))
    first, second = people.account(), people.account()
    assert Admin(licensed).install(issuer.issue("--app", f"{licensed.app_id}=1", "--app", other.app_id))["data"]["state"] == "exceeded"
    people.login(first)
    refused_everywhere(people, second, 30023, pb.Status.LICENSE_LIMIT)
    assert people.rest.register(people.rest.new_name()).code == 30023
    other.new_account(), other.new_account()


@pytest.mark.both_databases
def test_the_plan_of_an_app_bounds_registration_alone(licensed, people):
    first, second = people.account(), people.account()
    assert Settings(licensed).set({"users.most": 2})["code"] == 200
    assert people.rest.register(people.rest.new_name()).code == 40002
    assert people.rest.post("/user/register/anonymous", {"username": "guest", "password": "secret-1"}).code == 40002
    assert Admin(licensed).make_users(licensed.app_id, "made")["data"][0]["code"] == 40002
    Settings(licensed).set({"users.most": 1})
    for account in (first, second):
        people.login(account)
        assert people.rest.token(account.name).code == 200
    Settings(licensed).set({"users.most": 3})
    people.account()
    assert people.rest.register(people.rest.new_name()).code == 40002
    Rest(licensed.base, create_app(licensed.base, licensed.admin_token, "other")).new_account()


@pytest.mark.both_databases
def test_a_key_goes_out_and_a_license_for_this_server_comes_in(licensed, issuer):
    key = done("license", "export-key", *place(licensed)).strip()
    assert len(key) == 27 and key == Admin(licensed).call("GET", "/license/key")["data"]["license_key"]
    file = issuer.issue("--license-key", key, "--users", 100, "--days", 10, "--feature", "push", "--feature", "files")
    shown = done("license", "install", file, *place(licensed))
    assert "valid" in shown and "! The license ends at" in shown and "push, files" in shown
    licensed.stop()
    shown = done("license", "show", *place(licensed), "--set", f"license.issuers={issuer.public}")
    assert "Käse & Söhne" in shown and "days_left" in shown and "valid" in shown
    assert "no issuer" in done("license", "show", *place(licensed)), "whom nobody named"
    licensed.start()
    status = Admin(licensed).call("GET", "/status")["data"]["license"]
    assert status["state"] == "valid" and status["customer"] == "Käse & Söhne" and status["users_most"] == 100
    assert status["users"] == 0 and status["days_left"] in (9, 10) and len(status["warnings"]) == 1
    until(lambda: "The license ends at" in licensed.log_text())
    licensed.stop()
    assert "none" in done("license", "remove", *place(licensed))
    assert done("license", "export-key", *place(licensed)).strip() == key
    licensed.start()
    assert Admin(licensed).license()["state"] == "none"
    removed, installed = Admin(licensed).call("GET", "/audit")["data"]
    assert (removed["act"], removed["by"]) == ("hearth license remove", "command_line")
    assert removed["before"]["license"]["customer"] == "Käse & Söhne" and removed["after"]["state"] == "none"
    assert (installed["act"], installed["after"]["state"]) == ("PUT /admin/license", "valid")


def test_an_issuers_key_is_its_own(tmp_path):
    issuer = Issuer(tmp_path)
    assert stat.S_IMODE(issuer.file.stat().st_mode) == 0o600 and len(issuer.public) == 43
    before = issuer.file.read_text()
    again = hearth("license", "keygen", issuer.file)
    assert again.returncode != 0 and "cannot make" in again.stderr and issuer.file.read_text() == before


def test_a_file_is_shown_without_a_server(issuer, tmp_path):
    file = issuer.issue("--users", 5, "--app", "abcdefghijkl=3", "--until", "2020-02-29")
    shown = done("license", "show", file, "--set", f"license.issuers={issuer.public}", "--data", tmp_path / "none")
    assert "expired" in shown and "2020-03-01T00:00:00.000Z" in shown and "abcdefghijkl=3" in shown
    assert not (tmp_path / "none").exists()
    assert "no issuer" in done("license", "show", file)


@pytest.mark.parametrize("words, said", [
    (["--users", 0], "--users"), (["--app", "a=0"], "--app"), (["--app", "a", "--app", "a=1"], "twice"), (["--days", 0], "--days"),
    (["--until", "2027-02-30"], "--until"), (["--days", 1, "--until", "2027-02-03"], "one of them"), (["--app", ""], "--app"),
])
def test_issue_says_what_is_wrong(issuer, words, said):
    result = hearth("license", "issue", "--key", issuer.file, "--customer", "c", *words)
    assert result.returncode != 0 and said in result.stderr and "BEGIN" not in result.stdout


def test_an_issuer_that_is_no_key_stops_the_start(tmp_path):
    result = hearth("config", "print", "--set", "license.issuers=abc")
    assert result.returncode != 0 and "license.issuers" in result.stderr


def test_two_servers_have_one_license(tmp_path, cluster: Cluster, issuer):
    database = cluster.new_database()
    servers = [
        Server(tmp_path / name, database=database, settings={"license.issuers": issuer.public}).start() for name in ("north", "south")
    ]
    try:
        here, there = (Admin(server) for server in servers)
        assert here.call("GET", "/license/key") == there.call("GET", "/license/key")
        alice = World(servers[1]).account()
        assert here.install(issuer.issue("--until", "2020-01-01"), force=True)["data"]["state"] == "expired"
        rest = Rest(servers[1].base, servers[1].app_id)
        took = until(lambda: rest.token(alice.name).code == 30022)
        print(f"the other server had it after {took:.1f} s")
        assert took < 4
        there.remove()
        until(lambda: Rest(servers[0].base, servers[0].app_id).token(alice.name).code == 200)
    finally:
        for server in servers:
            server.stop()


def ways_in(world: World, account: Account) -> list[tuple[str, dict]]:
    """Every call that logs somebody in or makes an account."""
    new, secret = world.rest.new_name, {"password": account.password}
    return [
        *((path, {name: account.name, **secret}) for path, name in (("/token/user", "name"), ("/token/login", "login_name"),
                                                                  ("/app/token", "name"))),
        *((path, {"user_id": account.uid, **secret}) for path in ("/token/id", "/app/token_id")),
        *((path, {"username": new(), **secret}) for path in ("/user/register/v2", "/user/register/push")),
        ("/user/register/anonymous", {"username": "guest", **secret}),
    ]


@pytest.mark.parametrize(("words", "code"), [
    (("--app", "abcdefghijkl"), 30021), (("--until", "2026-01-01"), 30022), (("--users", 1), 30023),
])
def test_every_way_in_says_what_the_license_says(licensed, people, issuer, words, code):
    people.account()
    younger = people.account()
    assert Admin(licensed).install(issuer.issue(*words), force=True)["code"] == 200
    for path, fields in ways_in(people, younger):
        assert people.rest.post(path, fields).code == code, path


def test_every_registration_says_that_the_app_is_full(licensed, people):
    account = people.account()
    Settings(licensed).set({"users.most": 1})
    for path, fields in ways_in(people, account):
        assert people.rest.post(path, fields).code == (40002 if "register" in path else 200), path


def test_a_license_that_has_ended_is_installed_by_force_alone(licensed, issuer):
    ended = issuer.issue("--until", "2026-01-01")
    assert "ended" in Admin(licensed).install(ended)["message"] and Admin(licensed).license()["state"] == "none"
    assert Admin(licensed).install(ended, force=True)["data"]["state"] == "expired"
