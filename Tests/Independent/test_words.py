"""Word lists: the admin API, the verbs, versions, restarts and other servers of the database."""
import time

import pytest
import requests
from people import Place, place  # noqa: F401
from test_app_settings import nodes, until  # noqa: F401
from test_app_states import admin
from verbs import done, hearth
from verbs import place as store_of

pytestmark = pytest.mark.both_databases


class Words:
    """A word list of an app, by the admin API."""

    def __init__(self, server, app_id: str | None = None, name: str = "default"):
        self.server, self.app = server, app_id or server.app_id
        self.path = f"/admin/apps/{self.app}/words"
        self.list = f"{self.path}/{name}"

    def ok(self, method: str, path: str, body=None, **query):
        answer = admin(self.server, method, path, body, **query)
        assert answer["code"] == 200, answer
        return answer["data"]

    def put(self, text: str | bytes, token: str | None = None, **query) -> requests.Response:
        return requests.put(
            self.server.base + self.list, data=text if isinstance(text, bytes) else text.encode(), params=query, timeout=60,
            headers={"Authorization": f"Bearer {token or self.server.admin_token}", "Content-Type": "text/plain"})

    def upload(self, text: str, **query) -> dict:
        answer = self.put(text, **query).json()
        assert answer["code"] == 200, answer
        return answer["data"]

    def add(self, *words: str, **fields: str) -> dict:
        return self.ok("POST", self.list + "/add", {"words": words, **fields})

    def remove(self, *words: str, **fields: str) -> dict:
        return self.ok("POST", self.list + "/remove", {"words": words, **fields})

    def text(self, version: int | None = None) -> str:
        response = requests.get(
            self.server.base + self.list + "/text", params={"version": version} if version else None, timeout=60,
            headers={"Authorization": f"Bearer {self.server.admin_token}"})
        assert response.headers["content-type"].startswith("text/plain"), response.text
        return response.text

    def test(self, text: str) -> dict:
        return self.ok("POST", self.path + "/test", {"text": text})

    def finds(self, text: str) -> bool:
        return self.test(text)["action"] is not None


@pytest.fixture
def words(place: Place) -> Words:  # noqa: F811
    return Words(place.world.server, place.rest.app_id)


def test_a_list_is_kept_word_by_word(words: Words):
    first = words.upload("one\ntwo\tmask\n# remark\n\nthr*e\treview\twildcard\n")
    assert (first["version"], first["count"], first["added"], first["removed"]) == (1, 3, 3, 0)
    assert words.test("one")["action"] == "refuse"
    masked = words.test("it is two")
    assert (masked["action"], masked["text"], masked["hits"][0]["found"]) == ("mask", "it is ***", "two")
    assert words.add("four 芝士", action="mask")["count"] == 4
    assert words.remove("one", "unknown")["removed"] == 1
    assert not words.finds("one") and words.finds("FOUR 芝士")
    page = words.ok("GET", words.list, limit=2)
    assert [rule["text"] for rule in page["rules"]] == ["two", "thr*e"]
    assert words.text() == "two\tmask\texact\nthr*e\treview\twildcard\nfour 芝士\tmask\texact\n"
    assert words.ok("DELETE", words.list) is True
    assert not words.finds("two") and words.ok("GET", words.path) == []


def test_versions_come_back(words: Words):
    for number in range(12):
        words.upload(f"word{number}\n")
    versions = words.ok("GET", words.list + "/versions", limit=20)
    assert [row["version"] for row in versions] == list(range(12, 0, -1))
    assert [row["version"] for row in versions if not row["kept"]] == [2, 1]
    assert words.text(3) == "word2\trefuse\texact\n"
    restored = words.ok("POST", words.list + "/restore", {"version": 3})
    assert (restored["version"], restored["note"]) == (13, "version 3")
    assert words.finds("word2") and not words.finds("word11")
    assert admin(words.server, "POST", words.list + "/restore", {"version": 1})["code"] == 10002


def test_a_bad_line_is_named_and_changes_nothing(words: Words):
    words.upload("one\n")
    for text, told in [("two\nthree\tban\n", "line 2"), (b"two\n\xff\n", "line 2"), ("", "no rule"), ("two\tmask\texact\tmore", "line 1")]:
        answer = words.put(text).json()
        assert answer["code"] == 10002 and told in answer["message"], answer
    assert words.text() == "one\trefuse\texact\n"


