"""What a client asks before it logs in: DNS document, health, configuration; and that browsers may ask it."""
import pytest

HOST = "im.example.org:8443"
PREFLIGHT = {
    "Origin": "http://localhost:5173",
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "access-token,app_id,content-type",
}


@pytest.mark.parametrize("path", ["/v2/app_dns", "/app_dns"])
def test_the_dns_document_serves_both_generations(server, rest, path):
    answer = rest.get(path, query={"app_id": server.app_id, "source": "sdk"}, app_id=None)
    assert answer.code == 200
    document = answer.data
    assert document["app_status"] == "normal"
    assert document["dns_server_list"] == [], "clients would remember these hosts and ask them over https"
    [level] = [entry for entry in document["dns_list"] if entry["group_level"] == 0]
    for cluster in level["clusters"]:
        for name in ("ratel", "webim", "rtc"):
            assert cluster[name], name
            assert all(entry["protocol"] == "http" and entry["host"] == server.address for entry in cluster[name])
    [old] = [cluster for cluster in document["clusters"] if cluster["cluster_id"] == document["recommend_cluster_id"]]
    for name in ("ratel", "ws"):
        assert old[name] and old[name][0]["host"] == server.address


def test_addresses_follow_the_host_that_was_asked(rest):
    document = rest.get("/v2/app_dns", query={"app_id": rest.app_id}, headers={"Host": HOST}).data
    cluster = document["dns_list"][0]["clusters"][0]
    assert {entry["host"] for name in ("ratel", "webim", "rtc") for entry in cluster[name]} == {HOST}
    assert document["clusters"][0]["ws"][0]["host"] == HOST


@pytest.mark.parametrize("path", ["/v2/app_dns", "/app_dns"])
def test_an_unknown_app_has_no_dns_document(rest, path):
    answer = rest.get(path, query={"app_id": "zzzzzzzzzzzz"}, app_id=None)
    assert (answer.status, answer.code) == (200, 99998)


def test_the_server_is_healthy(rest):
    assert rest.get("/api/health", app_id=None).status == 200
    assert rest.get("/", app_id=None).status == 200


def test_the_app_configuration_is_an_object(rest):
    answer = rest.get("/app/config", query={"platform": 6})
    assert answer.code == 200
    assert isinstance(answer.data, dict)


@pytest.mark.parametrize(
    "path",
    ["/", "/api/health", "/v2/app_dns", "/app_dns", "/app/config", "/token/user", "/user/register/v2", "/roster/list", "/no/such/path"],
)
def test_browsers_may_ask_from_anywhere(rest, path):
    answer = rest.call("OPTIONS", path, headers=PREFLIGHT, app_id=None)
    assert answer.status in (200, 204)
    assert answer.headers["access-control-allow-origin"] in ("*", PREFLIGHT["Origin"])
    methods = answer.headers["access-control-allow-methods"].upper()
    assert all(method in methods for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS"))
    allowed = {name.strip() for name in answer.headers["access-control-allow-headers"].lower().split(",")}
    assert {"app_id", "access-token", "user_id", "group_id", "content-type"} <= allowed


def test_answers_and_errors_may_be_read_by_browsers(rest):
    origin = {"Origin": PREFLIGHT["Origin"]}
    answers = [
        rest.get("/", headers=origin, app_id=None),
        rest.get("/api/health", headers=origin, app_id=None),
        rest.get("/no/such/path", headers=origin),
        rest.get("/user/profile", headers=origin, token="garbage"),
        rest.post("/token/user", {"name": "nobody", "password": "x"}, headers=origin),
        rest.post("/user/register/v2", b"not json", headers=origin),
    ]
    for answer in answers:
        assert answer.headers.get("access-control-allow-origin") in ("*", origin["Origin"])
