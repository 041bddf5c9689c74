"""`hearth message explain` and its route: what became of a message, for operators."""
import json
import time

import pytest
import requests
import xsync_pb2 as pb
from conftest import World
from floo import PATIENCE
from groups import Group
from operations import accepted, read, recall
from people import Place
from server import Server
from verbs import done, hearth, place


def explained(server: Server, mid: int, app_id: str | None = None) -> dict:
    """What the admin API answers, its envelope included."""
    headers = {"Authorization": f"Bearer {server.admin_token}"}
    response = requests.get(
        f"{server.base}/admin/apps/{app_id or server.app_id}/messages/{mid}", headers=headers, timeout=20)
    assert response.status_code == 200
    return response.json()


def person(told: dict, uid: int) -> dict:
    [found] = [each for each in told["people"] if each["user_id"] == uid]
    return found


def device(told: dict, floo) -> dict:
    [found] = [each for each in person(told, floo.account.uid)["devices"] if each["device"] == floo.sn]
    return found


def stored_cursor(server: Server, mid: int, floo) -> None:
    """Returns when the store has the confirmation, which is written a moment later."""
    deadline = time.monotonic() + PATIENCE
    while device(explained(server, mid)["data"], floo).get("confirmed_up_to", 0) < mid:
        assert time.monotonic() < deadline, "the confirmation was not stored"
        time.sleep(0.05)


def now() -> int:
    return int(time.time() * 1000)


@pytest.mark.both_databases
def test_the_life_of_a_message_is_told_step_by_step(own_server):
    world = World(own_server)
    alice, bob = world.pair()
    tablet = world.login(bob.account)
    began = now()
    mid = alice.say(bob.account.uid, "a secret text")
    told = explained(own_server, mid)["data"]
    assert told["id"] == mid and told["from"] == {"user_id": alice.account.uid, "device": alice.sn}
    assert sorted(told["conversation"]["users"]) == sorted((alice.account.uid, bob.account.uid))
    assert began - 1_000 <= told["received_at"] <= told["stored_at"] + 1_000 and told["bytes"] > 0
    assert "secret" not in json.dumps(told)
    assert person(told, bob.account.uid)["read"] is False and not told["operations"]

    bob.receive(alice.account.uid)
    accepted(read(bob, alice.account.uid, mid), alice.account.uid)
    told = explained(own_server, mid)["data"]
    here = device(told, bob)
    assert told["stored_at"] <= here["told_at"] <= here["given_at"] <= here["confirmed_at"] and here["confirmed"] is True
    there = device(told, tablet)
    assert "told_at" in there and "given_at" not in there and there["confirmed"] is False
    assert person(told, bob.account.uid)["read"] is True and told["status"] == "read"
    assert "told_at" not in device(told, alice), "the notice of the receipt is not about her own message"
    assert [act["kind"] for act in told["operations"]] == ["read_ack"]

    accepted(recall(alice, bob.account.uid, mid), bob.account.uid)
    told = explained(own_server, mid)["data"]
    assert told["recall"]["user_id"] == alice.account.uid and told["recall"]["device"] == alice.sn
    assert told["bytes"] == 0 and [act["kind"] for act in told["operations"]] == ["read_ack", "recall"]
    world.close()


@pytest.mark.both_databases
def test_the_verb_says_the_same_beside_a_server_and_less_without_one(own_server):
    world = World(own_server)
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "a secret text")
    bob.receive(alice.account.uid)
    accepted(read(bob, alice.account.uid, mid), alice.account.uid)
    accepted(recall(alice, bob.account.uid, mid), bob.account.uid)
    stored_cursor(own_server, mid, bob)
    for words in ([], ["--app", own_server.app_id]):
        printed = done("message", "explain", mid, *words, *place(own_server))
        assert "secret" not in printed
        for word in (f"Message {mid}", f"user {alice.account.uid}, device {alice.sn}", "recalled", "read_ack", "told ", "given ", "confirmed "):
            assert word in printed, printed
        assert "is known since" in printed and "what is older" in printed
    told = json.loads(done("message", "explain", mid, "--json", *place(own_server)))
    assert told == explained(own_server, mid)["data"]
    world.close()

    own_server.stop()
    printed = done("message", "explain", mid, *place(own_server))
    assert "No server runs here" in printed and " told " not in printed.split("No server")[0]
    stored = json.loads(done("message", "explain", mid, "--json", *place(own_server)))
    for key in ("id", "from", "received_at", "stored_at", "recall", "operations"):
        assert stored[key] == told[key]
    # Written at the stop at the latest.
    assert device(stored, bob)["confirmed"] is True


@pytest.mark.parametrize("words, said", [
    (["17"], "there is no message 17"), (["17", "--app", "nosuchapp"], "there is no app nosuchapp"), (["0"], "expected the id of a message"),
    (["hello"], "hello"),
])
def test_the_verb_says_what_is_wrong(server, words, said):
    refusal = hearth("message", "explain", *words, *place(server))
    assert refusal.returncode != 0 and said in refusal.stderr


def test_only_the_admin_asks(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "hi")
    url = f"{world.server.base}/admin/apps/{world.server.app_id}/messages/{mid}"
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": f"Bearer {alice.account.token}"}):
        assert requests.get(url, headers=headers, timeout=10).status_code == 401
    assert explained(world.server, mid)["code"] == 200
    assert explained(world.server, mid, "nothere")["code"] != 200
    assert explained(world.server, 17)["code"] == 404


@pytest.mark.both_databases
def test_the_readers_of_a_group_are_counted(own_world):
    place_of = Place(own_world)
    anna, ben, carl, dora = place_of.people(4)
    group = Group(place_of, anna, ben, carl, dora)
    mid = anna.device().say(group.id, "a secret text", type=pb.MessageBody.GROUPCHAT)

    def told() -> dict:
        return explained(own_world.server, mid, place_of.rest.app_id)["data"]

    assert told()["readers"] == {"read": 0, "of": 3} and told()["conversation"] == {"group_id": group.id}
    device = ben.device()
    device.sync(group.id)
    accepted(read(device, group.id, mid), group.id)
    carl.post("/group/leave", group_id=group.id)
    assert told()["readers"] == {"read": 1, "of": 3}
    assert person(told(), carl.uid)["left_at"] >= told()["stored_at"] and "left_at" not in person(told(), ben.uid)
    printed = done("message", "explain", mid, *place(own_world.server))
    assert "1 of 3 members" in printed and "left " in printed and "secret" not in printed
