"""REST: envelope, accounts, tokens and the lists a login needs."""
import pytest

pytestmark = pytest.mark.both_databases

GENERIC = "invalid request parameter"


def test_an_unknown_path_is_a_404_inside_http_200(rest):
    for method in ("GET", "POST"):
        answer = rest.call(method, "/no/such/path")
        assert (answer.status, answer.code) == (200, 404)


def test_the_envelope_has_its_three_keys(rest):
    account = rest.new_account()
    good = rest.get("/user/profile", token=account.token)
    assert (good.status, good.code, good.message) == (200, 200, None)
    bad = rest.get("/user/profile")
    assert (bad.status, bad.code, bad.data) == (200, 10003, None)
    assert isinstance(bad.message, str) and bad.message
    assert bad.headers["content-type"].startswith("application/json")


def test_a_new_user_is_registered(rest):
    name = rest.new_name("新用户")
    answer = rest.register(name)
    assert answer.code == 200
    assert 0 < answer.data["user_id"] < 2**53
    assert answer.data["user_id"] == rest.token(name).data["user_id"]


def test_a_taken_name_is_refused(rest):
    name = rest.new_name()
    rest.register(name)
    assert rest.register(name, "another-password").code == 10004


@pytest.mark.parametrize("name", ["12345", "maxim_x", "mta1", "with space", "semi;colon", "x@y"])
def test_a_bad_name_is_refused_in_words_for_the_user(rest, name):
    answer = rest.register(name)
    assert answer.code == 10002
    assert answer.message and GENERIC not in answer.message


@pytest.mark.parametrize(
    "body",
    [{"username": "no_password"}, {"password": "no_username"}, {}, b"not json", b"", [1, 2], {"username": None, "password": None}],
    ids=["no password", "no name", "empty", "not JSON", "no body", "a list", "nulls"],
)
def test_a_broken_request_is_refused_with_the_generic_text(rest, body):
    answer = rest.post("/user/register/v2", body)
    assert answer.code == 10002
    assert GENERIC in answer.message


def test_a_nul_in_a_name_is_refused(rest):
    assert rest.register("nul\u0000name").code == 10002


def test_a_call_without_an_app_is_refused(rest):
    assert rest.token("somebody", app_id=None).code == 49724
    assert rest.register("somebody", app_id=None).code == 49724
    assert rest.get("/user/profile", app_id=None).code == 49724


def test_a_call_for_an_unknown_app_is_refused(rest):
    assert rest.token("somebody", app_id="zzzzzzzzzzzz").code == 40000
    assert rest.register("somebody", app_id="zzzzzzzzzzzz").code == 40000


def test_a_token_is_given_for_name_and_password(rest):
    name = rest.new_name()
    rest.register(name)
    data = rest.token(name).data
    assert isinstance(data["token"], str) and data["token"]
    assert isinstance(data["user_id"], int)
    assert isinstance(data["public_key"], str)


def test_a_token_is_given_for_id_and_password(rest):
    account = rest.new_account()
    for user_id in (account.uid, str(account.uid)):
        data = rest.post("/token/id", {"user_id": user_id, "password": account.password}).data
        assert data["user_id"] == account.uid
        assert rest.get("/user/profile", token=data["token"]).data["user_id"] == account.uid


def test_a_login_ignores_the_token_of_an_earlier_one(rest):
    account = rest.new_account()
    assert rest.token(account.name, token="stale").code == 200


def test_wrong_credentials_have_their_codes(rest):
    account = rest.new_account()
    assert rest.token(account.name, "wrong").code == 11001
    assert rest.post("/token/id", {"user_id": account.uid, "password": "wrong"}).code == 11001
    assert rest.token(rest.new_name("nobody")).code == 10000
    assert rest.post("/token/id", {"user_id": 999_999_999_998, "password": "x"}).code == 10000
    assert rest.post("/token/user", {"name": account.name}).code == 10002


def test_the_profile_is_the_callers_own(rest):
    account = rest.new_account()
    profile = rest.get("/user/profile", token=account.token).data
    assert (profile["user_id"], profile["username"]) == (account.uid, account.name)


def test_a_token_is_needed_and_has_to_be_good(rest):
    for path in ("/user/profile", "/roster/list", "/group/user_joined"):
        assert rest.get(path).code == 10003
        assert rest.get(path, token="garbage").code == 402
    account = rest.new_account()
    assert rest.get("/user/profile", token=account.token[:-4] + "AAAA").code == 402


def test_the_lists_of_a_new_user_are_empty_lists(rest):
    account = rest.new_account()
    for path in ("/roster/list", "/group/user_joined"):
        answer = rest.get(path, token=account.token)
        assert (answer.code, answer.data) == (200, [])


def test_users_are_looked_up_in_batches(rest):
    alice, bob = rest.new_account("alice"), rest.new_account("bob")
    rows = rest.post("/roster/list", {"list": [alice.uid, bob.uid, 999_999_999_998]}, token=alice.token).data
    assert {row["user_id"]: row["username"] for row in rows} == {alice.uid: alice.name, bob.uid: bob.name}
    assert rest.post("/roster/list", {"list": []}, token=alice.token).data == []


def test_unknown_groups_are_left_out_of_a_batch(rest):
    account = rest.new_account()
    for groups in ([], [999_999_999_999]):
        answer = rest.post("/group/info/batch", {"group_list": groups}, token=account.token)
        assert (answer.code, answer.data) == (200, [])


def test_a_batch_is_bounded(rest):
    account = rest.new_account()
    assert rest.post("/roster/list", {"list": list(range(1, 10_002))}, token=account.token).code == 10002
    assert rest.post("/roster/list", {"list": list(range(1, 10_001))}, token=account.token).code == 200


def test_user_ids_are_even(rest):
    assert rest.new_account().uid % 2 == 0, "groups have the odd numbers, so that no user id equals a group id"
