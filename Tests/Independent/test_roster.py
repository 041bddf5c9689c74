"""Friends: asking, agreeing, refusing, ending, blocking, notes; and who hears of what."""
import time

import pytest
import xsync_pb2 as pb
from frames import chat, typing
from people import Person, Place, place, roster_notices  # noqa: F401

pytestmark = pytest.mark.both_databases

N = pb.RosterNotice
FRIEND, STRANGER, BLOCKED = 0, 2, 3


def pair(place: Place) -> tuple[Person, Person]:
    """Two who take anybody for a friend."""
    anna, ben = place.people(2)
    for person in (anna, ben):
        person.post("/user/authmode", value=0)
    return anna, ben


def ask(place: Place) -> tuple[Person, Person]:
    """Anna has asked Ben, who wants to be asked, as everybody does at first."""
    anna, ben = place.people(2)
    anna.post("/roster/apply", {"user_id": ben.uid, "alias": "Benny", "reason": "from school"})
    return anna, ben


def test_who_is_open_becomes_a_friend_at_once(place: Place):
    anna, ben = pair(place)
    phones = anna.device(), ben.device()
    anna.post("/roster/apply", {"user_id": ben.uid, "alias": "Benny"})
    assert anna.relation(ben) == ben.relation(anna) == FRIEND
    assert anna.card(ben)["alias"] == "Benny" and ben.card(anna)["alias"] == ""
    assert anna.get("/roster/list") == [ben.uid] and ben.get("/roster/list") == [anna.uid]
    assert roster_notices(phones[0]) == [(N.ADDED, ben.uid, anna.uid, "")]
    assert roster_notices(phones[1]) == [(N.ADDED, anna.uid, ben.uid, "")]
    assert anna.code("POST", "/roster/apply", {"user_id": ben.uid, "alias": ""}) == 10005


def test_who_wants_to_be_asked_is_asked_and_agrees(place: Place):
    anna, ben = place.people(2)
    phones = anna.device(), ben.device()
    anna.post("/roster/apply", {"user_id": ben.uid, "alias": "Benny", "reason": "from school"})
    assert anna.relation(ben) == STRANGER
    assert roster_notices(phones[1]) == [(N.APPLIED, anna.uid, ben.uid, "from school")]
    assert roster_notices(phones[0]) == []
    [row] = ben.get("/roster/apply/list")
    assert (row["user_id"], row["reason"], row["status"]) == (anna.uid, "from school", 0)
    ben.ok("PUT", "/roster/accept", user_id=anna.uid)
    assert anna.relation(ben) == ben.relation(anna) == FRIEND and anna.card(ben)["alias"] == "Benny"
    for phone in phones:
        assert roster_notices(phone) == [(N.ACCEPTED, ben.uid, anna.uid, "")]
    assert ben.get("/roster/apply/list")[0]["status"] == 1
    assert ben.code("POST", "/roster/accept", user_id=anna.uid) == 10007


def test_a_refusal_is_told_with_its_reason(place: Place):
    anna, ben = ask(place)
    phones = anna.device(), ben.device()
    ben.post("/roster/decline", {"user_id": anna.uid, "reason": "who are you?"})
    for phone in phones:
        assert roster_notices(phone) == [(N.DECLINED, ben.uid, anna.uid, "who are you?")]
    assert anna.relation(ben) == STRANGER and ben.get("/roster/apply/list")[0]["status"] == 2
    assert ben.code("PUT", "/roster/decline", {"user_id": anna.uid}) == 10007
    assert ben.code("POST", "/roster/accept", {"user_id": anna.uid}) == 10007
    anna.post("/roster/apply", {"user_id": ben.uid, "reason": "again"})
    [row] = ben.get("/roster/apply/list")
    assert (row["reason"], row["status"]) == ("again", 0)


