"""Making accounts, passwords, freezing, removing."""
import hashlib
import hmac

import pytest
import xsync_pb2 as pb
from frames import chat
from people import Place, place, roster_notices  # noqa: F401
from test_devices import notice_until

pytestmark = pytest.mark.both_databases

U = pb.UserNotice


def test_registration_answers_the_settings_of_the_new_user(place: Place):
    name = place.rest.new_name()
    made = place.rest.register(name).data
    assert made["auth_mode"] == 1 and made["group_confirm"] is False and made["user_id"] % 2 == 0
    assert place.rest.register(name).code == 10004
    assert place.rest.register("12345").code == 10002
    assert place.rest.register("maxim_x").code == 10002
    assert place.rest.register(place.rest.new_name(), "").code == 10002
    assert place.rest.post("/user/register/v2", {"username": place.rest.new_name()}).code == 10002


def test_a_guest_gets_a_name_of_his_own(place: Place):
    host = place.person()
    body = {"username": "anon_", "password": "p", "cid": host.uid}
    one, two = (place.rest.post("/user/register/anonymous", body).data for _ in range(2))
    assert one["username"] != two["username"] and one["username"].startswith("anon_")
    assert place.rest.token(one["username"], "p").data["user_id"] == one["user_id"]
    assert host.get("/roster/id", user_id=one["user_id"])["username"] == one["username"]
    assert place.rest.post("/user/register/anonymous", {**body, "cid": 2}).code == 10000
    assert place.rest.post("/user/register/anonymous", {**body, "username": "mta_"}).code == 10002
    assert place.rest.post("/user/register/anonymous", {"username": "anon_"}).code == 10002


def test_a_user_for_push_has_a_sign_where_the_app_asks_for_one(place: Place):
    name = place.rest.new_name()
    assert place.rest.post("/user/register/push", {"username": name, "password": "p"}).data["user_id"] > 0
    assert place.rest.post("/user/register/push", {"username": name, "password": "p"}).code == 10004
    place.set(registration__push__secret="the secret")
    name = place.rest.new_name()
    right = hmac.new(b"the secret", name.encode(), hashlib.sha256).hexdigest()
    for sign in ("", "0" * 64, right[:-1]):
        body = {"username": name, "password": "p", "sign": sign}
        assert place.rest.post("/user/register/push", body).code == 49726
    assert place.rest.post("/user/register/push", {"username": name, "password": "p", "sign": right}).code == 200
    assert place.rest.post("/user/register/push", {"username": "1", "password": "p"}).code == 49726
    place.set(registration__push__secret="")
    assert place.rest.post("/user/register/push", {"username": "1", "password": "p"}).code == 10002


def test_a_server_registers_many_each_for_itself(place: Place):
    anna = place.person()
    names = [place.rest.new_name(), anna.name, "12"]
    answer = place.admin("POST", "/user/register/batch", {"list": [{"username": name, "password": "secret-1"} for name in names]})
    assert [(row["username"], row["success"], row["reason"][:5]) for row in answer.data] == [
        (names[0], True, ""), (names[1], False, "10004"), (names[2], False, "10002")]
    assert place.rest.token(names[0]).data["user_id"] == answer.data[0]["user_id"]
    assert place.admin("POST", "/user/register/batch", {"list": [{"username": "a"}]}).code == 10002
    assert anna.code("POST", "/user/register/batch", {"list": []}) == 10010


def test_without_open_registration_only_a_server_makes_accounts(place: Place):
    place.set(registration__open=False)
    name = place.rest.new_name()
    body = {"username": name, "password": "secret-1"}
    for path in ("v2", "anonymous", "push"):
        assert place.rest.post("/user/register/" + path, body).code == 40001
    assert place.rest.post("/user/register/v2", body, token="an.old.token").code == 40001
    assert place.admin("POST", "/user/register/v2", body).code == 200
    assert place.admin("POST", "/user/register/batch", {"list": [{**body, "username": place.rest.new_name()}]}).data[0]["success"]


