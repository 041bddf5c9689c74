"""What an operator decides of a group: the admin API and the verb."""
from typing import Any

import pytest
import xsync_pb2 as pb
from conftest import World
from frames import chat
from groups import Group, ids
from people import Place, place  # noqa: F401
from rest import Answer
from verbs import done, hearth
from verbs import place as store_of

pytestmark = pytest.mark.both_databases

GROUP = {"type": pb.MessageBody.GROUPCHAT}


def operator(group: Group, method: str = "GET", body: Any = None, number: int | None = None) -> Answer:
    rest, server = group.place.rest, group.place.world.server
    return rest.call(
        method, f"/admin/apps/{rest.app_id}/groups/{number or group.id}", {} if body is None else body,
        headers={"Authorization": f"Bearer {server.admin_token}"})


def decide(group: Group, **switches: Any) -> dict:
    answer = operator(group, "PATCH", switches)
    assert answer.code == 200, answer.json
    assert operator(group).data == answer.data
    return answer.data


def texts(metas: list[pb.Meta]) -> list[str]:
    return [pb.MessageBody.FromString(meta.payload).content for meta in metas if meta.ns == pb.Meta.MESSAGE]


def test_the_operator_sees_a_group(place: Place):
    anna, ben = place.people(2)
    group = Group(place, anna, ben, name="walkers", type=1)
    seen, info = operator(group).data, group.info()
    assert (seen["group_id"], seen["name"], seen["type"], seen["owner"]) == (group.id, "walkers", "public", anna.uid)
    assert (seen["status"], seen["count"], seen["capacity"], seen["capacity_in_force"]) == ("active", 2, 0, info["capacity"])
    assert seen["in_recovery"] is seen["announcements_forbidden"] is False
    assert (seen["created_at"], seen["updated_at"]) == (info["created_at"], info["updated_at"])
    assert seen["versions"].keys() == {"members", "bans", "blocks", "applications"}
    assert seen["versions"]["members"] == anna.call("GET", "/group/member_list", group_id=group.id).json["version"]
    anna.post("/group/destroy", group_id=group.id)
    assert (operator(group).data["status"], operator(group).data["count"]) == ("destroyed", 0)
    assert operator(group, "PATCH", {"in_recovery": True}).code == 20001
    assert operator(group, number=group.id + 2_000_000).code == 20001


def test_in_recovery_nothing_is_changed_or_said_and_all_is_read(place: Place):
    anna, ben, carl, dora = place.people(4)
    group = Group(place, anna, ben, carl)
    device, reader = anna.device(), ben.device()
    device.say(group.id, "before", **GROUP)
    assert decide(group, in_recovery=True)["in_recovery"] is True

    said = device.submit(group.id, chat("no", **GROUP))
    assert said.status.code == pb.Status.FAIL and not said.server_mid
    assert group.code(anna, "kick", user_list=[carl.uid]) == group.code(anna, "invite", user_list=[dora.uid]) == 20006
    assert group.code(anna, "info/name", value="another") == group.code(ben, "display_name", value="b") == 20006
    assert ben.code("POST", "/group/leave", {}, group_id=group.id) == 20006
    assert group.code(anna, "announcement/edit", title="t", content="c") == 20006
    assert anna.code("POST", "/group/destroy", group_id=group.id) == 20006

    assert texts(reader.sync(group.id)) == ["before"]
    assert group.members(ben) == ids(anna, ben, carl) and group.info(ben)["name"] == "a group"
    assert ben.get("/group/user_joined") == [group.id] and group.get(ben, "announcement/list") == []
    assert texts(device.history(group.id, 10).metas) == ["before"]

    assert decide(group, in_recovery=False)["in_recovery"] is False
    device.say(group.id, "after", **GROUP)
    assert texts(reader.receive(group.id)) == ["after"]
    assert group.many(anna, "kick", carl) == ["success"]


def test_a_capacity_of_its_own_goes_before_the_apps(place: Place):
    anna, ben, carl, dora, emil = place.people(5)
    group = Group(place, anna, ben)
    assert decide(group, capacity=3)["capacity_in_force"] == group.info()["capacity"] == 3
    assert group.many(anna, "invite", carl, dora) == ["success", "20010"]
    assert decide(group, capacity=1)["count"] == 3, "who is in stays in"
    assert group.members() == ids(anna, ben, carl) and group.many(anna, "invite", dora) == ["20010"]
    place.set(group__members=4)
    assert decide(group, capacity=0)["capacity_in_force"] == group.info()["capacity"] == 4
    assert group.many(anna, "invite", dora, emil) == ["success", "20010"]


def test_announcements_can_be_forbidden(place: Place):
    anna, ben = place.people(2)
    group = Group(place, anna, ben)
    made = group.post(anna, "announcement/edit", title="t", content="c")
    decide(group, announcements_forbidden=True)
    assert group.code(anna, "announcement/edit", title="t", content="c") == 20021
    for path in ("announcement/list", "announcement/last"):
        assert ben.code("GET", f"/group/{path}", group_id=group.id) == 20021
    assert decide(group, announcements_forbidden=False)["announcements_forbidden"] is False
    assert len(group.get(ben, "announcement/list")) == 1, made


def test_what_the_operator_cannot_mean_is_refused(place: Place):
    anna = place.person()
    group = Group(place, anna)
    before = operator(group).data
    for body in ({}, [], {"capacity": -1}, {"capacity": 100_001}, {"capacity": "7"}, {"in_recovery": 1}, {"in_recovery": None},
                 {"in_recovery": True, "owner": 4}):
        assert operator(group, "PATCH", body).code == 10002, body
    assert operator(group).data == before


def test_the_verb_does_the_same_with_and_without_a_server(own_server):
    world = World(own_server)
    rest = world.rest
    anna, ben = rest.new_account("anna"), rest.new_account("ben")
    made = rest.call("POST", "/group/create", {"name": "walkers", "user_list": [ben.uid]}, token=anna.token).data["group_id"]
    where = store_of(own_server)
    printed = done("group", "show", own_server.app_id, made, *where)
    assert "walkers" in printed and f"owner                    {anna.uid}" in printed and "versions.members" in printed
    printed = done("group", "set", own_server.app_id, made, "in_recovery=true", "capacity=7", *where)
    assert "in_recovery              true" in printed and "capacity                 7" in printed
    assert rest.call("POST", "/group/info/name", {"group_id": made, "value": "x"}, token=anna.token).code == 20006
    for words, said in ((["owner=4"], "owner"), (["capacity=100001"], "capacity"), (["in_recovery=maybe"], "KEY=VALUE"), (["x"], "KEY=VALUE")):
        refusal = hearth("group", "set", own_server.app_id, made, *words, *where)
        assert refusal.returncode != 0 and said in refusal.stderr, refusal
    assert "group" in hearth("group", "show", own_server.app_id, made + 2_000, *where).stderr
    world.close()
    own_server.stop()
    assert done("group", "show", own_server.app_id, made, *where) == printed
    assert "in_recovery              false" in done("group", "set", own_server.app_id, made, "in_recovery=false", *where)
