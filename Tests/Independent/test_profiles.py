"""What users say of themselves and set for themselves, and who hears of it."""
import xsync_pb2 as pb
import pytest
from people import Place, own_updates, place, roster_notices  # noqa: F401

pytestmark = pytest.mark.both_databases

UPDATED = pb.RosterNotice.INFO_UPDATED


def test_a_profile_begins_empty_and_is_changed_in_parts(place: Place):
    anna = place.person()
    empty = {name: "" for name in ("nick_name", "avatar", "description", "public_info", "private_info", "mobile", "email")}
    assert anna.get("/user/profile") == {"user_id": anna.uid, "username": anna.name, **empty}
    anna.post("/user/profile", {"nick_name": "Änna 😀", "private_info": "mine"})
    anna.ok("PUT", "/user/profile", {"description": "about", "nick_name": None})
    anna.post("/user/nickname", nick_name="Änna 2")
    anna.ok("PUT", "/user/avatar", {"avatar": "http://pictures/1.png"})
    anna.post("/user/public", "{\"a\":1}")
    anna.ok("PUT", "/user/private", "secret")
    anna.post("/user/mobile", mobile="+8613800000001")
    assert anna.get("/user/profile") == {
        "user_id": anna.uid, "username": anna.name, "nick_name": "Änna 2", "avatar": "http://pictures/1.png",
        "description": "about", "public_info": "{\"a\":1}", "private_info": "secret", "mobile": "+8613800000001", "email": "",
    }
    anna.post("/user/profile", {"description": ""})
    assert anna.get("/user/profile")["description"] == ""


def test_others_see_what_is_public_and_no_more(place: Place):
    anna, ben = place.people(2)
    anna.post("/user/profile", {"nick_name": "A", "description": "d", "public_info": "p", "private_info": "hidden"})
    anna.post("/user/mobile", mobile="13900000002")
    card = ben.card(anna)
    assert (card["nick_name"], card["description"], card["public_info"], card["relation"]) == ("A", "d", "p", 2)
    assert "hidden" not in str(card) and "13900000002" not in str(card)
    assert ben.get("/roster/mobile", mobile="13900000002")["user_id"] == anna.uid
    assert ben.get("/roster/name", username=anna.name)["user_id"] == anna.uid


@pytest.mark.parametrize("path, body, query", [
    ("/user/profile", {"nick_name": "x" * 65}, {}), ("/user/profile", {"description": "x" * 1_025}, {}),
    ("/user/profile", {"public_info": "x" * 9_000}, {}), ("/user/nickname", {}, {}), ("/user/nickname", {"nick_name": "a\0b"}, {}),
    ("/user/avatar", {"avatar": 3}, {}), ("/user/public", {"not": "text"}, {}), ("/user/private", 5, {}),
    ("/user/mobile", {}, {"mobile": "12 34"}), ("/user/mobile", {}, {"mobile": "1" * 30}),
    ("/user/settings", {"auth_mode": 4}, {}), ("/user/settings", {"no_push_start_hour": 24}, {}),
    ("/user/settings", {"no_push": "perhaps"}, {}), ("/user/authmode", {}, {"value": "-1"}), ("/user/push", {}, {}),
    ("/user/push/limit", {"no_push_start_hour": 1}, {}), ("/user/push/nickname", {"value": "x" * 257}, {}),
    ("/user/download", {"value": "x"}, {}), ("/user/sounds", {"value": 2}, {}), ("/user/vibratory", {"value": []}, {}),
    ("/user/push/detail", {"value": "2"}, {}), ("/user/settings", {"user_id": "x"}, {}),
])
def test_what_no_field_can_hold_is_refused_and_changes_nothing(place: Place, path: str, body, query):
    anna = place.person()
    before = anna.get("/user/profile"), anna.get("/user/settings")
    answer = anna.call("POST", path, body, **query)
    assert answer.code == 10002 and "invalid request parameter" in answer.message
    assert (anna.get("/user/profile"), anna.get("/user/settings")) == before


def test_a_mobile_number_belongs_to_one_user_of_an_app(place: Place):
    anna, ben = place.people(2)
    anna.post("/user/mobile", mobile="13700000003")
    assert ben.code("POST", "/user/mobile", {}, mobile="13700000003") == 11012
    anna.post("/user/mobile", mobile="13700000003")
    anna.post("/user/mobile", mobile="")
    ben.ok("PUT", "/user/mobile", {}, mobile="13700000003")


