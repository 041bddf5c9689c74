"""Who may do what in groups: every call by every kind of caller, as the reference page has it."""
from typing import Any

import pytest
from answers import ANSWERS
from group_calls import CALLS, COLUMNS, Scene, permissions
from groups import Group
from people import Person, Place, place  # noqa: F401
from rest import Answer, Rest, create_app

ALWAYS = {49701, 49705, 49706}


def test_the_page_has_every_call_about_groups(place: Place):
    place.person()
    called = {
        (method.upper(), path) for path, methods in ANSWERS.document["paths"].items() for method, operation in methods.items()
        if "x-group-right" in operation
    }
    assert called == set(permissions()) and len(called) == 82
    assert {path for _, path in called} == set(CALLS), "and each is tried here"


def ask(scene: Scene, group: Group, column: str, method: str, path: str, stranger: Any = None) -> Answer:
    """One call by a caller of one kind."""
    body, query = CALLS[path].fields(scene, group, method)
    if column == "server":
        return group.server(method, path, body, **query)
    if column == "other_app":
        return scene.place.rest.call(method, path, {} if body is None else body, token=stranger.token, query=query)
    person: Person = {
        "outsider": scene.outsider, "stranger": scene.outsider, "member": scene.member, "other_way": scene.member,
        "admin": scene.admin, "owner": scene.owner,
    }[column]
    return person.call(method, path, {} if body is None else body, **query)


@pytest.mark.both_databases
@pytest.mark.parametrize("column", COLUMNS)
def test_every_call_is_made_by_those_who_may(place: Place, column: str):
    scene = Scene(place)
    base, token = place.world.server.base, place.world.server.admin_token
    stranger = Rest(base, create_app(base, token, "other")).new_account("stranger") if column == "other_app" else None
    wrong = {}
    for (method, path), cells in permissions().items():
        group = scene.closed() if column == "other_way" else scene.group(type=1 if column == "stranger" else 0)
        answer = ask(scene, group, column, method, path, stranger)
        expected = 200 if cells[column] == "yes" else int(cells[column])
        rows = answer.data if isinstance(answer.data, list) else [answer.data]
        failed = [row for row in rows if isinstance(row, dict) and row.get("result") == "fail"]
        if answer.code != expected or failed:
            wrong[f"{method} {path}"] = (expected, answer.json)
    assert not wrong


def best(cells: dict[str, str]) -> str:
    """Somebody who may."""
    return next(column for column in ("owner", "member", "outsider") if cells[column] == "yes")


def rows_with(code: int) -> list[tuple[str, str, str]]:
    """Calls that name a code, with somebody who may make them."""
    found = []
    for (method, path), cells in permissions().items():
        schema = ANSWERS.document["paths"][path][method.lower()]["responses"]["200"]["content"]["application/json"]["schema"]
        if code in schema["anyOf"][1]["properties"]["code"]["enum"]:
            found.append((method, path, best(cells)))
    return found


def test_nothing_is_changed_in_a_group_under_repair(place: Place):
    scene = Scene(place)
    calls = rows_with(20006)
    assert len(calls) > 40
    for method, path, column in calls:
        group = scene.group()
        fields = CALLS[path].fields(scene, group, method)
        group.sql("in_recovery = 1")
        person = getattr(scene, column)
        assert person.code(method, path, {} if fields[0] is None else fields[0], **fields[1]) == 20006, (method, path)
        assert group.info()["group_id"] == group.id, "it can be looked at"


def test_a_group_that_is_not_there_is_20001(place: Place):
    scene = Scene(place)
    other = Rest(place.world.server.base, create_app(place.world.server.base, place.world.server.admin_token, "other"))
    stranger = other.new_account("stranger")
    calls = rows_with(20001)
    assert len(calls) > 60
    for method, path, column in calls:
        group = scene.group()
        body, query = CALLS[path].fields(scene, group, method)
        body = {} if body is None else body
        if "qr_info" not in {**body, **query}:
            assert other.call(method, path, body, token=stranger.token, query=query).code == 20001, "not in another app either"
            for unknown in (0, 1, group.owner.uid, -7, 2**53 + 1):
                fields = [{**part, "group_id": unknown} if "group_id" in part else part for part in (body, query)]
                assert getattr(scene, column).code(method, path, fields[0], **fields[1]) == 20001, (method, path, unknown)
        group.owner.post("/group/destroy", group_id=group.id)
        assert getattr(scene, column).code(method, path, body, **query) == 20001, (method, path)


def test_a_call_names_its_group_by_a_number(place: Place):
    scene = Scene(place)
    tried = 0
    for (method, path), cells in permissions().items():
        operation = ANSWERS.document["paths"][path][method.lower()]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        in_query = any(field["name"] == "group_id" and field["in"] == "query" for field in operation["parameters"])
        if not in_query and "group_id" not in body.get("properties", {}):
            continue
        tried += 1
        person = getattr(scene, best(cells))
        for fields in ({"group_id": "x"}, {"group_id": 1.5}, {}):
            called = person.code(method, path, {}, **fields) if in_query else person.code(method, path, fields)
            assert called == 10002, (method, path, fields)
    assert tried > 60