def test_whether_a_name_is_free_is_told(place: Place):
    anna = place.person()
    assert place.rest.get("/app/user/name_check", query={"username": place.rest.new_name()}).data is True
    assert place.rest.get("/app/user/name_check", query={"username": anna.name}).data is False
    assert place.rest.get("/app/user/name_check", query={"username": "12"}).code == 10002
    assert place.rest.get("/app/user/name_check").code == 10002


def test_a_new_password_ends_all_other_logins(place: Place):
    anna = place.person()
    phone, desk = anna.device("phone"), anna.device("desk")
    anna.token = phone.account.token
    change = {"old_password": "secret-1", "new_password": "secret-2"}
    assert anna.code("POST", "/user/change_password", {**change, "old_password": "wrong"}) == 11001
    assert anna.code("POST", "/user/change_password", {**change, "new_password": ""}) == 10002
    anna.post("/user/change_password", change)
    notice_until(desk, U.PASSWORD_CHANGED)
    desk.wait_closed()
    assert anna.get("/user/profile")["username"] == anna.name, "the device that did it goes on"
    assert phone.unread().status.code == pb.Status.OK
    for token in (desk.account.token, anna.account.token):
        assert place.rest.get("/user/profile", token=token).code == 402
    assert place.world.connect(desk.account, guid="desk").provision().status.code == pb.Status.INVALID_TOKEN
    assert place.rest.token(anna.name, "secret-1").code == 11001
    assert place.rest.token(anna.name, "secret-2").code == 200


def test_a_server_sets_a_password_and_all_logins_end(place: Place):
    anna = place.person()
    phone = anna.device()
    assert place.admin("POST", "/user/change_password_admin", {"password": "secret-3"}, anna).data is True
    notice_until(phone, U.PASSWORD_CHANGED)
    phone.wait_closed()
    assert anna.code("GET", "/user/profile") == 402
    assert place.rest.token(anna.name, "secret-3").code == 200
    assert place.admin("POST", "/user/change_password_admin", {"password": ""}, anna).code == 10002
    assert place.admin("POST", "/user/change_password_admin", {"password": "secret-3"}).code == 10002, "whose?"


def test_a_password_is_changed_in_two_steps(place: Place):
    anna, ben = place.people(2)
    assert anna.code("POST", "/app/pwd_change/verify_by_password", {"password": "wrong"}) == 11001
    sign = anna.post("/app/pwd_change/verify_by_password", {"password": "secret-1"})["sign"]
    change = {"sign": sign, "new_password": "secret-2", "new_password_check": "secret-2"}
    assert ben.code("POST", "/app/pwd_change", change) == 10001, "a sign is its user's"
    assert anna.code("POST", "/app/pwd_change", {**change, "new_password_check": "other"}) == 10002
    anna.post("/app/pwd_change", change)
    assert anna.code("POST", "/app/pwd_change", change) == 10001
    assert place.rest.token(anna.name, "secret-2").code == 200


def test_a_frozen_user_is_out_until_he_is_let_in_again(place: Place):
    anna, ben = place.people(2)
    phone = anna.device()
    assert place.admin("PUT", "/user/disable", {"list": [anna.uid, 2]}).code == 10000
    assert anna.code("GET", "/user/profile") == 200, "all or none"
    assert place.admin("PUT", "/user/disable", {"list": [anna.uid]}).data is True
    notice_until(phone, U.FROZEN)
    phone.wait_closed()
    assert anna.code("GET", "/user/profile") == 402
    assert place.rest.token(anna.name).code == 19106
    assert place.rest.post("/token/id", {"user_id": anna.uid, "password": "secret-1"}).code == 19106
    assert place.rest.token(anna.name, "wrong").code == 11001, "who has not the password learns nothing"
    assert place.world.connect(anna.account).provision().status.code == pb.Status.USER_FROZEN
    assert ben.card(anna)["username"] == anna.name
    rows = {row["user_id"]: row["status"] for row in place.admin("GET", "/user/list").data}
    assert rows[anna.uid] == 1 and rows[ben.uid] == 0
    assert place.admin("PUT", "/user/enable", {"list": [anna.uid]}).data is True
    assert anna.code("GET", "/user/profile") == 402 and place.rest.token(anna.name).code == 200
    assert place.admin("PUT", "/user/enable", {"list": [2]}).code == 10000
    assert anna.rest.call("PUT", "/user/disable", {"list": [ben.uid]}, token=place.rest.token(anna.name).data["token"]).code == 10010