def test_who_has_a_question_takes_the_right_answer(place: Place):
    anna, ben = pair(place)
    ben.post("/user/settings", {"user_id": ben.uid, "auth_mode": 2, "auth_question": "the word?", "auth_answer": "sesame"})
    card = anna.card(ben)
    assert card["auth_question"] == "the word?" and "sesame" not in str(card)
    assert anna.code("POST", "/roster/apply", {"user_id": ben.uid}) == 10012
    assert anna.code("POST", "/roster/apply", {"user_id": ben.uid, "auth_answer": "open"}) == 10012
    anna.post("/roster/apply", {"user_id": ben.uid, "auth_answer": "sesame"})
    assert ben.relation(anna) == FRIEND


def test_who_refuses_all_is_told_of_nobody(place: Place):
    anna, ben = pair(place)
    ben.post("/user/authmode", value=3)
    phone = ben.device()
    assert anna.code("POST", "/roster/apply", {"user_id": ben.uid}) == 10012
    assert roster_notices(phone) == [] and ben.get("/roster/apply/list") == []


def test_two_who_ask_each_other_are_friends(place: Place):
    anna, ben = ask(place)
    phones = anna.device(), ben.device()
    anna.post("/user/authmode", value=1)
    ben.post("/roster/apply", {"user_id": anna.uid})
    assert anna.relation(ben) == ben.relation(anna) == FRIEND
    for phone in phones:
        assert roster_notices(phone) == [(N.ACCEPTED, ben.uid, anna.uid, "")]


def test_an_application_to_nobody_or_oneself_is_refused(place: Place):
    anna, ben = pair(place)
    assert anna.code("POST", "/roster/apply", {"user_id": 2}) == 10000
    assert anna.code("POST", "/roster/apply", {"user_id": anna.uid}) == 10002
    assert anna.code("POST", "/roster/apply", {}) == 10002
    assert anna.code("POST", "/roster/apply", {"user_id": ben.uid, "reason": "x" * 300}) == 10002


def test_an_application_that_nobody_answers_expires(place: Place):
    anna, ben = ask(place)
    [row] = ben.get("/roster/apply/list")
    assert 6.9 < (row["expired_time"] / 1000 - time.time()) / 86_400 <= 7.1
    place.sql(f"UPDATE roster_applications SET expires_at = 1 WHERE applicant = {anna.uid}")
    assert ben.code("POST", "/roster/accept", {"user_id": anna.uid}) == 10007
    assert ben.code("POST", "/roster/decline", {"user_id": anna.uid}) == 10007


def test_many_are_asked_at_once(place: Place):
    anna, ben, carl = place.people(3)
    ben.post("/user/authmode", value=0)
    carl.post("/user/authmode", value=3)
    rows = [{"user_id": ben.uid, "alias": "B"}, {"user_id": carl.uid}, {"user_id": 2}, {"user_id": anna.uid}]
    done = anna.post("/roster/apply/batch", rows)
    assert done["success"] == [ben.uid]
    assert [(row["user_id"], row["reason"][:5]) for row in done["fails"]] == [(carl.uid, "10012"), (2, "10000"), (anna.uid, "10002")]
    assert anna.card(ben)["alias"] == "B"
    for body in ({}, [1], [{"user_id": "x"}]):
        assert anna.code("POST", "/roster/apply/batch", body) == 10002


def test_applications_are_listed_newest_first_in_pages(place: Place):
    anna = place.person()
    applicants = place.people(5)
    for person in applicants:
        person.post("/roster/apply", {"user_id": anna.uid})
    found, cursor = [], ""
    while True:
        answer = anna.call("GET", "/roster/apply/list", cursor=cursor, limit=2)
        found += [row["user_id"] for row in answer.data]
        assert answer.json["version"] > 0
        cursor = answer.json.get("cursor")
        if not cursor:
            break
    assert found == [person.uid for person in reversed(applicants)]
    assert anna.code("GET", "/roster/apply/list", cursor="nonsense") == 10002
    assert anna.code("GET", "/roster/apply/list", limit=0) == 10002


