"""Word lists at work: what people write in messages, in edits and about themselves, as everybody sees it in the end."""
import json

import pytest
import xsync_pb2 as pb
from floo import Floo
from frames import body_of, chat, contents
from groups import ADMIT, Group, confirms, ids
from operations import TEXT, Op, append, oper, replace
from people import Place, place  # noqa: F401
from wordlists import Words

pytestmark = pytest.mark.both_databases

CENSORED = 19403
REFUSED = (pb.Status.WORD_CENSORED, "antispam")


@pytest.fixture
def words(place: Place) -> Words:
    words = Words(place)
    words.upload("badword\nrudeword\tmask\noddword\treview\n法轮功\n")
    return words


def refused(ack: pb.SyncDL) -> bool:
    if not ack.status.code:
        return False
    assert (ack.status.code, ack.status.reason) == REFUSED and ack.client_mid and not ack.server_mid
    return True


def pair(place: Place) -> tuple[Floo, Floo]:
    anna, ben = (person.device() for person in place.people(2))
    return anna, ben


FIELDS = {
    "content": {"content": "a badword here"},
    "the name of a file": {"ctype": pb.MessageBody.FILE, "attachment": json.dumps({"dName": "badword.pdf", "fLen": 1, "url": "x"})},
    "the place of a location": {"ctype": pb.MessageBody.LOCATION, "attachment": json.dumps({"lat": 1, "lon": 2, "addr": "Badword Street"})},
    "config": {"content": "x", "config": json.dumps({"pushMessage": "badword"})},
    "ext": {"content": "x", "ext": json.dumps({"a": [{"b": "BADWORD"}]})},
    "ext with escapes": {"content": "x", "ext": '{"a":"\\u0062adword"}'},
    "ext that is no JSON": {"content": "x", "ext": "badword"},
    "the sender's name": {"content": "x", "sender_name": "badword"},
    "a command": {"ctype": pb.MessageBody.COMMAND, "content": "badword"},
    "what is only pushed": {"content": "badword", "qos": pb.MessageBody.AT_MOST_ONCE},
}


@pytest.mark.parametrize("fields", FIELDS.values(), ids=FIELDS)
def test_a_listed_word_is_refused_wherever_it_stands(place: Place, words: Words, fields: dict):
    anna, ben = pair(place)
    content = fields.get("content", "")
    assert refused(anna.submit(ben.account.uid, chat(**{**fields, "content": content})))
    anna.say(ben.account.uid, "a good word")
    assert contents(ben.sync(anna.account.uid)) == ["a good word"]


@pytest.mark.parametrize(
    "text", ["BadWord", "ｂａｄｗｏｒｄ", "bad\u200bword", "b\u0301adword", "b.a.d.w.o.r.d", "b a d w o r d", "法輪功", "练法 轮 功的", "xbadwordx"])
def test_a_word_in_disguise_is_found(place: Place, words: Words, text: str):
    anna, ben = pair(place)
    assert refused(anna.submit(ben.account.uid, chat(text)))


@pytest.mark.parametrize("text", ["bad word2", "a bad, wordy day", "ab adword", "法轮", "", "😀"])
def test_an_innocent_text_goes_through(place: Place, words: Words, text: str):
    anna, ben = pair(place)
    anna.say(ben.account.uid, text)
    assert contents(ben.sync(anna.account.uid)) == [text]


def test_a_masked_message_is_masked_for_everybody_but_the_device_that_sent_it(place: Place, words: Words):
    people = place.people(2)
    anna, ben = (person.device() for person in people)
    tablet = people[0].device()
    payload = chat("so RudeWord, you", ext='{"a":"rudeword","n":1.0}', priority=3)
    assert anna.submit(ben.account.uid, payload).status.code == pb.Status.OK
    for device, peer in ((ben, anna), (tablet, ben)):
        body = body_of(device.sync(peer.account.uid)[-1])
        assert (body.content, body.ext, body.priority) == ("so ********, you", '{"a":"********","n":1.0}', 3)
    [shown] = people[1].get("/message/conversation", opposite_id=anna.account.uid, msg_id_start=0, limit=5)["messages"]
    assert "rudeword" not in json.dumps(shown).lower()


