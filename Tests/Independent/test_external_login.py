"""Logging in with a password of a user base elsewhere: asked for over HTTPS, or signed."""
import hashlib
import hmac
import json
import os
import ssl
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from login_servers import Authority, LoginServer, Signer, base64url, closed_port
from rest import Rest
from server import Server
from test_app_settings import Settings, hearth

WRONG, UNKNOWN, BUSY, RETRY, TOO_MANY = 11001, 10000, 49705, 49706, 49718


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "right")


@pytest.fixture(scope="module")
def asking(tmp_path_factory, authority):
    """A server that trusts the authority, and as many tries as a test needs."""
    server = Server(tmp_path_factory.mktemp("hearth") / "data", settings={"outbound.ca.file": authority.file}).start()
    Settings(server).set({"login.tries.address": 0})
    yield server
    server.stop()


@pytest.fixture
def base(authority):
    """The user base."""
    base = LoginServer(authority.certificate())
    yield base
    base.close()


@pytest.fixture
def rest(asking, base) -> Rest:
    answer = Settings(asking).set({"login.external.url": base.url(), "login.external.key": None})
    assert answer["code"] == 200, answer
    return Rest(asking.base, asking.app_id)


def test_who_is_allowed_gets_an_account_at_his_first_login(rest, base):
    name = rest.new_name("zoe")
    base.answer = lambda asked: (200, {"allow": asked["password"] == "right", "nick_name": "Zoë"})
    answer = rest.token(name, "right")
    assert answer.code == 200, answer.json
    assert base.questions == [{"app_id": rest.app_id, "name": name, "password": "right"}]
    assert base.path == "/ask?x=1" and base.headers["Content-Type"] == "application/json"
    profile = rest.get("/user/profile", token=answer.data["token"]).data
    assert (profile["username"], profile["nick_name"]) == (name, "Zoë")
    assert rest.token(name, "right").data["user_id"] == answer.data["user_id"]
    by_id = {"user_id": answer.data["user_id"], "password": "right"}
    assert rest.post("/token/id", by_id).data["user_id"] == answer.data["user_id"]
    assert base.questions[-1]["name"] == name, "asked for by his name"
    assert rest.token(name, "wrong").code == WRONG


@pytest.mark.parametrize("answer", [(200, {"allow": False}), (401, b""), (403, {"allow": True}), (404, b"<html>")])
def test_a_refusal_is_a_wrong_password(rest, base, answer):
    base.answer = answer
    name = rest.new_name("zoe")
    assert rest.token(name, "guess").code == WRONG
    base.answer = (200, {"allow": True})
    assert rest.token(name, "right").code == 200


@pytest.mark.parametrize("answer", [
    (500, {"allow": True}), (503, b""), (200, b"yes"), (200, {"allow": "true"}), (201, {"allow": True}), (204, b""), (200, b"x" * 70_000),
    (200, b'{"allow": true' + b" " * 65_536 + b"}"),
])
def test_without_a_clear_answer_nobody_gets_in_and_it_is_logged_without_the_password(rest, base, asking, answer):
    base.answer = answer
    assert rest.token(rest.new_name("zoe"), "pass-in-no-log").code == RETRY
    assert "the login server gives no answer" in asking.log_text()
    assert "pass-in-no-log" not in asking.log_text()


def test_redirects_are_not_followed(rest, base):
    base.answer = lambda asked: (307, b"", {"location": base.url()})
    assert rest.token(rest.new_name("zoe"), "right").code == RETRY
    assert len(base.questions) == 1


def test_a_slow_answer_is_none_after_five_seconds(rest, base):
    base.delay, base.answer = 8, (200, {"allow": True})
    start = time.monotonic()
    assert rest.token(rest.new_name("zoe"), "right").code == RETRY
    assert 4.5 < time.monotonic() - start < 7.5


def test_while_the_user_base_is_slow_others_are_served(rest, asking, base):
    Settings(asking).set({"login.external.url": None})
    alice = rest.new_account("alice")
    Settings(asking).set({"login.external.url": base.url()})
    base.delay, base.answer = 3, (200, {"allow": True})
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(Rest(rest.base, rest.app_id).token, rest.new_name("slow")) for _ in range(4)]
        while len(base.questions) < 4:
            time.sleep(0.01)
        start = time.monotonic()
        assert rest.token(alice.name, alice.password).code == 200
        assert time.monotonic() - start < 2
        assert all(answer.result().code == 200 for answer in waiting)


