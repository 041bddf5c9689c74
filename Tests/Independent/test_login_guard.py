"""Guessing passwords: waits per account and per address, the same for names nobody has."""
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from rest import Rest
from server import Server
from test_app_settings import Settings

WRONG, UNKNOWN, SLOWER, TOO_MANY = 11001, 10000, 49716, 49718


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A server that believes what a proxy says of addresses."""
    server = Server(tmp_path_factory.mktemp("hearth") / "data", settings={"trust.proxy": "true"}).start()
    yield server
    server.stop()


@pytest.fixture
def rest(guarded) -> Rest:
    Settings(guarded).set({"login.tries.account": None, "login.tries.address": 0, "login.hide.unknown": None})
    return Rest(guarded.base, guarded.app_id)


def codes(rest: Rest, name: str, count: int, password: str = "guess", address: str = "192.0.2.1") -> list[int]:
    return [rest.token(name, password, headers={"X-Forwarded-For": address}).code for _ in range(count)]


def test_after_ten_wrong_passwords_each_try_has_to_wait(rest):
    alice = rest.new_account("alice")
    assert codes(rest, alice.name, 12) == [WRONG] * 10 + [TOO_MANY] * 2
    assert codes(rest, alice.name, 1, alice.password, "192.0.2.9") == [TOO_MANY], "from anywhere, with the right one too"
    assert rest.post("/token/id", {"user_id": alice.uid, "password": alice.password}).code == TOO_MANY, "by any of his names"
    time.sleep(1.1)
    assert codes(rest, alice.name, 2) == [WRONG, TOO_MANY]
    time.sleep(1.1)
    assert codes(rest, alice.name, 1) == [TOO_MANY], "two seconds by now"
    time.sleep(1)
    assert codes(rest, alice.name, 1, alice.password) == [200]
    assert codes(rest, alice.name, 10) == [WRONG] * 10, "forgotten by the success"
    bob = rest.new_account("bob")
    assert codes(rest, bob.name, 1, bob.password) == [200], "nobody else waits"


def test_a_name_nobody_has_is_treated_alike(rest, guarded):
    assert codes(rest, rest.new_name("nobody"), 12) == [UNKNOWN] * 10 + [TOO_MANY] * 2
    Settings(guarded).set({"login.hide.unknown": True})
    assert codes(rest, rest.new_name("nobody"), 12) == [WRONG] * 10 + [TOO_MANY] * 2


def test_an_address_that_tries_many_names_has_to_wait(rest, guarded):
    alice = rest.new_account("alice")
    Settings(guarded).set({"login.tries.address": 5})
    tried = [codes(rest, rest.new_name("nobody"), 1, address="198.51.100.7")[0] for _ in range(7)]
    assert tried == [UNKNOWN] * 5 + [TOO_MANY] * 2
    assert codes(rest, alice.name, 1, alice.password, "198.51.100.7") == [TOO_MANY]
    assert codes(rest, alice.name, 1, alice.password, "198.51.100.8") == [200]
    time.sleep(1.1)
    assert codes(rest, alice.name, 1, alice.password, "198.51.100.7") == [200]


def test_a_burst_finds_no_more_tries(rest):
    alice = rest.new_account("alice")
    with ThreadPoolExecutor(40) as pool:
        found = list(pool.map(lambda _: codes(Rest(rest.base, rest.app_id), alice.name, 1)[0], range(200)))
    assert set(found) == {WRONG, TOO_MANY}
    assert found.count(WRONG) <= 10 + 64


def test_many_devices_log_in_at_once(rest):
    alice = rest.new_account("alice")
    with ThreadPoolExecutor(30) as pool:
        found = list(pool.map(lambda _: codes(Rest(rest.base, rest.app_id), alice.name, 1, alice.password)[0], range(60)))
    assert set(found) == {200}


def test_who_guesses_does_not_keep_out_whom_a_code_lets_in(rest):
    alice = rest.new_account("alice")
    code = rest.get("/app/qr_code").data["qr_code"]
    assert rest.get("/app/allow", query={"qr_code": code}, token=alice.token).code == 200
    once = rest.get("/app/qr_login", query={"qr_code": code}).data["password"]
    assert codes(rest, alice.name, 11) == [WRONG] * 10 + [TOO_MANY]
    check = ("/app/pwd_change/verify_by_password", {"password": alice.password})
    assert rest.post(*check, token=alice.token).code == TOO_MANY
    assert codes(rest, alice.name, 2, once) == [200, TOO_MANY]


def test_one_address_begins_only_so_many_codes(rest):
    alice = rest.new_account("alice")
    first, same, other = ({"X-Forwarded-For": address} for address in ("2001:db8:7::1", "2001:db8:7:0:9::1", "2001:db8:7:1::1"))
    for most, call in [
        (600, lambda **options: rest.get("/app/qr_code", **options)),
        (100, lambda **options: rest.post("/app/secret_info", {"secret_text": "x", "expire_seconds": 1}, **options)),
        (60, lambda **options: rest.post(
            "/app/pwd_change/verify_by_password", {"password": alice.password}, token=alice.token, **options)),
    ]:
        assert {call(headers=first).code for _ in range(most)} == {200}
        assert call(headers=first).code == SLOWER
        assert call(headers=same).code == SLOWER, "one network"
        assert call(headers=other).code == 200


def test_zero_switches_it_off(rest, guarded):
    Settings(guarded).set({"login.tries.account": 0})
    alice = rest.new_account("alice")
    assert codes(rest, alice.name, 30) == [WRONG] * 30
