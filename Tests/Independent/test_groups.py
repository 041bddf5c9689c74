"""Groups as a whole: making, describing, setting, handing over and ending them, and the limits of an app."""
import json

import pytest
import xsync_pb2 as pb
from frames import body_of, chat
from groups import Group, confirms, ids
from message_api import pages
from people import Place, place  # noqa: F401

pytestmark = pytest.mark.both_databases

SUMMARY = {
    "group_id", "name", "avatar", "owner", "owner_id", "type", "status", "count", "capacity", "apply_approval", "msg_mute_mode",
    "msg_push_mode",
}
DETAILS = {
    "description", "ext", "member_invite", "member_modify", "read_ack", "history_visible", "hide_member_info", "ban_expire_time",
    "created_at", "updated_at",
}


def test_a_group_begins_with_its_owner_and_those_who_need_not_be_asked(place: Place):
    anna, ben, carl, dora = place.people(4)
    confirms(carl)
    made = anna.post("/group/create", {
        "name": "walkers", "description": "we walk", "avatar": "https://a.example/a.png", "type": 1,
        "user_list": [ben.uid, carl.uid, anna.uid, ben.uid, 2],
    })
    assert made.keys() == SUMMARY | DETAILS
    assert made["group_id"] % 2 == 1 and made["group_id"] < 2**53
    assert made["owner"] == made["owner_id"] == anna.uid
    assert (made["name"], made["description"], made["avatar"]) == ("walkers", "we walk", "https://a.example/a.png")
    assert (made["count"], made["capacity"], made["type"], made["status"], made["apply_approval"]) == (2, 500, 1, 0, 1)
    flags = {name: made[name] for name in DETAILS if isinstance(made[name], bool)}
    assert flags == {
        "member_invite": True, "member_modify": False, "read_ack": False, "history_visible": False, "hide_member_info": False}
    assert made["ban_expire_time"] == made["msg_mute_mode"] == made["msg_push_mode"] == 0
    assert made["created_at"] == made["updated_at"] > 1_600_000_000_000
    for person, groups in ((anna, [made["group_id"]]), (ben, [made["group_id"]]), (carl, []), (dora, [])):
        assert person.get("/group/user_joined") == groups
    assert [row["group_id"] for row in carl.get("/group/invitation_list")] == [made["group_id"]]
    for path in ("/group/info", "/group/settings"):
        assert ben.get(path, group_id=made["group_id"]) == anna.get(path, group_id=made["group_id"]) == made


def test_a_group_has_a_name_and_a_kind(place: Place):
    anna = place.person()
    for fields in ({}, {"name": ""}, {"name": "x" * 129}, {"name": "n", "type": 3}, {"name": "n", "type": -1},
                   {"name": "n", "description": "x" * 2_049}, {"name": "n", "avatar": "x" * 5_000}, {"name": "n", "user_list": ["x"]},
                   {"name": "n\0"}):
        assert anna.code("POST", "/group/create", fields) == 10002, fields
    assert anna.get("/group/user_joined") == []
    made = [anna.post("/group/create", {"name": "n", "type": kind, "user_list": []}) for kind in (0, "1", 2)]
    assert [group["type"] for group in made] == [0, 1, 2]
    assert made[2]["apply_approval"] == 0, "a chatroom is open"


def test_public_groups_are_listed_newest_first(place: Place):
    anna, ben = place.people(2)
    made = [Group(place, anna, type=kind).id for kind in (1, 0, 1, 2, 1)]
    assert ben.get("/group/public_list") == [made[4], made[2], made[0]]
    anna.post("/group/destroy", group_id=made[2])
    assert ben.get("/group/public_list") == [made[4], made[0]]


def test_what_an_outsider_learns_of_a_group(place: Place):
    anna, ben = place.people(2)
    hidden, shown = Group(place, anna), Group(place, anna, type=1)
    batch = ben.post("/group/info/batch", {"group_list": [shown.id, 1, hidden.id, shown.id, ben.uid]})
    assert [row["group_id"] for row in batch] == [shown.id, hidden.id]
    assert batch[0].keys() == SUMMARY | DETAILS and batch[1].keys() == SUMMARY
    for path in ("info", "settings"):
        assert shown.get(ben, path)["name"] == "a group"
        assert ben.code("GET", "/group/" + path, group_id=hidden.id) == 20011
    assert ben.code("GET", "/group/member_list", group_id=shown.id) == 20011


