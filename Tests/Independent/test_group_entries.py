"""Coming into groups: by invitation, by asking and by code; what keeps people out; and the lists of who was asked and who asks."""
import re
import time
from typing import Callable

import pytest
from group_calls import permissions
from groups import ADMIT, Group, confirms, forged_code, ids, results
from people import Person, Place, place  # noqa: F401

pytestmark = pytest.mark.both_databases

DAY = 86_400


def test_who_wants_to_be_asked_is_asked(place: Place):
    anna, ben, carl = place.people(3)
    confirms(ben)
    group = Group(place, anna)
    assert group.many(anna, "invite", ben, carl, reason="come") == ["success", "success"]
    assert group.members() == ids(anna, carl)
    [row] = ben.get("/group/invitation_list")
    assert {key: row[key] for key in ("group_id", "inviter_id", "invitee_id", "reason", "status")} == {
        "group_id": group.id, "inviter_id": anna.uid, "invitee_id": ben.uid, "reason": "come", "status": 0}
    assert 6.9 < (row["expired_time"] / 1000 - time.time()) / DAY <= 7.01
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", row["updated_at"])
    assert ben.ok("PUT", "/group/invite/handle", group.body(user_id=anna.uid, approval=True)) is True
    assert ben.get("/group/invitation_list")[0]["status"] == 1
    assert group.members() == ids(anna, carl, ben)
    assert group.code(ben, "invite/handle", user_id=anna.uid, approval=True) == 20015


def test_an_invitation_is_refused_or_ends(place: Place):
    anna, ben, carl = place.people(3)
    confirms(ben)
    group = Group(place, anna, carl)
    group.many(anna, "invite", ben)
    group.many(carl, "invite", ben)
    assert {row["inviter_id"] for row in ben.get("/group/invitation_list")} == {anna.uid, carl.uid}
    group.post(ben, "invite/handle", user_id=anna.uid, approval=0, reason="no")
    assert group.code(ben, "invite/handle", user_id=anna.uid, approval=True) == 20015
    place.sql(f"UPDATE group_invitations SET expires_at = 1 WHERE inviter = {carl.uid}")
    for approval in (True, False):
        assert group.code(ben, "invite/handle", user_id=carl.uid, approval=approval) == 20015
    assert group.code(ben, "invite/handle", user_id=2, approval=True) == 20015
    assert group.code(ben, "invite/handle", approval=True) == group.code(ben, "invite/handle", user_id=anna.uid) == 10002
    group.many(carl, "invite", ben)
    carl.post("/group/leave", group_id=group.id)
    assert group.code(ben, "invite/handle", user_id=carl.uid, approval=True) == 20015, "who invited is gone"
    assert ben.get("/group/user_joined") == []


def test_each_who_is_invited_has_a_row_of_his_own(place: Place):
    anna, ben, carl, dora, emil = place.people(5)
    group = Group(place, anna, ben)
    group.post(anna, "block", user_list=[carl.uid])
    confirms(dora)
    rows = group.post(anna, "invite", user_list=[ben.uid, carl.uid, dora.uid, 2, emil.uid, emil.uid, 0])
    assert results(rows) == ["20017", "20018", "success", "10000", "success", "10002", "10000"]
    assert group.members() == ids(anna, ben, emil)
    for wrong in (["x"], "x", None, [1] * 10_001):
        assert group.code(anna, "invite", user_list=wrong) == 10002
    assert group.code(anna, "invite", user_list=[dora.uid], reason="x" * 257) == 10002
    group.post(anna, "settings/allow_member_invitation", value=False)
    assert group.code(ben, "invite", user_list=[dora.uid]) == 20012


def test_who_asks_comes_in_when_an_admin_agrees(place: Place):
    anna, ben, carl, dora = place.people(4)
    group = Group(place, anna, carl)
    assert group.post(ben, "apply", reason="let me in") == {"user_id": ben.uid, "result": "success", "reason": ""}
    group.post(dora, "apply")
    rows = anna.post("/group/application_list", {"group_list": [group.id]})
    assert [(row["applicant_id"], row["group_id"], row["reason"], row["status"]) for row in rows] == [
        (dora.uid, group.id, "", 0), (ben.uid, group.id, "let me in", 0)]
    assert 6.9 < (rows[0]["expired_time"] / 1000 - time.time()) / DAY <= 7.01
    assert carl.post("/group/application_list", {"group_list": [group.id]}) == [], "for admins alone"
    assert group.code(carl, "apply/handle", user_id=ben.uid, approval=True) == 20012
    done = anna.ok("PUT", "/group/apply/handle", group.body(user_id=ben.uid, approval=True))
    assert done == {"user_id": ben.uid, "result": "success", "reason": ""}
    group.post(anna, "apply/handle", user_id=dora.uid, approval="false", reason="no")
    assert group.members() == ids(anna, carl, ben)
    statuses = {row["applicant_id"]: row["status"] for row in anna.post("/group/application_list", {"group_list": [group.id]})}
    assert statuses == {ben.uid: 1, dora.uid: 2}
    for applicant in (ben, dora, carl):
        assert group.code(anna, "apply/handle", user_id=applicant.uid, approval=True) == 20014
    group.post(dora, "apply", reason="again")
    place.sql(f"UPDATE group_applications SET expires_at = 1 WHERE applicant = {dora.uid}")
    assert group.code(anna, "apply/handle", user_id=dora.uid, approval=True) == 20014
    assert group.code(anna, "apply/handle", user_id=dora.uid) == 10002
    assert group.code(dora, "apply", reason="x" * 257) == 10002


