"""The record of administrative acts: what is in it, what never is, and that nobody changes it."""
import getpass
import json
import sqlite3
import subprocess

import pytest
from people import Place, place  # noqa: F401
from test_app_settings import nodes  # noqa: F401
from test_app_states import admin, change
from verbs import done
from verbs import place as store_of

pytestmark = pytest.mark.both_databases


def audit(server, **query) -> list[dict]:
    answer = admin(server, "GET", "/admin/audit", **query)
    assert answer["code"] == 200, answer
    return answer["data"]


def test_acts_of_the_admin_api_are_told_with_before_and_after(place: Place):  # noqa: F811
    server, app = place.world.server, place.rest.app_id
    anna = place.person()
    change(server, app, status="frozen", reason="unpaid")
    change(server, app, status="normal")
    place.set(registration__push__secret="0123456789abcdef", retention__days=7)
    admin(server, "PUT", f"/admin/apps/{app}/users/{anna.uid}/ban", {"minutes": 3})
    rows = audit(server, app_id=app, limit=4)
    assert [row["act"] for row in rows] == [
        "PUT /admin/apps/{app_id}/users/{user_id}/ban", "PATCH /admin/apps/{app_id}/settings", "PATCH /admin/apps/{app_id}",
        "PATCH /admin/apps/{app_id}"]
    assert all(row["by"] == "admin_api" and row["from"] == "127.0.0.1" and row["app_id"] == app for row in rows)
    assert rows[0]["subject"] == f"user_id={anna.uid}" and rows[0]["after"]["banned_until"] > 0
    assert rows[1]["before"] == {"registration.push.secret": "***", "retention.days": 0}
    assert rows[1]["after"] == {"registration.push.secret": "***", "retention.days": 7}
    assert (rows[3]["before"]["status"], rows[3]["after"]["status"], rows[3]["after"]["reason"]) == ("normal", "frozen", "unpaid")
    assert rows == sorted(rows, key=lambda row: -row["id"]) and all(row["at"] > 0 for row in rows)
    assert audit(server, app_id=app, limit=1, cursor=rows[1]["id"]) == [rows[2]]
    assert [row["id"] for row in audit(server, app_id=app, act="PATCH /admin/apps/{app_id}")] == [rows[2]["id"], rows[3]["id"]]


def test_calls_of_an_apps_server_are_told_without_secrets(place: Place):  # noqa: F811
    server, app = place.world.server, place.rest.app_id
    anna = place.person()
    assert place.admin("PUT", "/user/disable", {"list": [anna.uid]}).code == 200
    assert place.admin("PUT", "/user/enable", {"list": [anna.uid]}).code == 200
    assert place.admin("POST", "/user/change_password_admin", {"password": "top-secret-9"}, anna).code == 200
    place.backend.say(anna.uid, "traffic")
    assert place.admin("PUT", "/user/disable", {"list": [2]}).code == 10000
    assert place.admin("GET", "/user/list").code == 200
    password, enable, disable, made = audit(server, app_id=app, limit=4)
    assert (disable["act"], disable["subject"], disable["by"]) == ("PUT /user/disable", f"list=[{anna.uid}]", "admin_token")
    assert disable["name"] == place.backend.id and disable["after"] == {"list": [anna.uid]}
    assert enable["act"] == "PUT /user/enable"
    assert (password["subject"], password["after"]) == (f"user_id={anna.uid}", {"password": "***"})
    assert made["act"] == "POST /admin/apps/{app_id}/tokens"
    everything = json.dumps(audit(server, app_id=app, limit=500))
    assert "top-secret-9" not in everything and place.backend.token not in everything


def test_what_users_do_is_not_there(place: Place):  # noqa: F811
    anna, ben = place.people(2)
    before = audit(place.world.server, app_id=place.rest.app_id)
    anna.post("/user/profile", {"nick_name": "Nick"})
    anna.befriend(ben)
    assert audit(place.world.server, app_id=place.rest.app_id) == before


def test_the_verbs_are_told_with_their_user(own_server):
    app, where, me = own_server.app_id, store_of(own_server), getpass.getuser()
    done("app", "set", app, "retention.days=3", *where)
    beside = audit(own_server)[0]
    assert (beside["by"], beside["name"], beside["from"]) == ("admin_api", me, "127.0.0.1")
    own_server.stop()
    done("app", "freeze", app, "--reason", "why", *where)
    second = done("app", "create", "second", *where).strip()
    token = done("app", "token", app, *where).strip()
    printed = done("audit", *where)
    assert "hearth app freeze" in printed and me in printed and token not in printed
    rows = [json.loads(line) for line in done("audit", "--json", "--limit", 3, *where).splitlines()]
    assert [row["act"] for row in rows] == ["hearth app token", "hearth app create", "hearth app freeze"]
    assert all((row["by"], row["name"]) == ("command_line", me) and "from" not in row for row in rows)
    assert rows[1]["app_id"] == second
    assert len(done("audit", "--app", second, "--json", *where).splitlines()) == 1
    own_server.start()
    assert [row["id"] for row in audit(own_server, limit=3)] == [row["id"] for row in rows]
    done("app", "restore", app, *where)


def test_nobody_changes_a_row(place: Place):  # noqa: F811
    change(place.world.server, place.rest.app_id, name="renamed")
    for statement in ("UPDATE audit SET act = 'nothing'", "DELETE FROM audit"):
        with pytest.raises((sqlite3.DatabaseError, subprocess.CalledProcessError)):
            place.sql(statement)
    assert audit(place.world.server, app_id=place.rest.app_id)[0]["act"] == "PATCH /admin/apps/{app_id}"


def test_two_servers_write_one_record(nodes):  # noqa: F811
    app = nodes[0].app_id
    for number in range(6):
        change(nodes[number % 2], app, name=f"name {number}")
    rows = audit(nodes[1], app_id=app, limit=6)
    assert [row["after"]["name"] for row in rows] == [f"name {number}" for number in (5, 4, 3, 2, 1, 0)]
    assert rows == audit(nodes[0], app_id=app, limit=6) and len({row["id"] for row in rows}) == 6
