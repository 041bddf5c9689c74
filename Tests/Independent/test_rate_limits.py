"""How often things may be done: every limit refuses with its code and says so in the metrics, fills up again, and touches nobody else."""
import time

import pytest
import xsync_pb2 as pb
from conftest import World
from frames import chat, contents, typing
from groups import Group
from hostile import counter
from operations import delivered
from people import Person, Place
from rest import Account
from server import Server

OK, LIMITED = pb.Status.OK, pb.Status.RATE_LIMIT_EXCEEDED
TOO_MANY, TOO_MANY_MESSAGES, TOO_MANY_TOKENS, TOO_MANY_TRIES, WRONG_CODE = 49716, 19406, 49718, 10028, 10001
HERE, THERE = "192.0.2.1", "198.51.100.1"
WHOLE_SECOND = 1.1


@pytest.fixture(scope="module")
def limited(tmp_path_factory):
    """A server with its limits, which believes what a proxy says of addresses."""
    server = Server(
        tmp_path_factory.mktemp("limited") / "data", settings={"trust.proxy": "true"}, environment={"HEARTH_LIMITS_ENABLED": "true"})
    server.start()
    yield server
    server.stop()


@pytest.fixture
def place(limited) -> Place:
    """An app of its own, so that tests do not use up each other's times."""
    world = World(limited)
    yield Place(world)
    world.close()


class Refusals:
    """What a limit has refused since this was made."""

    def __init__(self, place: Place, limit: str):
        self.server, self.name = place.world.server, f'limited_total{{limit="{limit}"}}'
        self.before = counter(self.server, self.name)

    @property
    def count(self) -> int:
        return counter(self.server, self.name) - self.before


def limit(place: Place, name: str, rate: str) -> Refusals:
    answer = place.settings.set({f"limit.{name}": rate})
    assert answer["code"] == 200, answer
    return Refusals(place, name)


def from_address(address: str) -> dict:
    return {"headers": {"X-Forwarded-For": address}}


# The long connection


def test_a_message_too_many_is_refused_by_its_number_and_taken_later(place, transport):
    alice, bob = place.world.pair(transport)
    second = place.world.login(alice.account, transport)
    refusals = limit(place, "messages.user", "3/60")
    first = alice.submit(bob.account.uid, chat("0"), client_mid=100)
    assert [alice.submit(bob.account.uid, chat(str(n))).status.code for n in (1, 2)] == [OK, OK]
    refused = alice.submit(bob.account.uid, chat("3"), client_mid=103)
    assert (refused.status.code, refused.status.reason) == (LIMITED, "too many messages")
    assert (refused.client_mid, refused.server_mid, refused.xid.uid) == (103, 0, bob.account.uid)
    assert second.submit(bob.account.uid, chat("another device")).status.code == LIMITED
    assert refusals.count == 2
    bob.say(alice.account.uid, "nobody else is touched")
    assert alice.unread().status.code == OK, "the connection stays"
    limit(place, "messages.user", "3/1")
    time.sleep(WHOLE_SECOND)
    assert alice.submit(bob.account.uid, chat("0"), client_mid=100).server_mid == first.server_mid, "sent again, known"
    taken = alice.submit(bob.account.uid, chat("3"), client_mid=103)
    assert taken.status.code == OK and taken.server_mid > first.server_mid
    assert contents(bob.sync(alice.account.uid)) == ["0", "1", "2", "3"]


def test_all_messages_of_an_app_have_a_limit_together(place):
    alice, bob = place.world.pair()
    refusals = limit(place, "messages.app", "2/60")
    assert alice.submit(bob.account.uid, chat("1")).status.code == OK
    assert bob.submit(alice.account.uid, chat("2")).status.code == OK
    assert alice.submit(bob.account.uid, chat("3")).status.code == LIMITED
    assert refusals.count == 1
    other = Place(place.world)
    carol, dora = place.world.login(other.person().account), place.world.login(other.person().account)
    carol.say(dora.account.uid, "another app")