def test_a_group_takes_everybody_or_nobody(place: Place):
    anna, ben, carl = place.people(3)
    group = Group(place, anna, type=1)
    group.post(anna, "settings/require_admin_approval", apply_approval=0)
    group.post(ben, "apply")
    assert group.members() == ids(anna, ben)
    group.post(anna, "settings/require_admin_approval", apply_approval=2)
    assert group.code(carl, "apply") == 10010
    assert group.many(anna, "invite", carl) == ["success"], "who is invited needs no approval"
    assert anna.post("/group/application_list", {"group_list": [group.id]}) == []


def test_a_code_lets_people_in(place: Place):
    anna, ben, carl, dora = place.people(4)
    confirms(ben)
    group = Group(place, anna, carl)
    signed = group.get(carl, "qrcode/sign")
    assert signed["expire_at"] - signed["create_at"] == 7 * DAY * 1000 and abs(signed["create_at"] / 1000 - time.time()) < 60
    shown = carl.get("/app/qrcode/group_sign", group_id=group.id)
    assert shown.keys() == {"qr_info", "expired"} and shown["expired"] >= signed["expire_at"]
    assert ben.get("/app/qrcode/group_invite", qr_info=shown["qr_info"]) is True, "he who has it does want to come in"
    assert dora.post("/group/qrcode/invite", {"qr_info": signed["qr_info"]}) is True, "a code is for many"
    assert group.members() == ids(anna, carl, ben, dora)
    assert ben.code("POST", "/app/qrcode/group_invite", {"qr_info": shown["qr_info"]}) == 20017
    assert place.person().post("/app/qrcode/group_invite", {"qr_info": shown["qr_info"]}) is True


CODE_DOORS = [("POST", "/group/qrcode/invite"), ("GET", "/app/qrcode/group_invite"), ("POST", "/app/qrcode/group_invite")]


def use(person: Person, method: str, path: str, code: str | None) -> int:
    fields = {} if code is None else {"qr_info": code}
    return person.code(method, path, **fields) if method == "GET" else person.code(method, path, fields)


@pytest.mark.parametrize("method, path", CODE_DOORS)
def test_a_code_is_refused_that_is_false_or_over_or_whose_maker_may_not_invite(place: Place, method: str, path: str):
    anna, ben, carl = place.people(3)
    group = Group(place, anna, carl)
    code, now = group.code_of(carl), int(time.time() * 1000)
    for wrong in ("", "x", code[:-1], code + "x", code.replace(f"g1.{group.id}", f"g1.{group.id + 2}"), code.upper(), "." * 4):
        assert use(ben, method, path, wrong) == 20024, wrong
    assert use(ben, method, path, None) == 10002
    assert use(ben, method, path, forged_code(place, group.id, carl.uid, now - 1)) == 20025
    assert use(ben, method, path, forged_code(place, group.id, carl.uid, now - 400 * DAY * 1000)) == 20025
    stranger = Place(place.world).person()
    assert use(stranger, method, path, code) == 20024, "a code of another app"
    group.post(anna, "settings/allow_member_invitation", value=False)
    assert use(ben, method, path, code) == 20015
    assert carl.code("GET", "/group/qrcode/sign", group_id=group.id) == 20012
    group.post(anna, "settings/allow_member_invitation", value=True)
    carl.post("/group/leave", group_id=group.id)
    assert use(ben, method, path, code) == 20015
    assert group.members() == [anna.uid]


# Each way in, as what is there before and what the last step answers.


def by_invitation(group: Group, person: Person) -> Callable[[str], int]:
    confirms(person)
    assert group.many(group.owner, "invite", person) == ["success"]
    return lambda method: group.code(person, "invite/handle", method, user_id=group.owner.uid, approval=True)


def by_application(group: Group, person: Person) -> Callable[[str], int]:
    group.post(person, "apply")
    return lambda method: group.code(group.owner, "apply/handle", method, user_id=person.uid, approval=True)


def by_asking(group: Group, person: Person) -> Callable[[str], int]:
    return lambda method: group.code(person, "apply", method)


def by_code(path: str) -> Callable[[Group, Person], Callable[[str], int]]:
    def before(group: Group, person: Person) -> Callable[[str], int]:
        code = group.code_of()
        return lambda method: use(person, method, path, code)
    return before


