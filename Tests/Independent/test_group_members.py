"""Members: leaving, admins, kicks, blocks, bans, names, and the lists of them."""
import re
import time

import pytest
from groups import Group, ids, results
from people import Place, place  # noqa: F401

pytestmark = pytest.mark.both_databases

MINUTE = 60_000


def team(place: Place, **fields) -> tuple:
    """A group of its owner, an admin and two members."""
    anna, ben, carl, dora = place.people(4)
    group = Group(place, anna, ben, carl, dora, **fields)
    group.make_admin(ben)
    return group, anna, ben, carl, dora


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_member_leaves_and_the_owner_cannot(place: Place, method: str):
    group, anna, _, carl, _ = team(place)
    assert carl.ok(method, "/group/leave", {}, group_id=group.id) is True
    assert carl.get("/group/user_joined") == [] and carl.uid not in group.members()
    assert carl.code(method, "/group/leave", {}, group_id=group.id) == 20011
    assert anna.code(method, "/group/leave", {}, group_id=group.id) == 20004
    assert group.server(method, "/group/leave").code == 10002
    assert group.info()["count"] == 3


def test_admins_are_made_and_unmade_by_the_owner(place: Place):
    group, anna, ben, carl, dora = team(place)
    outsider = place.person()
    assert group.many(anna, "admin/add", carl, ben, outsider, anna) == ["success", "success", "20002", "success"]
    assert [row["user_id"] for row in group.get(dora, "admin_list")] == sorted(ids(ben, carl)), "the owner is not among them"
    assert results(anna.ok("DELETE", "/group/admin/remove", group.body(user_list=ids(ben, dora)))) == ["success", "success"]
    assert [row["user_id"] for row in group.get(dora, "admin_list")] == [carl.uid]
    for path in ("admin/add", "admin/remove", "kick", "ban", "unban"):
        fields = {"duration": 1} if path == "ban" else {}
        assert group.code(anna, path, user_list=[outsider.uid, 2], **fields) == 20002, "nobody of them is a member"
        assert group.code(anna, path, user_list=["x"], **fields) == group.code(anna, path, **fields) == 10002
    assert group.code(carl, "admin/add", user_list=[dora.uid]) == 20013


def test_members_are_put_out(place: Place):
    group, anna, ben, carl, dora = team(place)
    outsider = place.person()
    rows = group.many(ben, "kick", carl, anna, ben, outsider)
    assert rows == ["success", "20013", "10002", "20002"]
    assert group.many(anna, "kick", ben, dora) == ["success", "success"], "the owner puts out admins too"
    assert group.members() == [anna.uid]
    for person in (ben, carl, dora):
        assert person.get("/group/user_joined") == []
        assert person.code("GET", "/group/info", group_id=group.id) == 20011
    assert results(anna.ok("DELETE", "/group/kick", group.body(user_list=[]))) == []
    assert group.many(anna, "invite", ben) == ["success"]
    assert group.get(anna, "admin_list") == [], "who comes back is a plain member"


def test_who_is_blocked_is_out_and_stays_out(place: Place):
    group, anna, ben, carl, dora = team(place)
    outsider = place.person()
    assert group.many(ben, "block", carl, outsider, anna, ben) == ["success", "success", "20013", "10002"]
    assert results(group.post(ben, "block", user_list=[carl.uid, 2])) == ["success", "10000"], "again is as good as once"
    assert group.members() == ids(anna, ben, dora)
    rows = group.get(ben, "blocked_list")
    assert sorted(row["user_id"] for row in rows) == sorted(ids(carl, outsider))
    assert all(row["group_id"] == group.id and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]{12}Z", row["created_at"]) for row in rows)
    assert dora.code("GET", "/group/blocked_list", group_id=group.id) == 20012
    assert group.code(carl, "apply") == 20018 and group.many(anna, "invite", carl) == ["20018"]
    assert results(anna.ok("DELETE", "/group/unblock", group.body(user_list=[carl.uid, dora.uid, 2]))) == [
        "success", "success", "10000"]
    assert [row["user_id"] for row in group.get(ben, "blocked_list")] == [outsider.uid]
    assert group.many(anna, "invite", carl) == ["success"]
    for path in ("block", "unblock"):
        assert group.code(anna, path, user_list=["x"]) == group.code(anna, path) == 10002


def test_a_ban_has_an_end_or_none(place: Place):
    group, anna, ben, carl, dora = team(place)
    assert group.many(ben, "ban", carl, anna, ben, duration=10) == ["success", "20013", "10002"]
    assert group.many(ben, "ban", dora, duration=-1) == ["success"]
    rows = {row["user_id"]: row for row in group.get(carl, "banned_list")}
    assert set(rows) == {carl.uid, dora.uid}, "a member reads it, and learns of its own ban"
    assert abs(rows[carl.uid]["expired_time"] - (time.time() * 1000 + 10 * MINUTE)) < MINUTE
    assert rows[dora.uid]["expired_time"] == -1
    assert rows[carl.uid].keys() == {"user_id", "display_name", "join_time", "expired_time"}
    place.sql(f"UPDATE group_people SET banned_until = 1 WHERE user_id = {carl.uid} AND group_id = {group.id}")
    assert [row["user_id"] for row in group.get(carl, "banned_list")] == [dora.uid], "a ban that is over is none"
    assert group.many(ben, "unban", dora, carl) == ["success", "success"]
    assert group.get(dora, "banned_list") == []
    for wrong in (0, -2, 5_256_001, "x", None):
        assert group.code(ben, "ban", user_list=[carl.uid], duration=wrong) == 10002
    for wrong in (0, -2, 5_256_001, "x"):
        assert group.code(ben, "settings/ban_all", duration=wrong) == 10002