def test_settings_begin_at_their_defaults_and_are_changed_in_parts(place: Place):
    anna = place.person()
    flags = ("auto_download", "group_confirm", "no_push", "no_push_detail", "no_sounds", "vibratory")
    hours = ("no_push_start_hour", "no_push_end_hour", "silence_start_time", "silence_end_time", "auth_mode")
    texts = ("auth_question", "auth_answer", "push_nick_name")
    standard = {name: False for name in flags} | {name: 0 for name in hours} | {name: "" for name in texts}
    standard["auth_mode"] = 1
    assert anna.get("/user/settings") == {"user_id": anna.uid, **standard}
    anna.post("/user/settings", {"user_id": anna.uid, "group_confirm": 1, "auth_mode": "2", "auth_question": "why?", "auth_answer": "so"})
    anna.ok("PUT", "/user/settings", {"user_id": str(anna.uid), "silence_start_time": 3, "silence_end_time": "4"})
    for path, value in [("/user/authmode", 3), ("/user/download", "true"), ("/user/sounds", "1"), ("/user/vibratory", 1)]:
        anna.post(path, value=value)
    # The web SDK sends these in the body, though they are documented in the query.
    anna.post("/user/push", {"value": True})
    anna.post("/user/push/detail", {"value": 1})
    anna.ok("PUT", "/user/push/nickname", {"value": "A."})
    anna.post("/user/push/limit", {"no_push_start_hour": 22, "no_push_end_hour": 7})
    changed = {
        "group_confirm": True, "auth_mode": 3, "auth_question": "why?", "auth_answer": "so", "auto_download": True, "no_sounds": True,
        "vibratory": True, "no_push": True, "no_push_detail": True, "push_nick_name": "A.", "no_push_start_hour": 22,
        "no_push_end_hour": 7, "silence_start_time": 3, "silence_end_time": 4,
    }
    assert anna.get("/user/settings") == {"user_id": anna.uid, **standard, **changed}


def test_nobody_sets_for_another(place: Place):
    anna, ben = place.people(2)
    assert anna.code("POST", "/user/settings", {"user_id": ben.uid, "no_push": True}) == 10010
    assert ben.get("/user/settings")["no_push"] is False


def test_own_other_devices_hear_of_a_change_also_when_they_were_away(place: Place):
    anna = place.person()
    phone, desk = anna.device("phone"), anna.device("desk")
    anna.token = phone.account.token
    anna.post("/user/nickname", nick_name="new")
    desk.wait_notice(0)
    assert own_updates(desk) == 1
    assert own_updates(phone) == 0, "who did it knows it"
    desk.close()
    anna.post("/user/push", {"value": True})
    anna.post("/user/push", {"value": True})
    back = place.world.connect(desk.account, guid="desk").login()
    assert own_updates(back) == 1, "nothing changed the second time"


def test_friends_hear_of_what_they_are_shown(place: Place):
    anna, ben, carl = place.people(3)
    ben.befriend(anna)
    devices = [person.device() for person in (ben, carl)]
    anna.post("/user/profile", {"nick_name": "N \"1\"", "description": "D", "public_info": "P", "private_info": "hidden"})
    anna.post("/user/avatar", {"avatar": "A"})
    anna.post("/user/mobile", mobile="13600000009")
    anna.post("/user/settings", {"no_sounds": True})
    assert roster_notices(devices[0]) == [
        (UPDATED, anna.uid, ben.uid, {"nick_name": "N \"1\"", "description": "D", "public_info": "P"}),
        (UPDATED, anna.uid, ben.uid, {"avatar": "A"}),
    ]
    assert roster_notices(devices[1]) == [], "carl is no friend"


def test_a_server_changes_profiles_of_many(place: Place):
    anna, ben = place.people(2)
    rows = [{"user_id": anna.uid, "nick_name": "1"}, {"user_id": 2, "nick_name": "2"}, {"user_id": ben.uid, "nick_name": "x" * 65}]
    answer = place.admin("POST", "/user/profile/batch", {"list": rows})
    assert [(row["user_id"], row["success"], row["reason"][:5]) for row in answer.data] == [
        (anna.uid, True, ""), (2, False, "10000"), (ben.uid, False, "10002")]
    answer = place.admin("PUT", "/user/avatar/batch", {"list": [{"user_id": ben.uid, "avatar": "pic"}]})
    assert answer.data == [{"user_id": ben.uid, "success": True, "reason": ""}]
    assert anna.get("/user/profile")["nick_name"] == "1" and ben.get("/user/profile")["avatar"] == "pic"
    for path in ("/user/profile/batch", "/user/avatar/batch"):
        assert place.admin("PUT", path, {"list": [{"user_id": "x"}]}).code == 10002
        assert place.admin("POST", path, {"list": []}).data == []


def test_a_server_renames_a_user(place: Place):
    anna, ben = place.people(2)
    new = place.rest.new_name("new")
    assert place.admin("POST", "/user/username", person=anna, username=new).data is True
    assert place.rest.token(new, "secret-1").code == 200 and place.rest.token(anna.name, "secret-1").code == 10000
    assert place.admin("PUT", "/user/username", person=anna, username=ben.name).code == 11011
    assert place.admin("PUT", "/user/username", person=anna, username="12345").code == 10002
    assert place.admin("PUT", "/user/username", username=place.rest.new_name()).code == 10002, "whom?"
    assert anna.code("POST", "/user/username", {}, username=new) == 10010
