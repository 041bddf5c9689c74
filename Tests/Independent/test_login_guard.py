"""Guessing passwords: waits per account and per address, the same for names nobody has."""
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from rest import Rest
from server import Server
from test_app_settings import Settings

WRONG, UNKNOWN, TOO_MANY = 11001, 10000, 49718


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


def test_zero_switches_it_off(rest, guarded):
    Settings(guarded).set({"login.tries.account": 0})
    alice = rest.new_account("alice")
    assert codes(rest, alice.name, 30) == [WRONG] * 30