def test_what_a_group_says_of_itself_changes(place: Place):
    anna, ben = place.people(2)
    group = Group(place, anna, ben)
    for field, value in (("name", "new"), ("avatar", "a"), ("description", ""), ("ext", "{\"x\":\"ä\"}"), ("description", "d" * 2_048)):
        assert anna.ok("PUT", "/group/info/" + field, group.body(value=value)) is True
        assert group.post(anna, "info/" + field, value=value) is True
        assert group.info(ben)[field] == value
        assert group.code(ben, "info/" + field, value=value) == 20012
    for field, wrong in (("name", ""), ("name", "x" * 129), ("description", "x" * 2_049), ("ext", "x" * 8_193), ("avatar", 7)):
        assert group.code(anna, "info/" + field, value=wrong) == 10002, field
    group.post(anna, "settings/allow_member_modify", value=1)
    group.post(ben, "info/name", value="by a member")
    assert group.info()["name"] == "by a member"


def test_a_group_is_set(place: Place):
    anna, ben = place.people(2)
    group = Group(place, anna, ben)
    before = group.info()["updated_at"]
    for path, field in (("allow_member_invitation", "member_invite"), ("allow_member_modify", "member_modify"),
                        ("enable_read_ack", "read_ack"), ("history_visible", "history_visible"),
                        ("hide_member_info", "hide_member_info")):
        for sent, value in ((1, True), ("false", False), (True, True)):
            assert anna.ok("PUT", "/group/settings/" + path, group.body(value=sent)) is True
            assert group.info(ben)[field] is value
        assert group.code(anna, "settings/" + path, value="perhaps") == 10002
        assert group.code(ben, "settings/" + path, value=1) == 20012
    for approval in (2, "0", 1):
        anna.ok("PUT", "/group/settings/require_admin_approval", group.body(apply_approval=approval))
        assert group.info()["apply_approval"] == int(approval)
    for wrong in (3, -1, "x", None):
        assert group.code(anna, "settings/require_admin_approval", apply_approval=wrong) == 10002
    assert group.info()["updated_at"] > before


def test_how_a_member_hears_of_messages_is_his_own(place: Place):
    anna, ben = place.people(2)
    group = Group(place, anna, ben)
    for mode in (2, 1, 0):
        ben.ok("PUT", "/group/msg/mute_mode", group.body(msg_mute_mode=mode))
        assert (group.info(ben)["msg_mute_mode"], group.info(anna)["msg_mute_mode"]) == (mode, 0)
    for mode in range(5):
        ben.ok("PUT", "/group/msg/push_mode", group.body(msg_push_mode=mode))
        assert (group.info(ben)["msg_push_mode"], group.info(anna)["msg_push_mode"]) == (mode, 0)
    for value, mode in ((True, 1), (0, 0)):
        group.post(ben, "msg/not_disturb", value=value)
        [row] = ben.post("/group/info/batch", {"group_list": [group.id]})
        assert row["msg_mute_mode"] == mode
    for path, field, last in (("msg/mute_mode", "msg_mute_mode", 2), ("msg/push_mode", "msg_push_mode", 4)):
        for unknown in (last + 1, -1, 9, 2**40):
            assert group.code(ben, path, "PUT", **{field: unknown}) == 20003
        assert group.code(ben, path, **{field: "x"}) == group.code(ben, path) == 10002


def test_a_group_is_handed_over(place: Place):
    anna, ben, carl = place.people(3)
    group = Group(place, anna, ben)
    assert group.code(anna, "transfer", new_owner=carl.uid) == 20005
    assert group.code(anna, "transfer", new_owner=2) == 20005
    assert group.code(anna, "transfer", new_owner=anna.uid) == 10002
    assert anna.ok("PUT", "/group/transfer", group.body(new_owner=ben.uid)) == {"user_id": ben.uid, "result": "success", "reason": ""}
    assert group.info()["owner_id"] == ben.uid
    assert group.code(anna, "transfer", new_owner=anna.uid) == 20013, "he is a plain member"
    assert group.code(anna, "kick", user_list=[ben.uid]) == 20012
    group.post(ben, "transfer", new_owner=anna.uid)
    assert group.info()["owner_id"] == anna.uid and sorted(group.members()) == sorted(ids(anna, ben))


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_group_ends(place: Place, method: str):
    anna, ben = place.people(2)
    group = Group(place, anna, ben, type=1)
    assert ben.code(method, "/group/destroy", {}, group_id=group.id) == 20013
    assert anna.ok(method, "/group/destroy", {}, group_id=group.id) is True
    for person in (anna, ben):
        assert person.get("/group/user_joined") == []
        assert person.code("GET", "/group/info", group_id=group.id) == 20001
        [row] = person.post("/group/info/batch", {"group_list": [group.id]})
        assert row["status"] == 1 and row.keys() == SUMMARY
    assert anna.code(method, "/group/destroy", {}, group_id=group.id) == 20001