def test_a_removed_account_is_gone_with_all_that_was_its_own(place: Place):
    anna, ben, carl = place.people(3)
    ben.befriend(anna)
    ben.post("/roster/ext", {"user_id": anna.uid, "alias": "Annie"})
    anna.post("/user/profile", {"nick_name": "Nick", "public_info": "P"})
    anna.post("/user/mobile", mobile="13500000005")
    phone = anna.device()
    phone.say(ben.uid, "to remember me by")
    assert anna.code("POST", "/user/delete", {}) == 10002
    assert anna.code("DELETE", "/user/delete", {"password": "wrong"}) == 11001
    anna.ok("DELETE", "/user/delete", {"password": "secret-1"})
    notice_until(phone, U.REMOVED)
    phone.wait_closed()
    assert anna.code("GET", "/user/profile") == 402
    assert place.rest.token(anna.name).code == 10000
    assert place.world.connect(anna.account).provision().status.code == pb.Status.INVALID_TOKEN
    for query, path in [({"user_id": anna.uid}, "/roster/id"), ({"username": anna.name}, "/roster/name")]:
        assert ben.code("GET", path, **query) == 10021
    assert ben.code("GET", "/roster/mobile", mobile="13500000005") == 10000
    [card] = ben.post("/roster/list", {"list": [anna.uid]})
    assert (card["relation"], card["username"], card["nick_name"], card["public_info"]) == (1, anna.name, "", "")
    assert carl.post("/roster/list", {"list": [anna.uid]}) == [], "carl never knew her"
    assert ben.get("/roster/list") == []
    assert place.rest.register(anna.name).code == 10004, "a name is not given twice"
    assert place.rest.get("/app/user/name_check", query={"username": anna.name}).data is False
    desk = ben.device()
    assert desk.submit(anna.uid, chat("are you there?")).status.code == pb.Status.FAIL
    assert len(desk.history(anna.uid, 10).metas) == 1
    assert anna.uid not in [row["user_id"] for row in place.admin("GET", "/user/list").data]


def test_a_server_removes_an_account_without_its_password(place: Place):
    anna = place.person()
    assert place.admin("POST", "/user/delete", person=anna).data is True
    assert place.admin("POST", "/user/delete", person=anna).code == 10000


def test_users_are_listed_page_by_page(place: Place):
    people = [place.rest.register(place.rest.new_name()).data["user_id"] for _ in range(7)]
    pages = [place.admin("GET", "/user/list", page_num=number, page_size=3).data for number in (1, 2, 3, 4)]
    assert [[row["user_id"] for row in page] for page in pages] == [people[:3], people[3:6], people[6:], []]
    assert place.admin("GET", "/user/list").data == sum(pages, [])
    for query in ({"page_num": 0}, {"page_size": 0}, {"page_size": 100_000}, {"page_num": "x"}):
        assert place.admin("GET", "/user/list", **query).code == 10002


