"""Provocations: friends and blocks."""
from frames import chat
from people import Person
from provoking import CONNECTION, REST, Stage, provokes


def asked(stage: Stage, answer: str | None = None) -> tuple[Person, Person]:
    anna, ben = stage.people(2)
    return anna, ben


def apply(anna: Person, ben: Person, **fields):
    return anna.call("POST", "/roster/apply", {"user_id": ben.uid, "alias": "", **fields})


def blocked(stage: Stage) -> tuple[Person, Person]:
    """Ben has blocked Anna."""
    anna, ben = stage.people(2)
    ben.post("/roster/block", {"user_id": anna.uid})
    return anna, ben


@provokes("CurrentUserIsInRoster", by=REST)
def an_application_of_a_friend(stage: Stage):
    """POST /roster/apply to a friend."""
    anna, ben = stage.people(2)
    anna.befriend(ben)
    return apply(anna, ben)


@provokes("CurrentUserIsInBlocklist", by=REST)
def an_application_to_who_blocks(stage: Stage):
    """POST /roster/block, then POST /roster/apply by the blocked user."""
    return apply(*blocked(stage))


@provokes("AnswerFailed", by=REST)
def an_answer_to_no_application(stage: Stage):
    """POST /roster/accept where nobody has applied."""
    anna, ben = stage.people(2)
    return anna.call("POST", "/roster/accept", {"user_id": ben.uid})


@provokes("RosterNotFriend", by=REST)
def a_note_about_a_stranger(stage: Stage):
    """POST /roster/ext about somebody who is no friend."""
    anna, ben = stage.people(2)
    return anna.call("POST", "/roster/ext", {"user_id": ben.uid, "value": "x"})


@provokes("RosterNotFriend", by=CONNECTION)
def a_message_to_a_stranger(stage: Stage):
    """Setting chat.friends.only=true, then a message to a stranger."""
    stage.place.set(chat__friends__only=True)
    anna, ben = stage.people(2)
    return anna.device().submit(ben.uid, chat("hi")).status


@provokes("RosterBlockListExist", by=REST)
def a_message_by_rest_to_who_blocks(stage: Stage):
    """POST /roster/block, then POST /message/send with an admin token in the name of the blocked user."""
    anna, ben = blocked(stage)
    return stage.place.backend.send(ben.uid, user=anna.account)


@provokes("RosterBlockListExist", by=CONNECTION)
def a_message_to_who_blocks(stage: Stage):
    """POST /roster/block, then a message of the blocked user."""
    anna, ben = blocked(stage)
    return anna.device().submit(ben.uid, chat("hi")).status


@provokes("RosterRejectApplication", by=REST)
def an_application_to_who_takes_nobody(stage: Stage):
    """POST /user/authmode with 3, then POST /roster/apply."""
    anna, ben = stage.people(2)
    ben.post("/user/authmode", value=3)
    return apply(anna, ben)


@provokes("RosterHasDeletedFromSystem", by=REST)
def a_look_at_who_was_removed(stage: Stage):
    """DELETE /user/delete, then GET /roster/id about him."""
    anna, ben = stage.people(2)
    assert ben.code("DELETE", "/user/delete", {"password": "secret-1"}) == 200
    return anna.call("GET", "/roster/id", user_id=ben.uid)
