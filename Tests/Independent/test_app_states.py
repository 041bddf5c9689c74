"""Apps that are frozen, banned, revoked and restored, and apps whose devices are sent elsewhere: what real clients see."""
import time

import pytest
import requests
import xsync_pb2 as pb
from conftest import World
from floo import Floo
from frames import PROVISION, SYNC, UNREAD, chat
from people import Place, place  # noqa: F401
from rest import create_app
from test_app_settings import nodes, until  # noqa: F401
from test_devices import notice_until
from verbs import done, hearth
from verbs import place as store_of

pytestmark = pytest.mark.both_databases

FROZEN, ELSEWHERE = pb.Status.APP_FROZEN, pb.Status.PUBLIC_KEY_CHANGED
WORDS = {"frozen": "the app is frozen", "banned": "the app is not in service", "revoked": "the app is not in service"}


def admin(server, method: str, path: str, body=None, **query) -> dict:
    headers = {"Authorization": f"Bearer {server.admin_token}"}
    response = requests.request(method, server.base + path, headers=headers, json=body, params=query, timeout=60)
    assert response.status_code == 200, response.text
    return response.json()


def change(server, app_id: str, **fields) -> dict:
    answer = admin(server, "PATCH", f"/admin/apps/{app_id}", fields)
    assert answer["code"] == 200, answer
    return answer["data"]


def wait_status(device: Floo, code: int) -> pb.SyncDL:
    """The word of the end, which nobody asked for."""
    return device.wait(
        lambda item: item.command == SYNC and item.body.status.code == code and not item.body.client_mid, what=f"status {code}").body


def closes(device: Floo, began: float) -> None:
    device.wait_closed()
    assert 3.5 < time.monotonic() - began < 10


@pytest.mark.parametrize("word", WORDS)
def test_an_app_out_of_service_is_so_for_everybody_at_once(place: Place, word: str):  # noqa: F811
    anna, ben = place.people(2)
    phone, desk = anna.device(), ben.device()
    app, server = place.rest.app_id, place.world.server
    assert change(server, app, status=word, reason="unpaid")["status_reason"] == "unpaid"
    began = time.monotonic()
    for device in (phone, desk):
        assert wait_status(device, FROZEN).status.reason == WORDS[word]
    refused = phone.submit(ben.uid, chat("anybody?"))
    assert refused.status.code == FROZEN and refused.status.reason == WORDS[word] and not refused.server_mid
    phone.send(UNREAD)
    assert phone.wait(lambda item: item.command == UNREAD).body.status.code == FROZEN
    assert phone.provision().status.code == FROZEN
    assert place.rest.get("/v2/app_dns", query={"app_id": app}).data["app_status"] == word
    late = place.world.connect(anna.account).provision()
    assert late.status.code == FROZEN and late.status.reason == WORDS[word]
    for answer in (
        place.rest.token(anna.name), place.rest.get("/user/profile", token=anna.token), place.rest.register("nobody_yet"),
        place.admin("GET", "/user/list"), place.backend.send(anna.uid),
    ):
        assert (answer.code, answer.message) == (40003, WORDS[word])
    assert admin(server, "GET", f"/admin/apps/{app}/settings")["code"] == 200, "administration stays open"
    closes(phone, began)
    closes(desk, began)

    assert "status_reason" not in change(server, app, status="normal")
    phone, desk = anna.device(), ben.device()
    mid = phone.say(ben.uid, "here again")
    desk.wait_notice(anna.uid)
    assert [meta.id for meta in desk.sync(anna.uid)] == [mid]
    assert place.admin("GET", "/user/list").code == 200


def test_other_apps_go_on(place: Place, world: World):  # noqa: F811
    other = World(world.server)
    other.rest.app_id = create_app(world.server.base, world.server.admin_token)
    alice, bob = other.pair()
    change(world.server, place.rest.app_id, status="frozen")
    assert alice.say(bob.account.uid, "hi")
    other.close()


def test_who_logs_in_at_that_moment_is_caught_too(place: Place):  # noqa: F811
    people = place.people(12)
    app, server = place.rest.app_id, place.world.server
    devices = [place.world.connect(person.account) for person in people]
    for index, device in enumerate(devices):
        device.send(PROVISION, device.provision_request())
        if index == 5:
            change(server, app, status="frozen")
    for device in devices:
        answer = device.wait(lambda item: item.command == PROVISION, what="provision").body.status.code
        assert answer in (pb.Status.OK, FROZEN)
        if answer == pb.Status.OK:
            wait_status(device, FROZEN)
            device.wait_closed()
    assert admin(server, "GET", "/admin/status")["code"] == 200


