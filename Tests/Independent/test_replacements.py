"""Replacing a message: the content is new, the JSON beside it is merged key by key."""
import json

import pytest
from operations import Status, edited, past, read_on, replace, the_only
from shown import Shown, texts_of

pytestmark = pytest.mark.both_databases


def say(device, peer: int, content: str, config: dict, ext: dict) -> int:
    return device.say(peer, content, config=json.dumps(config), ext=json.dumps(ext))


def test_a_replacement_merges_config_and_ext_key_by_key(world):
    alice, bob = world.pair()
    mid = say(alice, bob.account.uid, "old", {"a": 1, "b": 2}, {"x": "1", "y": [1, 2]})
    shown = Shown(bob.account.uid, alice.account.uid).apply(read_on(bob, alice.account.uid))
    edited(replace(alice, bob.account.uid, mid, "new", '{"b":3,"c":"4"}', '{"y":null,"z":{"deep":true}}'), bob.account.uid)
    body = the_only(bob, alice.account.uid)
    assert body.content == "new"
    assert json.loads(body.config) == {"a": 1, "b": 3, "c": "4"}
    assert json.loads(body.ext) == {"x": "1", "y": None, "z": {"deep": True}}
    assert shown.apply(read_on(bob, alice.account.uid)).texts == texts_of(past(bob, alice.account.uid))


@pytest.mark.parametrize("nothing", ["null", ""], ids=["null", "empty"])
def test_a_replacement_with_nothing_to_merge_leaves_config_and_ext(world, nothing):
    alice, bob = world.pair()
    mid = say(alice, bob.account.uid, "old", {"a": 1}, {"x": "1"})
    edited(replace(alice, bob.account.uid, mid, "new", nothing, nothing), bob.account.uid)
    body = the_only(bob, alice.account.uid)
    assert (body.content, json.loads(body.config), json.loads(body.ext)) == ("new", {"a": 1}, {"x": "1"})


def test_a_replacement_gives_config_and_ext_to_a_message_without_any(world):
    alice, bob = world.pair()
    mid = alice.say(bob.account.uid, "old")
    edited(replace(alice, bob.account.uid, mid, "new", '{"a":1}', '{"x":"1"}'), bob.account.uid)
    body = the_only(bob, alice.account.uid)
    assert (body.content, json.loads(body.config), json.loads(body.ext)) == ("new", {"a": 1}, {"x": "1"})


def test_values_a_replacement_does_not_name_stay_exactly_as_they_were(world):
    alice, bob = world.pair()
    ext = (
        '{"big":9223372036854775807,"price":1.10,"text":"\\u00fc \\ud83d\\ude00 \\u0000 \\" \\\\",'
        '"deep":{"a":[[],{},null,-0.5e-7]},"x":0}'
    )
    mid = alice.say(bob.account.uid, "old", ext=ext)
    edited(replace(alice, bob.account.uid, mid, "new", ext='{"x":1}'), bob.account.uid)
    assert json.loads(the_only(bob, alice.account.uid).ext) == {**json.loads(ext), "x": 1}


JUNK = {
    "array": "[1,2]", "number": "7", "string": '"text"', "cut off": '{"a":', "single quotes": "{'a':1}", "words": "not json",
    "deep array": "[" * 5000, "deep object": '{"a":' * 5000,
}


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_what_cannot_be_merged_does_no_harm(world, junk):
    alice, bob = world.pair()
    mid = say(alice, bob.account.uid, "old", {"a": 1}, {"x": "1"})
    ack = replace(alice, bob.account.uid, mid, "new", junk, junk)
    assert ack.status.code in (Status.OK, Status.INVALID_PARAMETER)
    body = the_only(bob, alice.account.uid)
    assert body.content == ("new" if ack.status.code == Status.OK else "old")
    assert (json.loads(body.config), json.loads(body.ext)) == ({"a": 1}, {"x": "1"})
    assert len(read_on(bob, alice.account.uid)) == (2 if ack.status.code == Status.OK else 1)