WAYS = {
    "/group/invite/handle": by_invitation, "/group/apply/handle": by_application, "/group/apply": by_asking,
    "/group/qrcode/invite": by_code("/group/qrcode/invite"), "/app/qrcode/group_invite": by_code("/app/qrcode/group_invite"),
}
DOORS = [(method, path) for method, path in permissions() if path in WAYS]


@pytest.mark.parametrize("method, path", DOORS)
def test_every_way_in_is_closed_to_the_same_people(place: Place, method: str, path: str):
    anna, ben = place.people(2)
    # Coming in ends what was open.
    inside = {"/group/invite/handle": 20015, "/group/apply/handle": 20014}.get(path, 20017)
    for code in (20018, 20016, 20009, 20010, inside):
        group = Group(place, anna)
        come = WAYS[path](group, ben)
        if code == 20018:
            group.post(anna, "block", user_list=[ben.uid])
        elif code == 20016:
            app = f"(SELECT number FROM apps WHERE id = '{place.rest.app_id}')"
            place.sql(f"INSERT INTO group_people (app, group_id, user_id, kicks) VALUES ({app}, {group.id}, {ben.uid}, 4)")
        elif code == 20009:
            place.set(groups__joined__per__user=0)
        elif code == 20010:
            place.set(group__members=1)
        else:
            confirms(ben, False)
            assert group.many(anna, "invite", ben) == ["success"]
        assert come(method) == code, (path, code)
        place.set(groups__joined__per__user=2_000, group__members=500)
    assert ben.get("/group/user_joined") == [group.id]


def test_who_was_put_out_too_often_does_not_come_back(place: Place):
    anna, ben, carl = place.people(3)
    group = Group(place, anna, carl)
    group.post(anna, "settings/require_admin_approval", **ADMIT)
    for _ in range(4):
        group.post(ben, "apply")
        assert group.many(anna, "kick", ben) == ["success"]
    assert group.code(ben, "apply") == 20016 and group.many(carl, "invite", ben) == ["20016"]
    assert group.many(anna, "unblock", ben) == ["success"]
    group.post(ben, "apply")
    assert ben.uid in group.members()


def test_invitations_and_applications_are_listed_in_pages(place: Place):
    anna, ben = place.people(2)
    confirms(ben)
    groups = [Group(place, anna, ben) for _ in range(5)]
    empty = place.person().call("GET", "/group/invitation_list")
    assert empty.data == [] and empty.json["total"] == 0 and "cursor" not in empty.json
    found, cursor = [], ""
    for count in (2, 2, 1):
        answer = ben.call("GET", "/group/invitation_list", cursor=cursor, limit=2)
        assert len(answer.data) == count and answer.json["total"] == 5
        found += [row["group_id"] for row in answer.data]
        cursor = answer.json.get("cursor", "")
    assert cursor == "" and found == [group.id for group in reversed(groups)]
    known = ben.call("GET", "/group/invitation_list", version=answer.json["version"])
    assert len(known.data) == 5 and known.json["version"] == answer.json["version"] and known.json["total"] == 5
    assert len(ben.call("GET", "/group/invitation_list", version=answer.json["version"] - 1).data) == 5

    applicants = place.people(3)
    for person in applicants:
        for group in groups[:2]:
            group.post(person, "apply")
    asked = {"group_list": [group.id for group in groups[:2]]}
    first = anna.call("POST", "/group/application_list", asked, limit=4)
    rest = anna.call("POST", "/group/application_list", asked, limit=4, cursor=first.json["cursor"])
    rows = [(row["applicant_id"], row["group_id"]) for row in first.data + rest.data]
    assert rows == [(person.uid, group.id) for person in reversed(applicants) for group in reversed(groups[:2])]
    assert "cursor" not in rest.json and first.json["total"] == 6
    version = anna.call("POST", "/group/application_list", asked).json["version"]
    assert len(anna.call("POST", "/group/application_list", asked, version=version).data) == 6, "of several groups"
    one = {"group_list": [groups[0].id]}
    known = anna.call("POST", "/group/application_list", one).json["version"]
    assert anna.call("POST", "/group/application_list", one, version=known).data == []
    groups[0].post(anna, "apply/handle", user_id=applicants[0].uid, approval=False)
    again = anna.call("POST", "/group/application_list", asked, version=version)
    assert again.json["version"] > version and len(again.data) == 6
    for path, body in (("/group/invitation_list", None), ("/group/application_list", asked)):
        for wrong in ({"cursor": "nonsense"}, {"cursor": "1.2.x"}, {"limit": 0}, {"limit": 1_001}, {"version": "x"}):
            assert anna.code("GET" if body is None else "POST", path, {} if body is None else body, **wrong) == 10002
    assert anna.code("POST", "/group/application_list", {}) == 10002
    by_server = groups[0].server("POST", "/group/application_list", {"group_list": [groups[0].id]})
    assert len(by_server.data) == 3
    assert groups[0].server("POST", "/group/application_list", asked).code == 10002, "it is an admin of one group only"
