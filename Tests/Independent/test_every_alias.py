"""Calls that have several methods do the same under each; failures that take a scene of their own."""
import pytest
from groups import Group
from people import Place, notices, place  # noqa: F401

ONE_TEXT = "a text"


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("path, body, query", [
    ("/user/public", ONE_TEXT, {}), ("/user/private", ONE_TEXT, {}), ("/user/authmode", {}, {"value": 2}),
    ("/user/download", {"value": 1}, {}), ("/user/sounds", {"value": 0}, {}), ("/user/vibratory", {}, {"value": "true"}),
    ("/user/push", {}, {"value": "false"}), ("/user/push/detail", {"value": True}, {}), ("/user/push/nickname", {"value": "n"}, {}),
    ("/user/push/limit", {}, {"no_push_start_hour": "1", "no_push_end_hour": "2"}), ("/user/profile", {"nick_name": "n"}, {}),
    ("/user/settings", {"vibratory": 1}, {}), ("/user/nickname", {}, {"nick_name": "n"}), ("/user/avatar", {"avatar": "a"}, {}),
    ("/user/mobile", {}, {"mobile": ""}), ("/user/kick", {}, {}), ("/user/conversation/pin", {"conversation_id": 0}, {}),
    ("/user/conversation/unpin", {"conversation_id": 0}, {}),
])
def test_a_write_is_made_by_post_and_put(place: Place, method: str, path: str, body, query):
    anna = place.person()
    assert anna.ok(method, path, body, **query) is True
    assert anna.ok(method, path, body, **query) is True, "twice is as good as once"


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_removal_is_made_by_post_and_delete(place: Place, method: str):
    anna, ben = place.people(2)
    desk = anna.device("desk")
    assert anna.ok(method, "/user/device/remove", {}, device_sn=desk.sn) is True
    anna.post("/roster/block", user_id=ben.uid)
    assert anna.ok(method, "/roster/unblock", {}, user_id=ben.uid) is True
    anna.befriend(ben)
    assert anna.ok(method, "/roster/delete", {}, user_id=ben.uid) is True
    assert anna.ok(method, "/user/delete", {"password": "secret-1"}) is True


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_decision_is_made_by_post_and_put(place: Place, method: str):
    anna, ben, carl = place.people(3)
    for other in (ben, carl):
        other.post("/roster/apply", {"user_id": anna.uid})
    assert anna.ok(method, "/roster/accept", {}, user_id=ben.uid) is True
    assert anna.ok(method, "/roster/decline", {"user_id": carl.uid}) is True
    assert anna.ok(method, "/roster/ext", {"user_id": ben.uid, "alias": "B"}) is True
    assert anna.ok(method, "/roster/block", {}, user_id=ben.uid) is True
    assert place.admin(method, "/user/username", person=anna, username=place.rest.new_name()).data is True
    assert place.admin(method, "/user/profile/batch", {"list": []}).data == []
    message = {"type": 1, "targets": [anna.uid], "content_type": 0, "content": "hi"}
    for path in ("/message/send", "/message/notify"):
        assert place.admin(method, path, message).data is True
    assert place.admin(method, "/message/broadcast", message).data["success"] is True
    [mid] = place.admin(method, "/message/send", message).json["msg_ids"]
    assert place.admin(method, "/message/recall", {"conversation_id": 0, "msg_id": mid}, anna).data is True


def test_who_guesses_has_to_wait_at_every_door(place: Place):
    anna = place.person()
    place.set(login__tries__account=1)
    anna.post("/user/mobile", mobile="13300000003")
    wrong = {"password": "wrong"}
    assert place.rest.post("/token/user", {"name": anna.name, **wrong}).code == 11001
    for path, body in [
        ("/token/user", {"name": anna.name}), ("/token/id", {"user_id": anna.uid}), ("/token/login", {"login_name": anna.name}),
        ("/token/login", {"login_name": "13300000003"}), ("/app/token", {"name": anna.name}), ("/app/token_id", {"user_id": anna.uid}),
    ]:
        assert place.rest.post(path, {**body, **wrong}).code == 49718, path
    for path, body in [
        ("/user/change_password", {"old_password": "wrong", "new_password": "x"}), ("/user/delete", wrong),
        ("/app/pwd_change/verify_by_password", wrong),
    ]:
        assert anna.code("POST", path, body) == 49718, path


def test_servers_are_told_by_name_only_of_apps(place: Place):
    for path in ("/v2/app_dns", "/app_dns"):
        assert place.rest.get(path, app_id=None).code == 49724
        assert place.rest.get(path, app_id="nobodyhasit").code == 99998
        assert place.rest.get(path, app_id=None, query={"app_id": "a\0b"}).code == 10002
        assert place.rest.get(path, app_id=None, query={"app_id": place.rest.app_id}).code == 200


def test_a_server_writes_for_those_who_may(place: Place):
    anna, ben = place.people(2)
    assert place.admin("PUT", "/user/disable", {"list": [anna.uid]}).code == 200
    assert place.backend.send(ben.uid, from_user_id=anna.uid).code == 19106
    assert place.backend.send(ben.uid, path="/message/notify").code == 200
    assert place.backend.send(2).code == place.backend.send(2, path="/message/notify").code == 10000
    assert place.backend.send().code == place.backend.send(path="/message/notify").code == 10002


def test_a_server_writes_to_groups_that_are_there(place: Place):
    anna, ben, carl = place.people(3)
    group = Group(place, anna, ben).id
    fields = {"type": 2, "content_type": 0, "content": "hi"}
    assert place.backend.send(group, user=carl.account, **fields).code == 20011
    for path in ("/message/send", "/message/notify"):
        assert place.backend.send(group + 2, path=path, **fields).code == 20001
        assert place.backend.send(group, path=path, **fields).code == 200
    [mid] = place.backend.send(group, user=anna.account, **fields).json["msg_ids"]
    assert ben.code("POST", "/message/recall", {"conversation_id": group, "msg_id": mid}) == 20012


def test_a_notice_cannot_be_acknowledged(place: Place):
    anna, ben = place.people(2)
    phone = ben.device()
    anna.post("/roster/apply", {"user_id": ben.uid})
    [notice] = notices(phone)
    assert ben.code("GET", "/message/ack", msg_id=notice.id, conversation_id=0) == 19404
    assert ben.code("POST", "/message/recall", {"msg_id": notice.id, "conversation_id": 0}) == 19404
