"""Devices of one user: how many there may be, what they hear of each other, tabs of one browser."""
import time

import pytest
import requests
import xsync_pb2 as pb
from floo import QUIET, Floo
from frames import PROVISION, SYNC, Received, contents
from test_app_settings import Settings, until

pytestmark = pytest.mark.both_databases

N = pb.UserNotice
OK = pb.Status.OK


def is_notice(item: Received) -> bool:
    return item.command == SYNC and any(meta.ns == pb.Meta.USER_NOTICE for meta in item.body.metas)


def notice(device: Floo) -> pb.UserNotice:
    """The next UserNotice, which must be a push that clients take."""
    push = device.wait(is_notice, what="user notice").body
    assert push.status.code == OK and push.next_key == 0
    assert push.HasField("xid") and push.xid == pb.XID()
    [meta] = push.metas
    assert meta.to == pb.XID(uid=device.account.uid, deviceSN=device.sn) and meta.id > 0 and meta.timestamp > 0
    return pb.UserNotice.FromString(meta.payload)


def heard(device: Floo, count: int) -> list[tuple[int, str]]:
    """So many notices with their content; more must not come."""
    notices = [notice(device) for _ in range(count)]
    assert device.stays_quiet(is_notice)
    return [(item.type, item.content) for item in notices]


def silent(device: Floo) -> bool:
    return device.stays_quiet(is_notice)


def notice_until(device: Floo, wanted: int) -> str:
    """The content of the next notice of a type; those before it are left out."""
    while True:
        item = notice(device)
        if item.type == wanted:
            return item.content


def is_alive(server_world, token: str) -> bool:
    return server_world.rest.get("/user/profile", token=token).code == 200


@pytest.fixture
def limited(own_world):
    """Sets the limit of the default app."""
    settings = Settings(own_world.server)

    def limit(count: int, when_full: str = "evict") -> None:
        assert settings.set({"devices.per.platform": count, "devices.when.full": when_full})["code"] == 200

    return limit


def fresh_token(world, account) -> str:
    """Another token of the same user."""
    return world.rest.token(account.name, account.password).data["token"]


def test_others_hear_of_a_first_login_and_of_coming_and_going(world, transport):
    account = world.account("alice")
    phone = world.login(account, guid="phone")
    laptop = world.login(account, transport, guid="laptop")
    assert heard(phone, 2) == [(N.DEVICE_ADDED, str(laptop.sn)), (N.DEVICE_LOGIN, str(laptop.sn))]
    assert silent(laptop), "nobody hears of himself"
    laptop.close()
    assert heard(phone, 1) == [(N.DEVICE_LOGOUT, str(laptop.sn))]
    again = world.login(account, transport, guid="laptop")
    assert again.sn == laptop.sn
    assert heard(phone, 1) == [(N.DEVICE_LOGIN, str(laptop.sn))]
    assert phone.sync(0) == [] and phone.unread().status.code == OK, "nothing of it is stored"


def test_a_connection_that_breaks_is_a_logout_too(world):
    account = world.account("alice")
    phone, laptop = (world.login(account, "tcp", guid) for guid in ("phone", "laptop"))
    heard(phone, 2)
    laptop.cut()
    assert heard(phone, 1) == [(N.DEVICE_LOGOUT, str(laptop.sn))]


def test_devices_of_somebody_else_hear_nothing(world):
    alice, bob = world.account("alice"), world.account("bob")
    here = world.login(alice, guid="shared")
    world.login(bob, guid="shared").close()
    world.login(bob, guid="other")
    assert silent(here)


def test_the_first_sdk_hears_nothing_but_its_end(world, transport):
    account = world.account("alice")
    old = world.connect(account, transport, guid="old")
    assert old.provision(sdk_vsn="1.0.0").status.code == OK
    new = world.login(account, guid="new")
    new.close()
    assert silent(old)
    again = world.connect(account, transport, guid="old")
    assert again.provision(sdk_vsn="1.0.0").status.code == OK
    assert notice(old).type == N.KICK_BY_SAME_DEVICE
    old.wait_closed()


def test_the_last_of_three_tabs_wins(world, transport):
    account = world.account("alice")
    phone = world.login(account, guid="phone")
    tabs = []
    for number in range(3):
        tabs.append(world.login(account, transport, guid="browser"))
        if number:
            assert notice(tabs[-2]).type == N.KICK_BY_SAME_DEVICE
            tabs[-2].wait_closed()
    assert len({tab.sn for tab in tabs}) == 1
    assert silent(tabs[-1])
    sn = str(tabs[-1].sn)
    assert heard(phone, 4) == [(N.DEVICE_ADDED, sn)] + [(N.DEVICE_LOGIN, sn)] * 3, "a tab that was replaced is no logout"
    returned = world.login(account, transport, guid="browser")
    assert notice(tabs[-1]).type == N.KICK_BY_SAME_DEVICE, "also an older tab that comes back wins"
    tabs[-1].wait_closed()
    assert silent(returned)


@pytest.mark.parametrize("noticed", [True, False])
def test_a_reconnect_behind_a_dead_connection_kicks_nobody(world, noticed):
    account = world.account("alice")
    phone = world.login(account, guid="phone")
    # A TCP connection that is cut ends at once; of a WebSocket whose reader still waits the server learns nothing.
    laptop = world.login(account, "tcp" if noticed else "raw", guid="laptop")
    heard(phone, 2)
    laptop.cut()
    sn = str(laptop.sn)
    assert heard(phone, 1 if noticed else 0) == [(N.DEVICE_LOGOUT, sn)] * noticed
    back = world.login(account, guid="laptop")
    assert silent(back)
    assert heard(phone, 1) == [(N.DEVICE_LOGIN, sn)]