def test_edits_are_judged_by_what_comes_of_them(place: Place, words: Words):
    anna, ben = pair(place)
    mid = anna.say(ben.account.uid, "so bad")
    assert refused(append(anna, ben.account.uid, mid, "word"))
    assert refused(replace(anna, ben.account.uid, mid, "badword"))
    assert refused(anna.submit(ben.account.uid, oper(Op.REPLACE, mid, ctype=TEXT, ext='{"a":"badword"}'), timestamp=0))
    assert append(anna, ben.account.uid, mid, ", and rudeword").status.code == pb.Status.OK
    metas = ben.sync(anna.account.uid)
    assert contents(metas)[-1] == ", and ********"
    history = place.world.login(ben.account).history(anna.account.uid, 20).metas
    assert "so bad, and ********" in contents(history)


def test_in_groups_members_hear_first_that_they_may_not_write(place: Place, words: Words):
    owner, member, outsider = place.people(3)
    group = Group(place, owner, member)
    device, other = member.device(), outsider.device()
    payload = chat("badword", type=pb.MessageBody.GROUPCHAT)
    assert refused(device.submit(group.id, payload))
    assert other.submit(group.id, payload).status.code not in (pb.Status.OK, pb.Status.WORD_CENSORED)


def test_who_is_exempt_may_write_anything(place: Place, words: Words):
    anna, ben = place.people(2)
    assert place.backend.send(ben.uid, content="badword").code == 200
    assert place.backend.send(ben.uid, content="badword", user=anna.account).code == 200
    place.set(censorship__exempt="system")
    assert place.backend.send(ben.uid, content="badword").code == 200
    assert place.backend.send(ben.uid, content="badword", user=anna.account).code == CENSORED
    place.set(censorship__exempt="")
    assert place.backend.send(ben.uid, content="badword").code == CENSORED
    assert place.backend.send(ben.uid, content="badword", path="/message/notify").code == CENSORED
    assert place.admin("POST", "/message/broadcast", {"content_type": 0, "content": "badword"}).code == CENSORED
    rows = {"list": [{"user_id": anna.uid, "nick_name": "badword"}]}
    assert place.admin("POST", "/user/profile/batch", rows).code == CENSORED
    place.set(censorship__enabled=False)
    assert place.backend.send(ben.uid, content="badword").code == 200


def test_lists_hold_at_once_for_who_is_connected(place: Place):
    anna, ben = pair(place)
    words = Words(place)
    anna.say(ben.account.uid, "newword")
    words.add("newword")
    assert refused(anna.submit(ben.account.uid, chat("newword")))
    words.ok("POST", "/words/default/remove", json={"words": ["newword"]})
    anna.say(ben.account.uid, "newword")


def test_a_list_of_one_app_is_nothing_to_another(place: Place, words: Words):
    other = Place(place.world)
    anna, ben = (person.device() for person in other.people(2))
    anna.say(ben.account.uid, "badword")


def test_what_was_said_before_a_word_was_listed_stays_said(place: Place):
    anna, ben = pair(place)
    payload = chat("lateword")
    first = anna.submit(ben.account.uid, payload, client_mid=4711)
    Words(place).add("lateword")
    again = anna.submit(ben.account.uid, payload, client_mid=4711)
    assert (again.status.code, again.server_mid) == (pb.Status.OK, first.server_mid)


# Texts that are no messages


def test_names_of_people_are_refused_or_masked(place: Place, words: Words):
    anna = place.person()
    assert anna.code("POST", "/user/nickname", {}, nick_name="Badword Anna") == CENSORED
    assert anna.code("POST", "/user/profile", {"nick_name": "x", "description": "badword"}) == CENSORED
    assert anna.code("POST", "/user/public", '{"a":"badword"}') == CENSORED
    anna.post("/user/profile", {"nick_name": "Rudeword Anna", "private_info": "badword"})
    assert anna.get("/user/profile")["nick_name"] == "******** Anna"


