"""Codes that work once: logging in by a QR code, and texts handed over."""
import pytest
from people import Place, place  # noqa: F401

pytestmark = pytest.mark.both_databases


def test_a_screen_logs_in_by_a_code_that_a_device_allows(place: Place):
    anna, ben = place.people(2)
    offer = place.rest.get("/app/qr_code").data
    assert len(offer["qr_code"]) > 20 and offer["expired"] > 0
    poll = {"query": {"qr_code": offer["qr_code"]}}
    assert place.rest.get("/app/qr_login", **poll).data == {}
    assert anna.get("/app/allow", qr_code=offer["qr_code"], allow=1) is True
    assert ben.code("GET", "/app/allow", qr_code=offer["qr_code"]) == 10001, "a code is given once"
    got = place.rest.get("/app/qr_login", **poll).data
    assert got["username"] == anna.name
    token = place.rest.token(anna.name, got["password"]).data
    assert token["user_id"] == anna.uid
    assert place.rest.token(anna.name, got["password"]).code == 11001, "a password for once"
    assert place.rest.get("/app/qr_login", **poll).code == 10001
    assert place.rest.token(anna.name).code == 200, "the real one holds"


def test_a_code_can_be_refused_and_made_up_ones_are_nothing(place: Place):
    anna = place.person()
    code = place.rest.get("/app/qr_code").data["qr_code"]
    assert anna.get("/app/allow", qr_code=code, allow=0) is True
    assert place.rest.get("/app/qr_login", query={"qr_code": code}).code == 10001
    assert anna.code("GET", "/app/allow", qr_code="made-up") == 10001
    assert anna.code("GET", "/app/allow") == 10002
    assert place.rest.get("/app/qr_login", query={"qr_code": "made-up"}).code == 10001
    assert place.rest.get("/app/qr_login").code == 10002


def test_a_one_time_password_is_its_users_alone(place: Place):
    anna, ben = place.people(2)
    code = place.rest.get("/app/qr_code").data["qr_code"]
    anna.get("/app/allow", qr_code=code)
    password = place.rest.get("/app/qr_login", query={"qr_code": code}).data["password"]
    assert place.rest.token(ben.name, password).code == 11001
    assert place.rest.post("/token/id", {"user_id": str(anna.uid), "password": password}).code == 200


def test_who_is_frozen_meanwhile_is_not_let_in_by_a_code(place: Place):
    anna = place.person()
    code = place.rest.get("/app/qr_code").data["qr_code"]
    anna.get("/app/allow", qr_code=code)
    assert place.admin("PUT", "/user/disable", {"list": [anna.uid]}).code == 200
    assert place.rest.get("/app/qr_login", query={"qr_code": code}).code == 10001
    assert place.admin("PUT", "/user/enable", {"list": [anna.uid]}).code == 200
    assert place.rest.get("/app/qr_login", query={"qr_code": code}).code == 10001, "codes end with a freeze"
    assert place.admin("PUT", "/user/disable", {"list": [anna.uid]}).code == 200
    code = place.rest.get("/app/qr_code").data["qr_code"]
    assert place.admin("GET", "/app/allow", person=anna, qr_code=code).code == 200
    assert place.rest.get("/app/qr_login", query={"qr_code": code}).code == 10001, "nor later"


def test_codes_end_with_the_password_and_the_account(place: Place):
    anna, ben = place.people(2)
    for end in ("password", "removal"):
        shown = place.rest.get("/app/qr_code").data["qr_code"]
        anna.get("/app/allow", qr_code=shown)
        taken = place.rest.get("/app/qr_code").data["qr_code"]
        anna.get("/app/allow", qr_code=taken)
        password = place.rest.get("/app/qr_login", query={"qr_code": taken}).data["password"]
        others = place.rest.get("/app/qr_code").data["qr_code"]
        ben.get("/app/allow", qr_code=others)
        if end == "password":
            anna.post("/user/change_password", old_password="secret-1", new_password="secret-2")
        else:
            assert place.admin("DELETE", "/user/delete", {"password": "x"}, person=anna).code == 200
        assert place.rest.get("/app/qr_login", query={"qr_code": shown}).code == 10001
        assert place.rest.token(anna.name, password).code == (11001 if end == "password" else 10000)
        assert place.rest.get("/app/qr_login", query={"qr_code": others}).data["username"] == ben.name


def test_a_secret_text_is_read_once(place: Place):
    made = place.rest.post("/app/secret_info", {"secret_text": "{\"a\":\"ü\"}", "expire_seconds": 60}).data
    read = {"query": {"code": made["code"]}}
    assert place.rest.get("/app/secret_info", **read).data == {"secret_text": "{\"a\":\"ü\"}"}
    assert place.rest.get("/app/secret_info", **read).code == 10001
    assert place.rest.get("/app/secret_info").code == 10002
    for body in ({"secret_text": "x"}, {"secret_text": "x", "expire_seconds": 0}, {"secret_text": "x" * 9_000, "expire_seconds": 9}):
        assert place.rest.post("/app/secret_info", body).code == 10002


def test_tokens_are_given_by_every_name_a_user_has(place: Place):
    anna = place.person()
    anna.post("/user/mobile", mobile="13400000004")
    for path, body in [
        ("/token/user", {"name": anna.name}), ("/token/user", {"mobile": "13400000004"}), ("/token/id", {"user_id": str(anna.uid)}),
        ("/token/login", {"login_name": anna.name}), ("/token/login", {"login_name": "13400000004"}), ("/app/token", {"name": anna.name}),
        ("/app/token_id", {"user_id": anna.uid}),
    ]:
        answer = place.rest.post(path, {**body, "password": "secret-1"})
        assert answer.code == 200 and place.rest.get("/user/profile", token=answer.data["token"]).data["user_id"] == anna.uid, path
        assert place.rest.post(path, {**body, "password": "wrong"}).code == 11001
        assert place.rest.post(path, {"password": "x", **{name: "2" for name in body}}).code == 10000
        assert place.rest.post(path, body).code == 10002
        assert place.admin("PUT", "/user/disable", {"list": [anna.uid]}).code == 200
        assert place.rest.post(path, {**body, "password": "secret-1"}).code == 19106
        assert place.admin("PUT", "/user/enable", {"list": [anna.uid]}).code == 200


def test_nobody_helps_yet(place: Place):
    assert place.person().get("/app/support_staff") == []


def test_the_features_of_the_vendors_interface_are_off(place: Place):
    assert place.rest.get("/app/config", query={"platform": 6}).data == {"hide_member_info": True}
    assert place.rest.get("/app/config", query={"platform": "x"}).code == 10002