def test_typing_counts(place):
    alice, bob = place.world.pair()
    limit(place, "messages.user", "1/60")
    assert alice.submit(bob.account.uid, typing()).status.code == OK
    assert alice.submit(bob.account.uid, typing()).status.code == LIMITED


def test_operations_have_a_limit_of_their_own(place):
    alice, bob = place.world.pair()
    mids = [alice.say(bob.account.uid, str(n)) for n in range(3)]
    refusals = limit(place, "operations.user", "2/60")
    acks = [delivered(bob, alice.account.uid, mid) for mid in mids]
    assert [ack.status.code for ack in acks] == [OK, OK, LIMITED]
    assert acks[2].status.reason == "too many requests" and acks[2].client_mid > 0
    assert refusals.count == 1
    bob.say(alice.account.uid, "messages go on")
    limit(place, "operations.user", "2/1")
    time.sleep(WHOLE_SECOND)
    assert delivered(bob, alice.account.uid, mids[2]).status.code == OK


def test_heartbeats_and_syncs_are_counted_for_each_device(place, transport):
    alice = place.world.login(place.person().account, transport)
    second = place.world.login(alice.account, transport)
    refusals = limit(place, "syncs.device", "2/60")
    assert alice.unread().status.code == OK, "the list after a login is free"
    assert alice.unread().status.code == OK
    alice.page(pb.XID(uid=0))
    assert alice.unread().status.code == LIMITED
    with pytest.raises(AssertionError, match="sync refused"):
        alice.page(pb.XID(uid=0))
    with pytest.raises(AssertionError, match="sync refused"):
        alice.history(second.account.uid, 10)
    assert refusals.count == 3
    assert second.unread().status.code == OK
    alice.say(alice.account.uid, "messages go on")
    limit(place, "syncs.device", "2/1")
    time.sleep(WHOLE_SECOND)
    assert alice.unread().status.code == OK


def test_a_user_logs_in_so_often_and_no_oftener(place):
    alice, bob = place.person(), place.person()
    refusals = limit(place, "logins.user", "2/60")
    device = place.world.connect(alice.account)
    assert [device.provision().status.code for _ in range(3)] == [OK, OK, LIMITED]
    assert refusals.count == 1
    # Clients do nothing more on a connection whose login was refused, but connect again when it is gone.
    device.wait_closed(patience=10)
    stranger = place.world.connect(Account(bob.name, "", bob.uid, "made up", place.rest.app_id))
    assert {stranger.provision().status.code for _ in range(5)} == {pb.Status.INVALID_TOKEN}
    place.world.login(bob.account)
    limit(place, "logins.user", "2/1")
    time.sleep(WHOLE_SECOND)
    place.world.login(alice.account)


def test_an_address_logs_in_so_often_and_no_oftener(place, transport):
    alice, bob = place.person(), place.person()
    refusals = limit(place, "logins.address", "1/60")
    place.world.login(alice.account, transport)
    assert place.world.connect(bob.account, transport).provision().status.code == LIMITED
    assert refusals.count == 1
    other = Place(place.world)
    place.world.login(other.person().account, transport)


def test_who_floods_is_answered_and_holds_up_nobody(place):
    alice, bob = place.world.pair()
    carol = place.world.login(place.person().account)
    limit(place, "messages.user", "10/60")
    limit(place, "syncs.device", "0")
    metas = [alice.meta(bob.account.uid, chat("x" * 100), client_mid=number) for number in range(1, 3001)]
    for meta in metas:
        alice.send_meta(meta)
    carol.say(bob.account.uid, "meanwhile")
    acks = [alice.wait_ack(meta.id) for meta in metas]
    assert [ack.status.code for ack in acks] == [OK] * 10 + [LIMITED] * 2990
    assert alice.unread().status.code == OK
    assert contents(bob.sync(carol.account.uid)) == ["meanwhile"]
    assert len(bob.sync(alice.account.uid)) == 10