def test_names_of_groups_and_what_they_tell_are_refused_or_masked(place: Place, words: Words):
    owner, member = place.people(2)
    assert owner.code("POST", "/group/create", {"name": "badword", "user_list": []}) == CENSORED
    group = Group(place, owner, member, name="a rudeword group")
    assert group.info()["name"] == "a ******** group"
    for path in ("info/name", "info/description", "info/ext"):
        assert group.code(owner, path, value='{"a":"badword"}') == CENSORED
    assert group.code(owner, "info/avatar", value="https://files.example/badword") == 200
    assert group.code(member, "display_name", value="badword") == CENSORED
    assert group.code(owner, "announcement/edit", title="badword", content="") == CENSORED
    told = group.post(owner, "announcement/edit", title="t", content="so rudeword")
    assert told["content"] == "so ********"
    shared = {"size": 1, "type": "text", "url": "https://files.example/f"}
    assert group.code(member, "file/upload", name="badword.pdf", **shared) == CENSORED
    file = group.post(member, "file/upload", name="good.pdf", **shared)["file_id"]
    assert group.code(member, "file/update_name", file_id=file, name="badword.pdf") == CENSORED


def test_reasons_are_looked_through(place: Place, words: Words):
    owner, anna, ben, carl = place.people(4)
    group = Group(place, owner)
    assert group.code(anna, "apply", reason="badword") == CENSORED
    group.post(anna, "apply", reason="please")
    assert group.code(owner, "apply/handle", user_id=anna.uid, approval=False, reason="badword") == CENSORED
    confirms(carl)
    assert group.code(owner, "invite", user_list=ids(carl), reason="badword") == CENSORED
    group.post(owner, "invite", user_list=ids(carl))
    assert group.code(carl, "invite/handle", user_id=owner.uid, approval=False, reason="badword") == CENSORED
    assert anna.code("POST", "/roster/apply", {"user_id": ben.uid, "reason": "badword"}) == CENSORED
    assert anna.code("POST", "/roster/apply/batch", [{"user_id": ben.uid, "reason": "badword"}]) == CENSORED
    ben.post("/user/authmode", value=1)
    anna.post("/roster/apply", {"user_id": ben.uid, "reason": "please"})
    assert ben.code("POST", "/roster/decline", {"user_id": anna.uid, "reason": "badword"}) == CENSORED


# Reviews


def test_a_flagged_message_is_recalled_and_its_author_banned_by_a_decision(place: Place, words: Words):
    people = place.people(2)
    anna, ben = (person.device() for person in people)
    mid = anna.say(ben.account.uid, "an Oddword here")
    [review] = words.reviews()
    assert review["message_id"] == mid and review["user_id"] == anna.account.uid and review["text"] == "an Oddword here"
    assert [hit["found"] for hit in review["hits"]] == ["Oddword"]
    words.decide(review, "recall", ban_minutes=10, note="no")
    assert words.reviews() == []
    assert mid not in [meta.id for meta in place.world.login(ben.account).history(anna.account.uid, 20).metas]
    assert anna.submit(ben.account.uid, chat("more")).status.code not in (pb.Status.OK, pb.Status.WORD_CENSORED)
    [decided] = words.reviews("decided")
    assert decided["id"] == review["id"]
    assert words.call("POST", f"/reviews/{review['id']}", json={"decision": "keep"})["code"] != 200


def test_edits_and_names_that_are_flagged_can_be_taken_back(place: Place, words: Words):
    owner, member = place.people(2)
    anna, ben = owner.device(), member.device()
    mid = anna.say(ben.account.uid, "so ")
    assert append(anna, ben.account.uid, mid, "oddword").status.code == pb.Status.OK
    owner.post("/user/profile", {"nick_name": "oddword"})
    group = Group(place, owner, member, name="an oddword group")
    group.post(owner, "announcement/edit", title="t", content="oddword")
    group.post(member, "display_name", value="oddword")
    reviews = words.reviews()
    assert [review["kind"] for review in reviews] == ["display_name", "announcement", "group", "profile", "edit"]
    for review in reviews:
        words.decide(review, "recall")
    assert mid not in [meta.id for meta in place.world.login(ben.account).history(anna.account.uid, 20).metas]
    assert owner.get("/user/profile")["nick_name"] == ""
    assert "oddword" not in group.info()["name"]
    assert group.get(owner, "announcement/list") == []
    assert words.reviews() == []


def test_a_decision_to_keep_changes_nothing(place: Place, words: Words):
    anna, ben = pair(place)
    mid = anna.say(ben.account.uid, "oddword")
    [review] = words.reviews(user_id=anna.account.uid)
    words.decide(review, "keep")
    assert mid in [meta.id for meta in ben.sync(anna.account.uid)]
    assert words.reviews() == []
