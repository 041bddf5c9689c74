"""What a group has pinned up: announcements and shared files."""
import time

import pytest
from groups import Group
from people import Place, place  # noqa: F401

pytestmark = pytest.mark.both_databases


def team(place: Place) -> tuple:
    anna, ben, carl = place.people(3)
    return Group(place, anna, ben, carl), anna, ben, carl


def test_announcements_stay_to_be_read(place: Place):
    group, anna, ben, _ = team(place)
    assert group.get(ben, "announcement/list") == []
    assert ben.code("GET", "/group/announcement/last", group_id=group.id) == 20020
    made = [group.post(anna, "announcement/edit", title=f"t{number}", content="c\nä") for number in range(3)]
    assert made[0].keys() == {"id", "group_id", "author", "title", "content", "created_at"}
    assert (made[0]["author"], made[0]["group_id"], made[0]["title"], made[0]["content"]) == (anna.uid, group.id, "t0", "c\nä")
    assert abs(made[0]["created_at"] / 1000 - time.time()) < 60
    assert 0 < made[0]["id"] < made[1]["id"] < made[2]["id"] < 2**53
    assert group.get(ben, "announcement/list") == made[::-1] and group.get(ben, "announcement/last") == made[2]
    assert group.get(ben, "announcement", announcement_id=made[0]["id"]) == made[0]
    assert ben.code("GET", "/group/announcement", group_id=group.id, announcement_id=7) == 20020
    assert group.code(ben, "announcement/edit", title="t", content="c") == 20012
    for wrong in ({"title": "t"}, {"content": "c"}, {"title": "x" * 257, "content": "c"}, {"title": "t", "content": "x" * 8_193}):
        assert group.code(anna, "announcement/edit", **wrong) == 10002


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_an_announcement_is_taken_back(place: Place, method: str):
    group, anna, ben, _ = team(place)
    first, last = [group.post(anna, "announcement/edit", title="t", content=text)["id"] for text in "ab"]
    fields = {"group_id": group.id, "announcement_id": last}
    assert ben.code(method, "/group/announcement/delete", {}, **fields) == 20012
    assert anna.ok(method, "/group/announcement/delete", {}, **fields) is True
    assert anna.code(method, "/group/announcement/delete", {}, **fields) == 20020
    assert group.get(ben, "announcement/last")["id"] == first
    other = Group(place, anna)
    assert anna.code(method, "/group/announcement/delete", {}, group_id=other.id, announcement_id=first) == 20020


def test_an_operator_forbids_announcements(place: Place):
    group, anna, ben, _ = team(place)
    made = group.post(anna, "announcement/edit", title="t", content="c")
    group.sql("announcements_forbidden = 1")
    assert group.code(anna, "announcement/edit", title="t", content="c") == 20021
    named = {"group_id": group.id, "announcement_id": made["id"]}
    for method, path, query in (
        ("GET", "announcement/list", {"group_id": group.id}), ("GET", "announcement/last", {"group_id": group.id}),
        ("GET", "announcement", named), ("POST", "announcement/delete", named), ("DELETE", "announcement/delete", named),
    ):
        assert anna.code(method, "/group/" + path, **query) == 20021, path
    group.sql("announcements_forbidden = 0")
    assert group.get(ben, "announcement/last") == made


def test_files_are_shared(place: Place):
    group, anna, ben, carl = team(place)
    assert group.get(carl, "file/list") == []
    fields = {"name": "plan.pdf", "size": "1234", "type": "application/pdf", "url": "https://files.example/1"}
    first = group.post(ben, "file/upload", **fields)
    assert first.keys() == {"file_id", "group_id", "uploader", "name", "url", "type", "size", "created_at", "updated_at"}
    assert (first["uploader"], first["group_id"], first["size"], first["name"]) == (ben.uid, group.id, 1234, "plan.pdf")
    assert first["created_at"] == first["updated_at"] and 0 < first["file_id"] < 2**53
    second = group.post(carl, "file/upload", name="n", size=0, url="u")
    assert second["type"] == ""
    assert group.get(carl, "file/list") == [second, first]
    assert group.get(carl, "file", file_id=first["file_id"]) == first
    assert carl.code("GET", "/group/file", group_id=group.id, file_id=7) == 20022
    for wrong in ({"name": ""}, {"name": "x" * 257}, {"url": ""}, {"url": "x" * 2_049}, {"size": -1}, {"size": 2**53}, {"size": None},
                  {"type": "x" * 129}):
        assert group.code(ben, "file/upload", **{**fields, **wrong}) == 10002, wrong


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_file_is_renamed_by_who_shared_it_and_by_admins(place: Place, method: str):
    group, anna, ben, carl = team(place)
    file = group.post(ben, "file/upload", name="old", size=1, url="u")["file_id"]
    assert group.code(carl, "file/update_name", method, file_id=file, name="new") == 20023
    for person, name in ((ben, "by him"), (anna, "by the owner")):
        assert person.ok(method, "/group/file/update_name", group.body(file_id=file, name=name)) is True
        found = group.get(carl, "file", file_id=file)
        assert found["name"] == name and found["updated_at"] > found["created_at"]
    assert group.code(anna, "file/update_name", method, file_id=7, name="new") == 20022
    assert group.code(anna, "file/update_name", method, file_id=file, name="") == 10002


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_files_are_shared_no_longer(place: Place, method: str):
    group, anna, ben, carl = team(place)
    his, hers = [group.post(person, "file/upload", name="f", size=1, url="u")["file_id"] for person in (ben, anna)]
    rows = ben.ok(method, "/group/file/delete", group.body(file_list=[his, hers, 7, his]))
    assert [(row["file_id"], row["result"], row["reason"][:5]) for row in rows] == [
        (his, "success", ""), (hers, "fail", "20023"), (7, "fail", "20022"), (his, "fail", "10002")]
    assert [row["file_id"] for row in group.get(carl, "file/list")] == [hers]
    assert group.code(ben, "file/delete", method, file_list=[his, 7]) == 20022, "it shares none of them"
    assert group.code(ben, "file/delete", method, file_list="x") == 10002
    assert anna.ok(method, "/group/file/delete", group.body(file_list=[hers]))[0]["result"] == "success"
    assert group.get(carl, "file/list") == []