def test_friends_are_listed_in_pages_with_a_version(place: Place):
    anna, *others = place.people(6)
    for other in others:
        anna.befriend(other)
    whole = anna.call("GET", "/roster/list")
    assert whole.data == [other.uid for other in others] and "cursor" not in whole.json
    first = anna.call("GET", "/roster/list", limit=3, cursor="")
    rest = anna.call("GET", "/roster/list", limit=3, cursor=first.json["cursor"])
    assert first.data + rest.data == whole.data and "cursor" not in rest.json
    anna.ok("DELETE", "/roster/delete", user_id=others[0].uid)
    assert anna.call("GET", "/roster/list").json["version"] > whole.json["version"]
    assert anna.code("GET", "/roster/list", cursor="1") == 10002


def test_cards_are_given_of_everybody_who_is_there(place: Place):
    anna, ben, carl = place.people(3)
    anna.befriend(ben)
    cards = anna.post("/roster/list", {"list": [carl.uid, 2, anna.uid, ben.uid]})
    assert [(card["user_id"], card["relation"]) for card in cards] == [(carl.uid, 2), (anna.uid, 2), (ben.uid, 0)]
    assert all(card["username"] for card in cards)
    assert anna.code("POST", "/roster/list", {"list": ["x"]}) == 10002
    assert anna.code("GET", "/roster/id", user_id=2) == 10000
    assert anna.code("GET", "/roster/name", username="nobody_has_it") == 10000
    assert anna.code("GET", "/roster/mobile", mobile="1") == 10000
    for path in ("id", "name", "mobile"):
        assert anna.code("GET", "/roster/" + path) == 10002


def test_a_friendship_ends_for_both(place: Place):
    anna, ben = pair(place)
    anna.befriend(ben)
    phones = anna.device(), ben.device()
    anna.post("/roster/delete", user_id=ben.uid)
    assert anna.relation(ben) == ben.relation(anna) == STRANGER
    for phone in phones:
        assert roster_notices(phone) == [(N.REMOVED, anna.uid, ben.uid, "")]
    assert anna.code("DELETE", "/roster/delete", user_id=ben.uid) == 19500
    assert anna.code("POST", "/roster/delete") == 10002


def test_who_is_blocked_cannot_write_nor_ask(place: Place):
    anna, ben = pair(place)
    phones = anna.device(), ben.device()
    anna.post("/roster/block", user_id=ben.uid)
    assert anna.relation(ben) == BLOCKED and ben.relation(anna) == STRANGER
    assert anna.get("/roster/blocked_list") == [ben.uid]
    assert roster_notices(phones[0]) == [(N.BLOCKED, anna.uid, ben.uid, "")]
    assert roster_notices(phones[1]) == [], "who is blocked does not hear of it"
    refusal = phones[1].submit(anna.uid, chat("hello")).status
    assert refusal.code == pb.Status.FAIL and refusal.reason == "you have been blocked by the recipient"
    assert place.backend.send(anna.uid, user=ben.account).code == 19501
    assert phones[1].submit(anna.uid, typing()).status.code == pb.Status.FAIL
    phones[0].say(ben.uid, "but I may write")
    assert ben.code("POST", "/roster/apply", {"user_id": anna.uid}) == 10006
    assert anna.code("POST", "/roster/apply", {"user_id": ben.uid}) == 10006
    assert ben.get("/roster/may_message", user_id=ben.uid, roster_id=anna.uid) is False
    anna.ok("DELETE", "/roster/unblock", user_id=ben.uid)
    assert roster_notices(phones[0])[-1] == (N.UNBLOCKED, anna.uid, ben.uid, "")
    phones[1].say(anna.uid, "hello")
    assert ben.get("/roster/may_message", user_id=ben.uid, roster_id=anna.uid) is True