def test_devices_are_listed_kicked_and_removed(place: Place):
    anna = place.person()
    assert anna.get("/user/online_status") == {"online": False}
    phone, desk, slate = (anna.device(guid) for guid in ("phone", "desk", "slate"))
    anna.token = phone.account.token
    rows = anna.get("/user/device/list")
    assert [row["device_sn"] for row in rows] == [phone.sn, desk.sn, slate.sn]
    assert all(row["user_id"] == anna.uid and 0 <= row["platform"] <= 6 for row in rows)
    assert anna.get("/user/online_status") == {"online": True}
    assert anna.code("POST", "/user/kick", {"device_sn": 99}) == 10002
    assert anna.code("POST", "/user/device/remove", {}, device_sn=99) == 10002
    anna.post("/user/kick", {"device_sn": desk.sn})
    notice_until(desk, U.KICKED_BY_OTHER_DEVICE)
    desk.wait_closed()
    assert place.rest.get("/user/profile", token=desk.account.token).code == 402
    anna.ok("DELETE", "/user/device/remove", device_sn=slate.sn)
    notice_until(slate, U.DEVICE_REMOVED)
    slate.wait_closed()
    assert [row["device_sn"] for row in anna.get("/user/device/list")] == [phone.sn, desk.sn], "who is kicked is still registered"
    again = anna.device("desk")
    anna.ok("PUT", "/user/kick", {})
    notice_until(again, U.KICKED_BY_OTHER_DEVICE)
    assert anna.code("GET", "/user/profile") == 200, "all others"
    assert place.admin("POST", "/user/kick", {}, anna).data is True
    phone.wait_closed()
    assert anna.code("GET", "/user/profile") == 402


def test_conversations_are_pinned(place: Place):
    anna, ben, carl = place.people(3)
    assert anna.get("/user/conversation/pin_list") == {"conversation_ids": []}
    for peer in (ben.uid, 0, carl.uid, ben.uid):
        anna.post("/user/conversation/pin", {"conversation_id": peer})
    assert anna.get("/user/conversation/pin_list") == {"conversation_ids": [carl.uid, 0, ben.uid]}
    anna.ok("PUT", "/user/conversation/unpin", {"conversation_id": 0})
    anna.ok("PUT", "/user/conversation/unpin", {"conversation_id": 0})
    assert anna.get("/user/conversation/pin_list") == {"conversation_ids": [carl.uid, ben.uid]}
    assert anna.code("POST", "/user/conversation/pin", {"conversation_id": 2}) == 10000
    assert anna.code("POST", "/user/conversation/pin", {"conversation_id": 3}) == 20001
    for path in ("pin", "unpin"):
        assert anna.code("POST", f"/user/conversation/{path}", {"conversation_id": -1}) == 10002


def test_a_server_makes_friends_and_reads_them(place: Place):
    anna, ben, carl = place.people(3)
    device = anna.device()
    assert place.admin("POST", "/user/add_roster", {"list": [ben.uid, carl.uid]}, anna).data is True
    assert place.admin("GET", "/user/rosters", person=anna).data == [
        {"user_id": person.uid, "name": person.name} for person in (ben, carl)]
    assert ben.relation(anna) == 0
    added = pb.RosterNotice.ADDED
    assert roster_notices(device) == [(added, ben.uid, anna.uid, ""), (added, carl.uid, anna.uid, "")]
    assert place.admin("POST", "/user/add_roster", {"list": [2]}, anna).code == 10000
    assert place.admin("POST", "/user/add_roster", {}, anna).code == 10002
    assert place.admin("GET", "/user/rosters").code == 10002


def test_who_is_banned_sends_nothing(place: Place):
    anna, ben = place.people(2)
    device = anna.device()
    path = f"/admin/apps/{place.rest.app_id}/users/{anna.uid}/ban"

    def console(method: str, body: dict | None = None) -> int:
        headers = {"Authorization": f"Bearer {place.world.server.admin_token}"}
        return place.rest.call(method, path, body or {}, headers=headers).code

    assert console("PUT", {"minutes": 5}) == 200
    assert device.submit(ben.uid, chat("no")).status.code == pb.Status.USER_BANNED
    assert place.backend.send(ben.uid, user=anna.account).code == 19107
    assert console("PUT") == 200 and console("DELETE") == 200
    device.say(ben.uid, "back again")
    assert console("PUT", {"minutes": 0}) == 10002
