"""Two apps side by side."""
import re

import pytest
import requests
import xsync_pb2 as pb
from frames import chat
from rest import Rest, create_app

pytestmark = pytest.mark.both_databases


@pytest.fixture(scope="module")
def other(server) -> Rest:
    """REST on behalf of a second app."""
    return Rest(server.base, create_app(server.base, server.admin_token))


def test_app_ids_are_twelve_lower_case_letters(server, other):
    assert re.fullmatch("[a-z]{12}", server.app_id)
    assert re.fullmatch("[a-z]{12}", other.app_id)
    assert server.app_id != other.app_id


def test_only_the_admin_token_makes_apps(server):
    for headers in ({}, {"Authorization": "Bearer nonsense"}):
        response = requests.post(server.base + "/admin/apps", json={"name": "x"}, headers=headers, timeout=10)
        assert response.json()["code"] != 200
        assert not (response.json().get("data") or {})


def test_one_name_may_be_used_in_both_apps(rest, other):
    name = rest.new_name("twin")
    assert rest.register(name).code == 200
    assert other.register(name).code == 200
    assert rest.token(name).data["user_id"] != other.token(name).data["user_id"]


def test_the_users_of_one_app_do_not_exist_in_the_other(rest, other):
    account = rest.new_account("alice")
    assert other.token(account.name, account.password).code == 10000
    assert other.post("/token/id", {"user_id": account.uid, "password": account.password}).code == 10000
    stranger = other.new_account("bob")
    found = other.post("/roster/list", {"list": [account.uid]}, token=stranger.token)
    assert found.code == 200
    assert [row for row in found.data if row.get("username") == account.name] == []


def test_a_token_of_one_app_is_worthless_in_the_other(rest, other):
    account = rest.new_account("alice")
    assert rest.get("/user/profile", token=account.token).code == 200
    assert other.get("/user/profile", token=account.token).code == 10008


def test_a_token_logs_in_the_users_of_its_own_app_only(world, other):
    stranger = other.new_account("bob")
    alice = world.account("alice")
    connection = world.connect(alice)
    assert connection.provision(xid=pb.XID(uid=stranger.uid)).status.code == pb.Status.INVALID_TOKEN
    assert world.connect(stranger).provision().status.code == pb.Status.OK


def test_messages_do_not_cross_between_apps(world, other):
    stranger, alice = other.new_account("bob"), world.login(world.account("alice"))
    ack = alice.submit(stranger.uid, chat("hello over there"))
    assert (ack.status.code, ack.status.reason) == (pb.Status.FAIL, "user not exist")
    bob = world.login(stranger)
    assert list(bob.unread().unread) == []
    assert bob.sync(alice.account.uid) == []