def test_a_blocked_friend_is_still_a_friend(place: Place):
    anna, ben = pair(place)
    anna.befriend(ben)
    anna.ok("PUT", "/roster/block", user_id=ben.uid)
    assert (anna.relation(ben), ben.relation(anna)) == (BLOCKED, FRIEND)
    anna.post("/roster/unblock", user_id=ben.uid)
    assert anna.relation(ben) == FRIEND
    for path in ("block", "unblock"):
        assert anna.code("POST", "/roster/" + path, user_id=2) == 10000
        assert anna.code("POST", "/roster/" + path, user_id=anna.uid) == 10002
        assert anna.code("POST", "/roster/" + path) == 10002


def test_an_application_of_who_was_blocked_meanwhile_is_not_granted(place: Place):
    anna, ben = ask(place)
    ben.post("/roster/block", user_id=anna.uid)
    assert ben.code("POST", "/roster/accept", {"user_id": anna.uid}) == 10006


def test_notes_about_a_friend_come_to_the_own_devices(place: Place):
    anna, ben = pair(place)
    anna.befriend(ben)
    phones = anna.device(), ben.device()
    anna.post("/roster/ext", {"user_id": ben.uid, "alias": "B", "ext": "{\"x\":1}"})
    anna.ok("PUT", "/roster/ext", {"user_id": ben.uid, "mute_notification": 1})
    anna.post("/roster/ext", {"user_id": ben.uid, "alias": "B"})
    card = anna.card(ben)
    assert (card["alias"], card["ext"], card["mute_notification"]) == ("B", "{\"x\":1}", True)
    assert roster_notices(phones[0]) == [
        (N.INFO_UPDATED, anna.uid, ben.uid, {"alias": "B", "ext": "{\"x\":1}"}),
        (N.INFO_UPDATED, anna.uid, ben.uid, {"mute_notification": True}), (N.MUTED, anna.uid, ben.uid, ""),
    ]
    assert roster_notices(phones[1]) == []
    assert anna.code("POST", "/roster/ext", {"user_id": 2, "alias": "x"}) == 19500
    assert anna.code("POST", "/roster/ext", {"user_id": ben.uid, "alias": "x" * 65}) == 10002


def test_strangers_do_not_chat_where_only_friends_may(place: Place):
    anna, ben = pair(place)
    phone = anna.device()
    place.set(chat__friends__only=True)
    refusal = phone.submit(ben.uid, chat("hello")).status
    assert refusal.code == pb.Status.FAIL and refusal.reason == "your relation with target does not allow chat"
    assert place.backend.send(ben.uid, user=anna.account).code == 19500
    assert anna.get("/roster/may_message", user_id=anna.uid, roster_id=ben.uid) is False
    phone.say(anna.uid, "to myself")
    anna.befriend(ben)
    phone.say(ben.uid, "hello")
    assert anna.get("/roster/may_message", user_id=anna.uid, roster_id=ben.uid) is True
    anna.post("/roster/block", user_id=ben.uid)
    place.set(chat__friends__only=False)
    assert anna.code("GET", "/roster/may_message", user_id=ben.uid, roster_id=anna.uid) == 10010
    assert place.admin("GET", "/roster/may_message", person=anna, user_id=ben.uid, roster_id=anna.uid).data is False
    assert anna.code("GET", "/roster/may_message", user_id=anna.uid, roster_id=2) == 10000
    assert anna.code("GET", "/roster/may_message", user_id=anna.uid) == 10002


def test_notices_wait_for_devices_that_are_away(place: Place):
    anna, ben = pair(place)
    ben.post("/user/authmode", value=1)
    phone = ben.device("phone")
    phone.close()
    anna.post("/roster/apply", {"user_id": ben.uid, "reason": "hi"})
    again = place.world.connect(phone.account, guid="phone").login()
    assert 0 in [entry.xid.uid for entry in again.unread().unread]
    assert roster_notices(again) == [(N.APPLIED, anna.uid, ben.uid, "hi")]
    again.close()
    third = place.world.connect(phone.account, guid="phone").login()
    assert roster_notices(third) == [], "once"
