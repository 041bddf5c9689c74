"""Texts that somebody is asked to look at, from the message to the decision."""
import pytest
from frames import contents
from message_api import said
from people import Person, Place, place  # noqa: F401
from rest import Rest
from test_app_settings import until
from test_app_states import admin
from test_words import Words
from verbs import done, hearth
from verbs import place as store_of

pytestmark = pytest.mark.both_databases


class Reviews:
    """The reviews of an app that looks for `doubtful`."""

    def __init__(self, server, app_id: str):
        self.server, self.app = server, app_id
        self.path = f"/admin/apps/{app_id}/reviews"
        words = Words(server, app_id)
        words.add("doubtful", action="review")
        answer = admin(server, "PATCH", f"/admin/apps/{app_id}/settings", {"censorship.enabled": True})
        assert answer["code"] == 200, answer

    def list(self, **query) -> list[dict]:
        answer = admin(self.server, "GET", self.path, **query)
        assert answer["code"] == 200, answer
        return answer["data"]

    def decide(self, review: dict, decision: str, **fields) -> dict:
        return admin(self.server, "POST", f"{self.path}/{review['id']}", {"decision": decision, **fields})

    def one(self, **query) -> dict:
        """The newest of those that are open, which comes with the message's commit."""
        found = self.list(**query)
        assert found, "there is no open review"
        return found[0]


@pytest.fixture
def reviews(place: Place) -> Reviews:  # noqa: F811
    return Reviews(place.world.server, place.rest.app_id)


def heard(person: Person, peer: Person) -> list[str]:
    return said(person.rest, person.account, peer.uid)


def test_a_message_goes_through_and_is_recalled(place: Place, reviews: Reviews):  # noqa: F811
    anna, ben = place.people(2)
    device, other = anna.device(), ben.device()
    mid = device.say(ben.uid, "something Doubtful here")
    assert contents(other.receive(anna.uid)) == ["something Doubtful here"], "it goes through"
    review = reviews.one()
    assert (review["kind"], review["field"], review["user_id"], review["peer_id"]) == ("message", "content", anna.uid, ben.uid)
    assert (review["message_id"], review["text"]) == (mid, "something Doubtful here")
    assert review["hits"] == [
        {"list": "default", "text": "doubtful", "kind": "exact", "action": "review", "found": "Doubtful"}]
    decided = reviews.decide(review, "recall", ban_minutes=5, note="no")
    assert decided["code"] == 200, decided
    verdict = decided["data"]["decision"]
    assert (verdict["verdict"], verdict["banned"], verdict["note"]) == ("recall", True, "no")
    assert heard(ben, anna) == [] and heard(anna, ben) == []
    refused = device.submit(ben.uid, b"")
    assert refused.status.code != 0
    assert reviews.list() == [] and reviews.list(status="decided") == [decided["data"]]
    again = reviews.decide(review, "keep")
    assert again["code"] == 10002 and "decided already" in again["message"]


def test_what_is_kept_stays(place: Place, reviews: Reviews):  # noqa: F811
    anna, ben = place.people(2)
    anna.device().say(ben.uid, "doubtful, and fine")
    assert reviews.decide(reviews.one(user_id=anna.uid), "keep")["code"] == 200
    assert heard(ben, anna) == ["doubtful, and fine"]
    assert reviews.list(user_id=ben.uid, status="all") == []


def test_a_message_is_recalled_though_its_author_is_frozen(place: Place, reviews: Reviews):  # noqa: F811
    anna, ben = place.people(2)
    anna.device().say(ben.uid, "doubtful")
    admin(place.world.server, "PUT", f"/admin/apps/{place.rest.app_id}/users/{anna.uid}/freeze")
    assert reviews.decide(reviews.one(), "recall")["code"] == 200
    assert heard(ben, anna) == []


def test_a_nick_name_is_emptied(place: Place, reviews: Reviews):  # noqa: F811
    anna, ben = place.people(2)
    anna.post("/user/profile", {"nick_name": "doubtful Anna"})
    review = reviews.one()
    assert (review["kind"], review["field"], review["text"]) == ("profile", "nick_name", "doubtful Anna")
    assert reviews.decide(review, "recall")["code"] == 200
    assert ben.card(anna).get("nick_name", "") == ""
    anna.post("/user/profile", {"nick_name": "doubtful again"})
    review = reviews.one()
    anna.post("/user/profile", {"nick_name": "harmless"})
    assert reviews.decide(review, "recall")["code"] == 200
    assert ben.card(anna)["nick_name"] == "harmless", "it does not hold any more what was found"


def test_the_name_of_a_group_is_masked(place: Place, reviews: Reviews):  # noqa: F811
    anna = place.person()
    group = anna.post("/group/create", {"name": "a doubtful group", "type": 0, "user_list": []})["group_id"]
    review = next(row for row in reviews.list() if row["kind"] == "group")
    assert (review["field"], review.get("group_id")) == ("name", group)
    assert reviews.decide(review, "recall")["code"] == 200
    assert anna.get("/group/info", group_id=group)["name"] == "a ******** group"


def test_the_verbs_do_the_same_with_and_without_a_server(own_server, own_world):
    rest, app, where = own_world.rest, own_server.app_id, store_of(own_server)
    reviews = Reviews(own_server, app)
    anna, ben = rest.new_account("anna"), rest.new_account("ben")
    device = own_world.login(anna)
    for number in range(3):
        device.say(ben.uid, f"doubtful {number}")
    until(lambda: len(reviews.list()) == 3)
    third, second, first = (row["id"] for row in reviews.list())

    def review(verb: str, *rest_of: object) -> str:
        return done("review", verb, "--app", app, *rest_of, *where)

    assert len(review("list").splitlines()) == 3
    assert "doubtful 0" in review("show", first) and "verdict" in review("decide", first, "--recall")
    device.close()
    own_server.stop()
    assert len(review("list", "--user", anna.uid).splitlines()) == 2
    assert "recall" in review("decide", second, "--recall", "--ban", "forever", "--note", "again")
    assert "keep" in review("decide", third, "--keep") and review("list").strip() == ""
    assert len(review("list", "--status", "decided").splitlines()) == 3
    bad = hearth("review", "decide", "--app", app, third, "--keep", *where)
    assert bad.returncode != 0 and "decided already" in bad.stderr
    assert hearth("review", "decide", "--app", app, third, "--keep", "--recall", *where).returncode != 0
    own_server.start()
    assert said(Rest(own_server.base, app), ben, anna.uid) == ["doubtful 2"]
    rows = [row for row in admin(own_server, "GET", "/admin/audit", app_id=app, limit=20)["data"] if "review" in row["act"]]
    assert [row["act"] for row in rows] == ["hearth review decide"] * 2 + ["POST /admin/apps/{app_id}/reviews/{id}"]
    assert rows[1]["subject"] == f"id={second}" and rows[1]["after"]["decision"]["banned"] is True