def test_a_hundred_thousand_words_are_taken_from_the_admin_alone(words: Words):
    text = "".join(f"forbidden{number}word\n" for number in range(100_000))
    assert len(text) > 1 << 20
    began = time.monotonic()
    assert words.upload(text)["count"] == 100_000
    print(f"100,000 words were in force after {time.monotonic() - began:.1f} s")
    assert words.finds("a forbidden99999word") and not words.finds("a forbiddenword")
    refused = words.put(text, token="x").json()
    assert refused["code"] == 10002 and "too large" in refused["message"]
    assert words.put(text + "one more\n").json()["code"] == 10002
    assert words.put(b"a" * (17 << 20)).json()["code"] == 10002
    late = admin(words.server, "POST", words.list + "/add", {"words": ["late"]})
    assert late["code"] == 10002 and "100000 rules" in late["message"]
    page = words.ok("GET", words.list, contains="9999word")
    assert [rule["text"] for rule in page["rules"]][:2] == ["forbidden9999word", "forbidden19999word"]


def test_a_restart_keeps_what_holds(own_server):
    words = Words(own_server)
    words.upload("one\ntwo\tmask\n")
    own_server.kill()
    own_server.start()
    again = Words(own_server)
    assert again.test("one")["action"] == "refuse" and again.test("two")["text"] == "***"
    assert again.text() == words.text() and again.ok("GET", again.path)[0]["version"] == 1


def test_the_verbs_do_the_same_with_and_without_a_server(own_server, tmp_path):
    app, where = own_server.app_id, store_of(own_server)
    file = tmp_path / "words.txt"
    file.write_text("one\ntwo\tmask\n")

    def word(verb: str, *rest: object) -> str:
        return done("word", verb, "--app", app, *rest, *where)

    for number, running in enumerate((True, False)):
        name = ("--list", f"list{number}")
        if not running:
            own_server.stop()
        assert "version 1" in word("upload", file, *name) and "2 rules" in word("lists")
        assert "+2 -0" in word("add", "three", "fo*ur", "--kind", "wildcard", "--action", "review", *name)
        assert "three" in word("show", "--contains", "THR", *name)
        assert "mask" in word("test", "is two here") and "*** here" in word("test", "is two here")
        assert "+0 -1" in word("remove", "one", *name)
        assert word("download", *name) == "two\tmask\texact\nthree\treview\twildcard\nfo*ur\treview\twildcard\n"
        assert word("download", "--version", 1, *name) == "one\trefuse\texact\ntwo\tmask\texact\n"
        assert "version 1" in word("restore", 1, *name)
        assert len(word("versions", *name).splitlines()) == 4
        word("delete", *name)
        assert word("lists").strip() == ""
    bad = hearth("word", "upload", "--app", app, "/nonexistent", *where)
    assert bad.returncode != 0 and "cannot read" in bad.stderr
    file.write_text("one\tban\n")
    bad = hearth("word", "upload", "--app", app, file, *where)
    assert bad.returncode != 0 and "line 1" in bad.stderr
    own_server.start()
    rows = admin(own_server, "GET", "/admin/audit", app_id=app, limit=100)["data"]
    acts = {row["act"] for row in rows}
    assert {"hearth word upload", "hearth word add", "hearth word remove", "hearth word restore", "hearth word delete"} <= acts
    assert {"PUT /admin/apps/{app_id}/words/{list}", "DELETE /admin/apps/{app_id}/words/{list}"} <= acts
    add = next(row for row in rows if row["act"] == "hearth word add")
    assert add["subject"] == "list=list1" and (add["before"]["version"], add["after"]["version"], add["after"]["added"]) == (1, 2, 2)


def test_another_server_follows_within_a_second(nodes):  # noqa: F811
    here, there = (Words(server) for server in nodes)
    here.upload("one\n")
    taken = [until(lambda: there.finds("one"))]
    there.add("two")
    taken.append(until(lambda: here.finds("two")))
    here.ok("DELETE", here.list)
    taken.append(until(lambda: not there.finds("one")))
    there.upload("three\n")
    taken.append(until(lambda: here.finds("three")))
    print("the other server followed after", ", ".join(f"{seconds:.2f} s" for seconds in taken))
    assert max(taken) < 1
    for number in range(4):
        (here, there)[number % 2].add(f"word{number}")
    assert here.text() == there.text() and here.ok("GET", here.path)[0]["count"] == 5