# REST


def test_calls_with_a_token_are_counted_for_its_user(place):
    anna, ben = place.person(), place.person()
    refusals = limit(place, "calls.user", "2/60")
    codes = [anna.code("GET", "/message/unread") for _ in range(3)]
    assert codes == [200, 200, TOO_MANY]
    assert place.rest.get("/roster/list", token=anna.token, **from_address(THERE)).message == "too many requests", "from anywhere"
    assert ben.code("GET", "/message/unread") == 200
    assert refusals.count == 2
    assert [place.admin("GET", "/message/unread", person=anna).code for _ in range(5)] == [200] * 5, "its server is exempt"
    limit(place, "calls.user", "2/1")
    time.sleep(WHOLE_SECOND)
    assert anna.code("GET", "/message/unread") == 200


def test_calls_without_a_token_are_counted_for_their_address(place):
    place.rest.session.headers["X-Forwarded-For"] = HERE
    refusals = limit(place, "calls.address", "2/60")
    assert [place.rest.get("/app/config").code for _ in range(3)] == [200, 200, TOO_MANY]
    assert place.rest.get("/app_dns").code == TOO_MANY
    assert place.rest.get("/app/config", **from_address(THERE)).code == 200
    assert place.rest.get("/app/config", token=place.backend.token).code == 200
    assert refusals.count == 2
    limit(place, "calls.address", "2/1")
    time.sleep(WHOLE_SECOND)
    assert place.rest.get("/app/config").code == 200


def test_tokens_are_counted_for_their_address(place):
    anna = place.person()
    refusals = limit(place, "tokens.address", "2/60")
    doors = [("/token/user", "name"), ("/app/token", "name"), ("/token/login", "login_name"), ("/token/user", "name")]

    def codes(address: str) -> list[int]:
        return [
            place.rest.post(path, {field: anna.name, "password": anna.account.password}, **from_address(address)).code
            for path, field in doors]

    assert codes(HERE) == [200, 200, TOO_MANY_TOKENS, TOO_MANY_TOKENS]
    assert codes(THERE)[0] == 200
    assert [place.rest.post(path, {"user_id": str(anna.uid), "password": "x"}, **from_address(HERE)).code
            for path in ("/token/id", "/app/token_id")] == [TOO_MANY_TOKENS] * 2
    assert refusals.count == 6
    limit(place, "tokens.address", "2/1")
    time.sleep(WHOLE_SECOND)
    assert codes(HERE)[0] == 200


def register(place: Place, path: str = "/user/register/v2", address: str = HERE, **options) -> int:
    body = {"username": place.rest.new_name(), "password": "secret-1"}
    return place.rest.post(path, body, **from_address(address), **options).code


def test_accounts_are_counted_for_their_address(place):
    refusals = limit(place, "registrations.address", "2/60")
    ways = ["/user/register/v2", "/user/register/anonymous", "/user/register/push"]
    assert [register(place, way) for way in ways] == [200, 200, TOO_MANY]
    assert [register(place, way) for way in ways] == [TOO_MANY] * 3
    assert register(place, address=THERE) == 200
    assert [register(place, token=place.backend.token) for _ in range(3)] == [200] * 3
    assert refusals.count == 4
    limit(place, "registrations.address", "2/1")
    time.sleep(WHOLE_SECOND)
    assert register(place) == 200


def test_accounts_are_counted_for_the_app(place):
    refusals = limit(place, "registrations.app", "2/60")
    assert [register(place, address=f"192.0.2.{number}") for number in range(3)] == [200, 200, TOO_MANY]
    assert refusals.count == 1