def test_limits_of_an_app_hold(place: Place):
    anna, ben, carl = place.people(3)
    first = Group(place, anna, ben)
    place.set(groups__created__per__user=1)
    assert anna.code("POST", "/group/create", {"name": "n"}) == 20008
    second = Group(place, ben, carl)
    anna.post("/group/destroy", group_id=first.id)
    third = Group(place, anna, ben)
    place.set(groups__created__per__user=10, groups__per__app=2)
    assert carl.code("POST", "/group/create", {"name": "n"}) == 20007
    place.set(groups__per__app=10, groups__joined__per__user=1)
    assert anna.code("POST", "/group/create", {"name": "n"}) == 20009
    assert third.many(anna, "invite", carl) == ["20009"]
    assert Group(place, place.person(), carl).info()["count"] == 1, "who is in enough groups is left out"
    place.set(groups__joined__per__user=10, group__members=2)
    assert second.many(ben, "invite", anna) == ["20010"]
    assert second.info()["capacity"] == 2
    second.sql("capacity = 3")
    assert second.many(ben, "invite", anna, place.person()) == ["success", "20010"], "a group may have a capacity of its own"
    assert second.info()["capacity"] == second.info()["count"] == 3


def test_groups_of_a_removed_user_end_and_he_leaves_the_others(place: Place):
    anna, ben = place.people(2)
    own, other = Group(place, anna, ben), Group(place, ben, anna)
    anna.post("/user/delete", {"password": "secret-1"})
    assert ben.get("/group/user_joined") == [other.id] and other.members() == [ben.uid]
    assert ben.code("GET", "/group/info", group_id=own.id) == 20001
    [row] = ben.post("/group/info/batch", {"group_list": [own.id]})
    assert row["status"] == 1


def mention(everybody: bool, users: list[int], name: str = "Anna \"ä\"") -> str:
    """`config` of a mention as floo-web writes it (src/sdk/core/base/messageMaker.js): JSON.stringify, without spaces."""
    fields = {"mentionAll": everybody, "mentionList": users, "mentionedMessage": "", "pushMessage": "", "senderNickname": name}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("door", ["long connection", "REST, as a user", "REST, as the system"])
@pytest.mark.parametrize("everybody", [False, True], ids=["some", "all"])
def test_who_is_mentioned_learns_it_as_it_was_written(place: Place, door: str, everybody: bool):
    anna, ben, carl = place.people(3)
    group = Group(place, anna, ben, carl)
    phone, here, away = anna.device(), ben.device(), carl.device("tablet")
    for device in (phone, here, away):
        device.sync(group.id)
    away.close()
    config = mention(everybody, [] if everybody else [ben.uid, carl.uid])
    text = "@all now" if everybody else "@ben @carl now"
    if door == "long connection":
        # No time of its own, as floo-web leaves it out.
        payload = chat(text, type=pb.MessageBody.GROUPCHAT, config=config)
        ack = phone.submit(group.id, payload, timestamp=0)
        assert ack.status.code == pb.Status.OK, ack
        mid = ack.server_mid
    else:
        fields = {"from_user_id": anna.uid} if door == "REST, as a user" else {}
        mid = place.backend.say(group.id, text, type=2, config=config, **fields)
    again = place.world.connect(away.account, guid="tablet").login()
    newcomer = ben.device("another")
    found = [here.receive(group.id), again.sync(group.id), here.history(group.id, 1).metas, newcomer.history(group.id, 1).metas]
    for metas in found:
        [meta] = metas
        body = body_of(meta)
        assert (meta.id, body.type, body.ctype, body.content) == (mid, pb.MessageBody.GROUPCHAT, pb.MessageBody.TEXT, text)
        assert body.config == config
    shown = pages(place.rest, carl.account, group.id, 1)[0]["messages"][0]
    assert shown["config"] == config and shown["content"] == text