def test_all_plain_members_are_banned_at_once(place: Place):
    group, anna, ben, carl, _ = team(place)
    assert group.post(ben, "settings/ban_all", duration=-1) == {"ban_expire_time": -1}
    assert group.info(carl)["ban_expire_time"] == -1
    until = group.post(anna, "settings/ban_all", duration=5)["ban_expire_time"]
    assert abs(until - time.time() - 300) < 60, "seconds, as the vendor's documentation has it"
    assert group.info(carl)["ban_expire_time"] == until
    assert group.get(carl, "banned_list") == [], "it is a list of members"
    assert group.post(anna, "settings/unban_all") is True
    assert group.info(carl)["ban_expire_time"] == 0


def test_what_a_member_is_called_in_a_group(place: Place):
    group, anna, _, carl, dora = team(place)
    outsider = place.person()
    assert carl.ok("PUT", "/group/display_name", group.body(value="Carlo")) is True
    group.post(dora, "display_name", value="Dora ä")
    group.post(dora, "display_name", value="")
    rows = group.post(anna, "members/display_name", user_list=ids(dora, outsider, carl, dora))
    assert [(row["user_id"], row["display_name"]) for row in rows] == [(dora.uid, ""), (carl.uid, "Carlo")]
    assert {row["user_id"]: row["display_name"] for row in group.get(anna, "member_list")}[carl.uid] == "Carlo"
    assert group.code(carl, "display_name", value="x" * 65) == group.code(carl, "display_name") == 10002
    assert group.code(outsider, "display_name", value="x") == 20011
    assert group.code(anna, "members/display_name", user_list="x") == 10002


def test_members_are_listed_in_pages_with_a_version(place: Place):
    group, anna, ben, carl, dora = team(place)
    whole = anna.call("GET", "/group/member_list", group_id=group.id)
    assert sorted(row["user_id"] for row in whole.data) == sorted(ids(anna, ben, carl, dora))
    assert whole.data == sorted(whole.data, key=lambda row: (row["join_time"], row["user_id"]))
    assert whole.json["total"] == 4 and "cursor" not in whole.json and whole.json["version"] > 0
    found, cursor = [], ""
    while True:
        answer = carl.call("GET", "/group/member_list", group_id=group.id, limit=3, cursor=cursor)
        found += answer.data
        assert answer.json["total"] == 4
        cursor = answer.json.get("cursor")
        if not cursor:
            break
    assert found == whole.data
    known = anna.call("GET", "/group/member_list", group_id=group.id, version=whole.json["version"])
    assert known.data == [] and known.json["version"] == whole.json["version"] and known.json["total"] == 4
    versions = [whole.json["version"]]
    for change in (lambda: group.post(carl, "display_name", value="C"), lambda: group.many(anna, "kick", dora),
                   lambda: group.many(anna, "invite", dora), lambda: group.make_admin(carl)):
        change()
        versions.append(anna.call("GET", "/group/member_list", group_id=group.id).json["version"])
    assert versions == sorted(set(versions)), "it grows with every change"
    for path in ("member_list", "banned_list", "blocked_list"):
        for wrong in ({"cursor": "x"}, {"limit": 0}, {"limit": 1_001}, {"version": "x"}):
            assert anna.code("GET", "/group/" + path, group_id=group.id, **wrong) == 10002


@pytest.mark.parametrize("path, change, undo", [("banned_list", "ban", "unban"), ("blocked_list", "block", "unblock")])
def test_bans_and_blocks_are_listed_in_pages_with_a_version(place: Place, path: str, change: str, undo: str):
    anna, *others = place.people(6)
    group = Group(place, anna, *others)
    fields = {"duration": -1} if change == "ban" else {}
    for other in others:
        group.many(anna, change, other, **fields)
    first = anna.call("GET", "/group/" + path, group_id=group.id, limit=3, cursor="")
    rest = anna.call("GET", "/group/" + path, group_id=group.id, limit=3, cursor=first.json["cursor"])
    assert {row["user_id"] for row in first.data + rest.data} == set(ids(*others))
    assert len(first.data) == 3 and "cursor" not in rest.json and first.json["total"] == 5
    version = rest.json["version"]
    assert anna.call("GET", "/group/" + path, group_id=group.id, version=version).data == []
    group.many(anna, undo, others[0])
    after = anna.call("GET", "/group/" + path, group_id=group.id, version=version)
    assert len(after.data) == after.json["total"] == 4 and after.json["version"] > version