def test_shared_files_are_counted_for_their_user(place):
    anna, ben = place.person(), place.person()
    group = Group(place, anna, ben)
    refusals = limit(place, "uploads.user", "1/60")
    file = {"name": "f", "size": 1, "type": "text", "url": "https://files.example/f"}
    assert [group.code(anna, "file/upload", **file) for _ in range(2)] == [200, TOO_MANY]
    assert group.code(ben, "file/upload", **file) == 200
    assert refusals.count == 1
    as_server = place.admin("POST", "/group/file/upload", {"group_id": group.id, **file}, anna)
    assert as_server.code == 200


@pytest.mark.parametrize("path, field", [("/app/qr_login", "qr_code"), ("/app/secret_info", "code"), ("/app/allow", "qr_code")])
def test_after_so_many_wrong_codes_none_is_looked_at(place, path, field):
    anna = place.person()
    place.rest.session.headers["X-Forwarded-For"] = HERE
    code = place.rest.get("/app/qr_code").data["qr_code"]
    if path == "/app/secret_info":
        code = place.rest.post(path, {"secret_text": "hush", "expire_seconds": 60}).data["code"]
    refusals = limit(place, "codes.address", "2/60")

    def look(code: str, address: str = HERE) -> int:
        return place.rest.get(path, query={field: code}, token=anna.token, **from_address(address)).code

    if path == "/app/qr_login":
        assert {look(code) for _ in range(5)} == {200}, "right ones do not count"
    assert [look("wrong") for _ in range(3)] == [WRONG_CODE, WRONG_CODE, TOO_MANY_TRIES]
    assert look(code) == TOO_MANY_TRIES
    assert refusals.count == 2
    assert look(code, THERE) == 200


# Exemptions


def test_a_server_writes_without_a_limit_but_not_in_a_users_name(place):
    anna, ben = place.person(), place.person()
    refusals = limit(place, "messages.user", "2/60")
    assert {place.backend.send(ben.uid).code for _ in range(5)} == {200}
    assert {place.backend.send(ben.uid, from_user_id=anna.uid).code for _ in range(5)} == {200}
    codes = [place.backend.send(ben.uid, user=anna.account) for _ in range(3)]
    assert [answer.code for answer in codes] == [200, 200, TOO_MANY_MESSAGES]
    assert codes[2].message == "too many messages"
    assert refusals.count == 1
    device = anna.device()
    assert device.submit(ben.uid, chat("mine")).status.code == LIMITED, "they are his"


def test_an_exempt_app_has_no_limits_at_once(place):
    alice, bob = place.world.pair()
    limit(place, "messages.user", "1/60")
    limit(place, "calls.user", "1/60")
    person = Person(place.world, bob.account)
    assert [alice.submit(bob.account.uid, chat()).status.code for _ in range(2)] == [OK, LIMITED]
    assert [person.code("GET", "/message/unread") for _ in range(2)] == [200, TOO_MANY]
    place.set(limits__exempt=True)
    assert {alice.submit(bob.account.uid, chat()).status.code for _ in range(5)} == {OK}
    assert {person.code("GET", "/message/unread") for _ in range(5)} == {200}
    place.set(limits__exempt=False)
    assert alice.submit(bob.account.uid, chat()).status.code == LIMITED


def test_a_server_may_be_without_limits(server, world):
    place = Place(world)
    alice, bob = world.pair()
    limit(place, "messages.user", "1/60")
    assert {alice.submit(bob.account.uid, chat()).status.code for _ in range(5)} == {OK}


@pytest.mark.parametrize("rate", ["1", "1/0", "0/1", "a/b", "1000001/1", "1/86401", 5, True])
def test_what_is_no_rate_is_refused(place, rate):
    assert place.settings.set({"limit.messages.user": rate})["code"] == 10002


def test_metrics_name_every_limit_of_the_settings(place):
    names = [key.removeprefix("limit.") for key in place.settings.all() if key.startswith("limit.")]
    assert len(names) == 13
    assert all(Refusals(place, name).before >= 0 for name in names)
