"""Provocations: messages."""
import xsync_pb2 as pb
from frames import chat
from operations import Op, oper, recall
from provoking import CONNECTION, REST, Stage, provokes
from wordlists import Words


def said(stage: Stage) -> tuple:
    """Two devices, and a message of the first to the second."""
    anna, ben = (person.device() for person in stage.people(2))
    return anna, ben, anna.say(ben.account.uid, "hi")


def recalled_by_rest(stage: Stage):
    anna, ben = stage.people(2)
    mid = anna.device().say(ben.uid, "hi")
    return anna.call("POST", "/message/recall", {"conversation_id": ben.uid, "msg_id": mid})


@provokes("MessageInvalid", by=REST)
def a_message_to_no_targets(stage: Stage):
    """POST /message/send with empty targets."""
    return stage.place.backend.send()


@provokes("MessageInvalid", by=CONNECTION)
def a_body_that_does_not_decode(stage: Stage):
    """A MESSAGE meta whose payload is no MessageBody."""
    anna, ben = stage.people(2)
    return anna.device().submit(ben.uid, b"\xff\xff\xff").status


@provokes("MessageOutRecallTime", by=REST)
def a_late_recall_by_rest(stage: Stage):
    """Setting recall.window.chat=0, then POST /message/recall of one's own message."""
    stage.place.set(recall__window__chat=0)
    return recalled_by_rest(stage)


@provokes("MessageOutRecallTime", by=CONNECTION)
def a_late_recall(stage: Stage):
    """Setting recall.window.chat=0, then RECALL of one's own message."""
    stage.place.set(recall__window__chat=0)
    anna, ben, mid = said(stage)
    return recall(anna, ben.account.uid, mid).status


@provokes("MessageRecallDisabled", by=REST)
def a_forbidden_recall_by_rest(stage: Stage):
    """Setting recall.enabled=false, then POST /message/recall."""
    stage.place.set(recall__enabled=False)
    return recalled_by_rest(stage)


@provokes("MessageRecallDisabled", by=CONNECTION)
def a_forbidden_recall(stage: Stage):
    """Setting recall.enabled=false, then RECALL."""
    stage.place.set(recall__enabled=False)
    anna, ben, mid = said(stage)
    return recall(anna, ben.account.uid, mid).status


@provokes("MessageInvalidType", by=REST)
def the_recall_of_a_recall_by_rest(stage: Stage):
    """POST /message/recall of a RECALL."""
    anna, ben, mid = said(stage)
    operation = recall(anna, ben.account.uid, mid).server_mid
    body = {"conversation_id": ben.account.uid, "msg_id": operation}
    return stage.rest.post("/message/recall", body, token=anna.account.token)


@provokes("MessageInvalidType", by=CONNECTION)
def the_recall_of_a_recall(stage: Stage):
    """RECALL of a RECALL."""
    anna, ben, mid = said(stage)
    return recall(anna, ben.account.uid, recall(anna, ben.account.uid, mid).server_mid).status


@provokes("MessageBadArg", by=REST)
def a_text_with_nul(stage: Stage):
    """POST /message/send with U+0000 in the content."""
    return stage.place.backend.send(stage.person().uid, content="a\0b")


@provokes("MessageBadArg", by=CONNECTION)
def a_text_that_is_not_utf_8(stage: Stage):
    """A message whose content holds a byte that UTF-8 does not know."""
    anna, ben = stage.people(2)
    return anna.device().submit(ben.uid, chat("a?b").replace(b"a?b", b"a\xffb")).status


@provokes("MessageRateLimitExceeded", by=REST)
def too_many_messages_by_rest(stage: Stage):
    """Setting limit.messages.user=1/600, then POST /message/send twice in the name of one user."""
    place = stage.place_on(stage.server(limits__enabled="true"))
    place.set(limit__messages__user="1/600")
    anna, ben = place.people(2)
    assert place.backend.send(ben.uid, user=anna.account).code == 200
    return place.backend.send(ben.uid, user=anna.account)


@provokes("MessageRateLimitExceeded", by=CONNECTION)
def too_many_messages(stage: Stage):
    """Setting limit.messages.user=1/600, then two messages."""
    place = stage.place_on(stage.server(limits__enabled="true"))
    place.set(limit__messages__user="1/600")
    anna, ben = place.people(2)
    device = anna.device()
    device.say(ben.uid, "one")
    return device.submit(ben.uid, chat("two")).status


@provokes("GeneralError", by=REST)
def a_text_that_grows_too_large_by_rest(stage: Stage):
    """POST /message/send of an APPEND (content_type 11) that would make a message larger than 128 KiB."""
    anna, ben = stage.people(2)
    mid = anna.device().say(ben.uid, "x" * 100_000)
    return stage.place.backend.send(
        ben.uid, user=anna.account, content_type=11, related_mid=mid, content="x" * 100_000)


@provokes("GeneralError", by=CONNECTION)
def a_text_that_grows_too_large(stage: Stage):
    """An APPEND that would make a message larger than 128 KiB."""
    anna, ben = (person.device() for person in stage.people(2))
    mid = anna.say(ben.account.uid, "x" * 100_000)
    piece = oper(Op.APPEND, mid, content="x" * 100_000, ctype=pb.MessageBody.TEXT)
    return anna.submit(ben.account.uid, piece).status


@provokes("MessageCensored", by=REST)
def a_listed_word_by_rest(stage: Stage):
    """A word of the app's word list as the nick name, POST /user/nickname."""
    Words(stage.place).add("badword")
    return stage.person().call("POST", "/user/nickname", {}, nick_name="badword")


@provokes("MessageCensored", by=CONNECTION)
def a_listed_word(stage: Stage):
    """A message with a word of the app's word list."""
    Words(stage.place).add("badword")
    anna, ben = (person.device() for person in stage.people(2))
    return anna.submit(ben.account.uid, chat("a badword")).status