def test_the_provision_answer_comes_before_any_notice(world):
    account = world.account("alice")
    devices = [world.connect(account, guid=f"guid {number}") for number in range(8)]
    for device in devices:
        device.send(PROVISION, device.provision_request())
    for device in devices:
        assert device.wait(lambda item: True).command == PROVISION


def test_a_device_too_many_is_refused(own_world, limited):
    limited(2, "refuse")
    account = own_world.account("alice")
    devices = [own_world.login(account, guid=guid) for guid in ("one", "two")]
    third = own_world.connect(account, guid="three")
    answer = third.provision()
    assert answer.status.code == pb.Status.TOO_MANY_DEVICES and answer.xid.uid == account.uid
    assert all(device.unread().status.code == OK for device in devices) and is_alive(own_world, account.token)
    assert third.provision(os_type=pb.Provision.IOS).status.code == OK, "every platform counts for itself"
    devices[0].close()
    assert own_world.login(account, guid="one").sn == devices[0].sn, "a known device keeps its place"
    assert own_world.connect(account, guid="four").provision().status.code == pb.Status.TOO_MANY_DEVICES
    limited(3, "refuse")
    assert own_world.login(account, guid="four").sn not in (0, *(device.sn for device in devices))


def test_the_device_offline_longest_makes_room(own_world, limited):
    limited(3)
    account = own_world.account("alice")
    tokens = {guid: fresh_token(own_world, account) for guid in ("one", "two", "three", "four")}

    def log_in(guid: str) -> Floo:
        device = own_world.connect(account, guid=guid)
        assert device.provision(token=tokens[guid]).status.code == OK
        return device

    one, two, three = (log_in(guid) for guid in ("one", "two", "three"))
    two.close()
    assert notice_until(one, N.DEVICE_LOGOUT) == str(two.sn)
    time.sleep(0.02)
    three.close()
    assert notice_until(one, N.DEVICE_LOGOUT) == str(three.sn)
    time.sleep(1.5)
    four = log_in("four")
    assert four.sn == 4
    assert silent(four) and one.unread().status.code == OK, "the connected device stays"
    assert [is_alive(own_world, tokens[guid]) for guid in ("one", "two", "three", "four")] == [True, False, True, True]
    gone = own_world.connect(account, guid="two")
    assert gone.provision(token=tokens["two"]).status.code == pb.Status.INVALID_TOKEN
    assert log_in("three").sn == three.sn, "who was offline for a shorter time is still known"


def test_where_all_are_connected_the_oldest_login_has_to_go(own_world, limited, transport):
    limited(2)
    account = own_world.account("alice")
    tokens = [fresh_token(own_world, account) for _ in range(3)]
    devices = [own_world.connect(account, transport, guid=f"guid {number}") for number in range(3)]
    for device, token in zip(devices, tokens):
        assert device.provision(token=token).status.code == OK
    assert notice_until(devices[0], N.KICKED_BY_OTHER_DEVICE) == ""
    devices[0].wait_closed()
    # In whatever order: the one that goes and the one that comes have connections of their own.
    came, went = str(devices[2].sn), str(devices[0].sn)
    assert sorted(heard(devices[1], 3)) == sorted([(N.DEVICE_ADDED, came), (N.DEVICE_LOGIN, came), (N.DEVICE_LOGOUT, went)])
    assert [is_alive(own_world, token) for token in tokens] == [False, True, True]
    assert all(device.unread().status.code == OK for device in devices[1:])


def test_a_device_that_comes_for_an_evicted_one_goes_on_where_the_user_was(own_world, limited):
    limited(1)
    bob = own_world.account("bob")
    alice = own_world.login(own_world.account("alice"))
    old = own_world.login(bob, guid="old")
    for text in ("one", "two"):
        alice.say(bob.uid, text)
    assert contents(old.sync(alice.account.uid)) == ["one", "two"]
    alice.say(bob.uid, "three")
    time.sleep(1.5)
    new = own_world.login(bob, guid="new")
    assert notice_until(old, N.KICKED_BY_OTHER_DEVICE) == ""
    old.wait_closed()
    assert new.sn != old.sn, "a number is never given again"
    assert contents(new.sync(alice.account.uid)) == ["three"]
    assert contents(new.history(alice.account.uid, 10).metas) == ["three", "two", "one"]


def test_the_limit_holds_under_many_logins_at_once(own_world, limited):
    limited(3)
    account = own_world.account("alice")
    devices = [own_world.connect(account, guid=f"guid {number}") for number in range(12)]
    for device in devices:
        device.send(PROVISION, device.provision_request())
    for device in devices:
        assert device.wait(lambda item: item.command == PROVISION).body.status.code == OK

    def connected() -> int:
        headers = {"Authorization": f"Bearer {own_world.server.admin_token}"}
        return requests.get(own_world.server.base + "/admin/status", headers=headers, timeout=10).json()["data"]["sessions"]

    until(lambda: connected() == 3)
    time.sleep(2 * QUIET)
    assert connected() == 3


def test_the_last_sight_outlives_a_restart(own_server, own_world, limited):
    limited(2)
    account = own_world.account("alice")
    first = own_world.login(account, guid="first")
    second = own_world.login(account, guid="second")
    time.sleep(0.02)
    second.close()
    assert notice_until(first, N.DEVICE_LOGOUT) == str(second.sn)
    time.sleep(0.02)
    own_server.stop()
    own_server.start()
    own_world.login(account, guid="third")
    assert own_world.login(account, guid="first").sn == first.sn, "it was connected until the stop"