def test_of_a_crowd_few_are_asked_for_at_once_some_wait_and_the_rest_is_sent_away(rest, base):
    base.delay, base.answer = 8, (200, {"allow": True})

    def log_in(_) -> tuple[int, float]:
        start = time.monotonic()
        return Rest(rest.base, rest.app_id).token(rest.new_name("slow"), "right").code, time.monotonic() - start

    with ThreadPoolExecutor(40) as pool:
        waiting = [pool.submit(log_in, number) for number in range(40)]
        time.sleep(2.5)
        assert len(base.questions) == 4
        found = [one.result() for one in waiting]
    assert sorted({code for code, _ in found}) == [BUSY, RETRY]
    assert sum(code == RETRY for code, _ in found) == 4 + 16
    assert max(took for _, took in found) < 7.5, "the time runs while somebody waits"


def test_troubles_of_an_app_are_logged_once_a_minute(tmp_path, authority, base):
    server = Server(tmp_path / "data", settings={"outbound.ca.file": authority.file}).start()
    try:
        base.answer = (500, b"")
        Settings(server).set({"login.tries.address": 0, "login.external.url": base.url()})
        rest = Rest(server.base, server.app_id)
        assert [rest.token(rest.new_name("zoe"), "guess").code for _ in range(10)] == [RETRY] * 10
    finally:
        server.stop()
    assert server.log_text().count("the login server gives no answer") == 1


@pytest.mark.parametrize("make", ["foreign authority", "another name", "plain", "nobody"])
def test_only_the_right_server_over_tls_is_believed(rest, asking, authority, tmp_path, make):
    other = None
    if make == "nobody":
        url = f"https://localhost:{closed_port()}/"
    else:
        other = {
            "foreign authority": lambda: LoginServer(Authority(tmp_path / "foreign").certificate()),
            "another name": lambda: LoginServer(authority.certificate("login.example")),
            "plain": lambda: LoginServer(),
        }[make]()
        other.answer = (200, {"allow": True})
        url = other.url().replace("http://", "https://")
    assert Settings(asking).set({"login.external.url": url})["code"] == 200
    assert rest.token(rest.new_name("zoe"), "secret-word").code == RETRY
    if other:
        assert other.questions == [], "no password goes there"
        other.close()


def test_no_password_goes_over_old_tls_even_where_the_machine_allows_it(tmp_path, authority):
    lax = tmp_path / "openssl.cnf"
    lax.write_text(
        "openssl_conf = init\n[init]\nssl_conf = ssl\n[ssl]\nsystem_default = lax\n"
        "[lax]\nMinProtocol = TLSv1\nCipherString = ALL:@SECLEVEL=0\n")
    environment = {"OPENSSL_CONF": str(lax)}
    server = Server(tmp_path / "data", settings={"outbound.ca.file": authority.file}, environment=environment).start()
    try:
        for newest, code in [(ssl.TLSVersion.TLSv1_1, RETRY), (ssl.TLSVersion.TLSv1_2, 200)]:
            base = LoginServer(authority.certificate(), newest_tls=newest)
            base.answer = (200, {"allow": True})
            # The machine does: others get through.
            hands = subprocess.run(
                ["openssl", "s_client", "-connect", f"localhost:{base.http.server_address[1]}", "-CAfile", authority.file,
                 "-verify_return_error"], env={**os.environ, **environment}, input=b"", capture_output=True)
            assert hands.returncode == 0, hands.stderr
            Settings(server).set({"login.external.url": base.url()})
            assert Rest(server.base, server.app_id).token("zoe", "secret-word").code == code
            assert len(base.questions) == (code == 200)
            base.close()
    finally:
        server.stop()