@pytest.mark.parametrize("word, kind", [("cluster_changed", pb.UserNotice.CLUSTER_CHANGED), ("dns_update", pb.UserNotice.DNS_UPDATE)])
def test_devices_are_told_to_connect_anew(place: Place, word: str, kind: int):  # noqa: F811
    anna, ben = place.people(2)
    phone, desk = anna.device(), ben.device()
    app, server = place.rest.app_id, place.world.server
    assert admin(server, "POST", f"/admin/apps/{app}/reconnect", {"notice": word})["code"] == 200
    began = time.monotonic()
    for device in (phone, desk):
        notice_until(device, kind)
    refused = phone.submit(ben.uid, chat("where are you?"))
    assert (refused.status.code, refused.status.reason) == (ELSEWHERE, "the server's address has changed, connect again")
    closes(phone, began)
    assert anna.code("GET", "/user/profile") == (402 if word == "cluster_changed" else 200)
    assert place.admin("GET", "/user/list").code == 200, "admin tokens go on"
    again = anna.device()
    assert again.say(ben.uid, "here again")
    assert admin(server, "POST", f"/admin/apps/{app}/reconnect", {"notice": "soon"})["code"] == 10002


def test_the_verbs_work_beside_a_server_and_without_one(own_server, own_world):
    app, where = own_server.app_id, store_of(own_server)
    alice = own_world.account("alice")
    phone = own_world.login(alice)
    assert "frozen" in done("app", "freeze", app, "--reason", "unpaid", *where)
    assert wait_status(phone, FROZEN)
    assert own_world.rest.token(alice.name).code == 40003
    assert "normal" in done("app", "restore", app, *where)
    phone = own_world.login(alice)
    done("app", "reconnect", app, "--notice", "dns_update", *where)
    notice_until(phone, pb.UserNotice.DNS_UPDATE)
    assert "frozen" in done("user", "freeze", app, alice.uid, *where)
    assert own_world.rest.token(alice.name).code == 19106
    own_server.stop()
    for verb, word in (("ban", "banned"), ("revoke", "revoked"), ("restore", "normal")):
        assert word in done("app", verb, app, *where)
    assert "normal" in done("user", "unfreeze", app, alice.uid, *where)
    assert "banned_until" in done("user", "ban", app, alice.uid, "--minutes", 5, *where)
    assert "device" in done("user", "show", app, alice.uid, *where)
    assert "banned_until" not in done("user", "unban", app, alice.uid, *where)
    assert hearth("user", "show", app, 1, *where).returncode != 0
    assert hearth("app", "freeze", "nosuchapp", *where).returncode != 0
    own_server.start()
    again = World(own_server)
    token = again.rest.token(alice.name)
    assert token.code == 200


def test_how_a_user_stands(place: Place):  # noqa: F811
    anna = place.person()
    phone = anna.device(guid="hers")
    path = f"/admin/apps/{place.rest.app_id}/users/{anna.uid}"
    server = place.world.server
    state = admin(server, "GET", path)["data"]
    assert (state["username"], state["status"], "banned_until" in state) == (anna.name, "normal", False)
    [device] = state["devices"]
    assert device == {"device_sn": phone.sn, "platform": 6, "user_agent": "Python", "online": True}
    assert admin(server, "PUT", path + "/ban", {"minutes": 5})["data"] is True
    assert admin(server, "GET", path)["data"]["banned_until"] > time.time() * 1000
    assert admin(server, "PUT", path + "/freeze")["data"] is True
    notice_until(phone, pb.UserNotice.FROZEN)
    phone.wait_closed()
    assert admin(server, "GET", path)["data"]["status"] == "frozen"
    assert place.world.connect(anna.account).provision().status.code == pb.Status.USER_FROZEN
    assert admin(server, "DELETE", path + "/freeze")["data"] is True
    assert place.rest.token(anna.name).code == 200
    assert place.admin("POST", "/user/delete", {}, anna).code == 200
    assert admin(server, "GET", path)["data"]["status"] == "removed"
    assert admin(server, "GET", path[:-len(str(anna.uid))] + "2")["code"] == 10000


def test_every_server_of_the_database_ends_its_sessions(nodes):  # noqa: F811
    worlds = [World(server) for server in nodes]
    alice = worlds[0].account("alice")
    sessions = [world.login(alice, guid=name) for world, name in zip(worlds, "ab")]
    app = nodes[0].app_id
    began = time.monotonic()
    change(nodes[0], app, status="frozen")
    for session in sessions:
        assert wait_status(session, FROZEN)
    took = time.monotonic() - began
    assert took < 5, took
    for session in sessions:
        session.wait_closed()
    change(nodes[1], app, status="normal")
    until(lambda: all(world.rest.get("/user/profile", token=alice.token).code == 200 for world in worlds))
    sessions = [world.login(alice, guid=name) for world, name in zip(worlds, "ab")]
    assert admin(nodes[1], "POST", f"/admin/apps/{app}/reconnect", {"notice": "cluster_changed"})["code"] == 200
    for session in sessions:
        notice_until(session, pb.UserNotice.CLUSTER_CHANGED)
        session.wait_closed()
    assert all(world.rest.get("/user/profile", token=alice.token).code == 402 for world in worlds)
    for world in worlds:
        world.close()
