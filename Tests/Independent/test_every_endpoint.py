"""What every call has in common: who may make it, and what becomes of a call that is no call."""
import base64
import hashlib
import hmac
import sqlite3
import time

import pytest
from answers import ANSWERS
from conftest import World
from message_api import Backend
from people import Place
from rest import Rest, create_app
from server import Server


@pytest.fixture(scope="module")
def operations(server: Server) -> list[tuple[str, str, dict]]:
    """Method, path and description of all calls in the server's document."""
    if ANSWERS.document is None:
        ANSWERS.read(server.base)
    return [
        (method.upper(), path, operation)
        for path, methods in ANSWERS.document["paths"].items() for method, operation in methods.items()
    ]


@pytest.fixture(scope="module")
def backend(server: Server) -> Backend:
    """An admin token of the app."""
    return Backend(server, server.app_id)


def needs(operation: dict, what: str) -> bool:
    return any(what in scheme for scheme in operation["security"])


def test_a_call_must_name_an_app_that_is_there_and_in_service(own_server: Server, operations):
    rest = Rest(own_server.base, own_server.app_id)
    asked = [(method, path) for method, path, operation in operations if needs(operation, "app")]
    assert len(asked) > 50
    for method, path in asked:
        assert rest.call(method, path, app_id=None).code == 49724, (method, path)
        assert rest.call(method, path, app_id="nobodyhasit").code == 40000, (method, path)
    with sqlite3.connect(own_server.data / "hearth.db") as store:
        store.execute("UPDATE apps SET status = 1, version = version + 1")
    deadline = time.monotonic() + 20
    while rest.get("/app/config").code != 40003:
        assert time.monotonic() < deadline, "a server follows a change of its apps within seconds"
    for method, path in asked:
        assert rest.call(method, path).code == 40003, (method, path)


def test_a_token_must_be_there_and_alive_and_of_the_app(server: Server, rest: Rest, operations):
    other = Rest(server.base, create_app(server.base, server.admin_token, "other"))
    stranger, ended = other.new_account("stranger"), rest.new_account("ended")
    again = rest.token(ended.name, ended.password).data["token"]
    change = {"old_password": ended.password, "new_password": "secret-2"}
    assert rest.post("/user/change_password", change, token=again).code == 200
    for method, path, operation in operations:
        if not needs(operation, "token"):
            continue
        assert rest.call(method, path).code == 10003, (method, path)
        assert rest.call(method, path, token="no.such.token").code == 402, (method, path)
        assert rest.call(method, path, token=ended.token).code == 402, (method, path)
        assert rest.call(method, path, token=stranger.token).code == 10008, (method, path)


def test_a_token_must_be_of_this_cluster_and_of_a_platform_that_is_allowed(server: Server, world: World, operations):
    place = Place(world)
    phone = place.person().device()
    place.set(platforms__forbidden="web")
    account = place.person()
    foreign = of_another_cluster(place, place.backend.token)
    theirs = of_another_cluster(place, account.token)
    assert of_another_cluster(place, account.token, cluster=0) == account.token, "signed as the server does"
    for method, path, operation in operations:
        if needs(operation, "token"):
            assert place.rest.call(method, path, token=phone.account.token).code == 49744, (method, path)
            assert place.rest.call(method, path, token=foreign).code == 49728, (method, path)
            assert place.rest.call(method, path, token=theirs).code == 402, (method, path)


def of_another_cluster(place: Place, token: str, cluster: int = 7) -> str:
    """The same token as if another installation had issued it, which has the same keys."""
    head, payload, _ = token.split(".")
    claims = base64.urlsafe_b64decode(payload + "==").replace(b'"cluster":0', b'"cluster":%d' % cluster)
    signed = head + "." + base64.urlsafe_b64encode(claims).decode().rstrip("=")
    key = bytes.fromhex(place.value(
        f"SELECT hex(secret) FROM signing_keys WHERE app = (SELECT number FROM apps WHERE id = '{place.rest.app_id}')"))
    mark = hmac.new(key, signed.encode(), hashlib.sha512).digest()
    return signed + "." + base64.urlsafe_b64encode(mark).decode().rstrip("=")


def test_nobody_acts_for_another_without_an_admin_token(server: Server, rest: Rest, backend: Backend, operations):
    someone, victim = rest.new_account("someone"), rest.new_account("victim")
    for method, path, operation in operations:
        if needs(operation, "token"):
            named = {"user_id": str(victim.uid)}
            assert rest.call(method, path, token=someone.token, headers=named).code == 10010, (method, path)
            assert rest.call(method, path, token=backend.token, headers={"user_id": "x"}).code == 10002, (method, path)
            assert rest.call(method, path, token=backend.token, headers={"user_id": "2"}).code == 10000, (method, path)


def test_a_body_that_is_no_json_is_refused(rest: Rest, backend: Backend, operations):
    someone = rest.new_account("someone")
    for method, path, operation in operations:
        if method == "GET" or not operation.get("requestBody"):
            continue
        headers = {"content-type": "application/json"}
        token = someone.token
        if rest.call(method, path, token=token, headers=headers, body=b"{}").code == 10010:
            token, headers = backend.token, headers | {"user_id": str(someone.uid)}
        answer = rest.call(method, path, token=token, headers=headers, body=b'{"list": [')
        assert answer.code == 10002 and "invalid request parameter" in answer.message, (method, path, answer.json)


def test_an_unknown_call_is_404_in_the_body(rest: Rest, operations):
    known = {(method, path) for method, path, _ in operations}
    for method, path in [("GET", "/user/bind_openid"), ("POST", "/app/captcha/image"), ("GET", "/nothing/here")]:
        assert (method, path) not in known
        answer = rest.call(method, path)
        assert (answer.status, answer.code) == (200, 404)
    for path in {path for _, path, _ in operations}:
        for method in ("GET", "POST", "PUT", "DELETE"):
            if (method, path) not in known:
                assert rest.call(method, path).code == 404, (method, path)


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("role", ["user", "server"])
def test_an_answer_to_noise_is_one_of_the_document(rest: Rest, backend: Backend, operations, seed: int, role: str):
    someone = rest.new_account("noise")
    token, headers = (someone.token, {}) if role == "user" else (backend.token, {"user_id": str(someone.uid)})
    noise = [None, [], {}, -1, 1 << 62, "", "x" * 70_000, {"user_id": []}, [[["deep"]]], 1e300, {"list": [1, "a", None, {}]}]
    for method, path, operation in operations:
        if path in ("/user/delete", "/user/disable", "/user/kick"):
            continue
        names = [p["name"] for p in operation["parameters"] if p["in"] == "query"]
        for value in noise[seed::3]:
            body = {name: value for name in body_names(operation)} if isinstance(value, (str, int, type(None))) else value
            query = {name: str(value)[:1000] for name in names}
            rest.call(method, path, body, token=token, query=query, headers=headers)
    assert rest.call("GET", "/user/profile", token=token, headers=headers).code == 200, "the token has lived through it all"


def body_names(operation: dict) -> list[str]:
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return list(schema.get("properties", {}))