def test_this_machine_may_be_asked_without_tls_and_no_proxy_is_used(tmp_path, monkeypatch):
    base = LoginServer()
    base.answer = (200, {"allow": True})
    for name in ("http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("NO_PROXY", "")
    server = Server(tmp_path / "data").start()
    monkeypatch.undo()
    try:
        Settings(server).set({"login.external.url": base.url("127.0.0.1")})
        assert Rest(server.base, server.app_id).token("zoe", "right").code == 200
        assert len(base.questions) == 1
    finally:
        server.stop()
        base.close()


def test_who_has_a_password_here_is_not_asked_for(rest, asking, base):
    Settings(asking).set({"login.external.url": None})
    alice = rest.new_account("alice")
    Settings(asking).set({"login.external.url": base.url()})
    base.answer = (200, {"allow": True})
    assert rest.token(alice.name, alice.password).code == 200
    assert rest.token(alice.name, "guess").code == WRONG
    assert base.questions == []


def test_refusals_are_counted_and_troubles_are_not(rest, base):
    name = rest.new_name("zoe")
    base.answer = (500, b"")
    for _ in range(15):
        assert rest.token(name, "guess").code == RETRY
    base.answer = (200, {"allow": False})
    assert [rest.token(name, "guess").code for _ in range(11)] == [WRONG] * 10 + [TOO_MANY]
    assert len(base.questions) == 25


@pytest.mark.parametrize("url", ["http://login.example/", "http://127.0.0.1@login.example/", "ftp://localhost/", "nonsense"])
def test_passwords_are_not_sent_in_clear_over_a_network(asking, url):
    answer = Settings(asking).set({"login.external.url": url})
    assert answer["code"] == 10002 and "https://" in answer["message"]


@pytest.fixture(scope="module")
def signer(tmp_path_factory) -> Signer:
    return Signer(tmp_path_factory.mktemp("signer"))


def test_a_signed_password_logs_in_its_name_until_its_end(rest, asking, signer):
    done = hearth(asking, "app", "set", asking.app_id, "login.external.url=", f"login.external.key={signer.public}")
    assert done.returncode == 0, done.stderr
    assert Settings(asking).all()["login.external.key"] == signer.public, "with its line breaks"
    name, now = rest.new_name("zoe"), int(time.time())
    good = {"name": name, "exp": now + 60}
    answer = rest.token(name, signer.password(good))
    assert answer.code == 200, answer.json
    assert rest.get("/user/profile", token=answer.data["token"]).data["username"] == name
    assert rest.token(name, signer.password({"sub": name, "exp": now + 60, "nbf": now - 1})).data["user_id"] == answer.data["user_id"]
    text = ".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "HS256"}, good))
    forged = [
        signer.password({"name": name, "exp": now - 1}), signer.password({"name": name}), signer.password({**good, "nbf": now + 60}),
        signer.password({**good, "name": "other"}), signer.password(good, {"alg": "none"}), signer.password(good, {"alg": "ES256"}),
    ]
    assert [rest.token(name, password).code for password in forged] == [WRONG] * len(forged)
    by_public_key = [text + "." + base64url(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest())
                     for key in (signer.public, signer.public.rstrip())]
    assert [rest.token(name, password).code for password in by_public_key] == [WRONG, WRONG]
    assert rest.token(rest.new_name("other"), signer.password(good)).code == WRONG
    assert rest.token(rest.new_name("other"), "plain").code == UNKNOWN


def test_a_secret_setting_is_never_shown(asking):
    settings = Settings(asking)
    assert settings.set({"registration.push.secret": "top-secret-1"})["code"] == 200
    assert settings.set({"registration.push.secret": "top-secret-2"})["code"] == 200
    assert settings.set({"registration.push.secret": "***"})["code"] == 10002
    assert settings.all()["registration.push.secret"] == "***"
    assert [(c["before"], c["after"]) for c in settings.changes(limit=2)["data"]] == [("***", "***"), (None, "***")]
    shown = hearth(asking, "app", "settings", asking.app_id).stdout
    assert "***" in shown and "top-secret" not in shown
    assert "top-secret" not in asking.log_text()


def test_no_account_is_made_at_a_login_to_an_app_that_is_full(asking, rest, base):
    base.answer = lambda asked: (200, {"allow": True})
    there = rest.new_name("there")
    assert rest.token(there, "right").code == 200
    assert Settings(asking).set({"users.most": 1})["code"] == 200
    try:
        for path, field in (("/token/user", "name"), ("/token/login", "login_name"), ("/app/token", "name")):
            assert rest.post(path, {field: rest.new_name("late"), "password": "right"}).code == 40002, path
            assert rest.post(path, {field: there, "password": "right"}).code == 200, path
    finally:
        Settings(asking).set({"users.most": None})
