"""Reading: offline messages, pages, confirmation by key, history."""
import pytest
import xsync_pb2 as pb
from frames import contents

pytestmark = pytest.mark.both_databases

CHAT = pb.ConversationUnread.CHAT


def said(sender, receiver_uid: int, count: int, word: str = "m") -> list[int]:
    return [sender.say(receiver_uid, f"{word}{n}") for n in range(count)]


def waiting(connection) -> dict[int, int]:
    """Undelivered items by conversation, from the unread list."""
    return {entry.xid.uid: entry.n for entry in connection.unread().unread if entry.n}


def test_messages_of_an_absent_user_come_once_and_in_order_at_the_next_login(world, transport):
    account = world.account("bob")
    world.login(account, transport, guid="bobs").close()
    alice = world.login(world.account("alice"), transport)
    mids = said(alice, account.uid, 120)
    bob = world.login(account, transport, guid="bobs")
    [entry] = bob.unread().unread
    assert (entry.xid.uid, entry.n, entry.type) == (alice.account.uid, 120, CHAT)
    pages = bob.sync_pages(alice.account.uid)
    assert [m.id for page in pages for m in page.metas] == mids
    assert contents([m for page in pages for m in page.metas]) == [f"m{n}" for n in range(120)]
    assert len(pages) > 2 and all(page.metas for page in pages[:-1])
    assert not pages[-1].metas and pages[-1].next_key == 0
    assert waiting(bob) == {}
    assert bob.sync(alice.account.uid) == []
    bob.close()
    assert world.login(account, transport, guid="bobs").sync(alice.account.uid) == [], "delivered once"


def test_the_very_first_device_gets_what_was_sent_before_it(world):
    alice, bob = world.login(world.account("alice")), world.account("bob")
    mids = said(alice, bob.uid, 3)
    assert [m.id for m in world.login(bob).sync(alice.account.uid)] == mids


def test_only_a_key_confirms(world):
    account = world.account("bob")
    alice = world.login(world.account("alice"))
    mids = said(alice, account.uid, 3)
    xid = pb.XID(uid=alice.account.uid)
    bob = world.login(account, guid="bobs")
    assert [m.id for m in bob.page(xid).metas] == mids
    bob.cut()
    bob = world.login(account, guid="bobs")
    assert waiting(bob) == {alice.account.uid: 3}
    page = bob.page(xid)
    assert [m.id for m in page.metas] == mids, "read but not confirmed: it comes again"
    assert bob.page(xid, page.next_key).next_key == 0
    bob.close()
    bob = world.login(account, guid="bobs")
    assert waiting(bob) == {}
    assert not bob.page(xid).metas


def test_a_key_beyond_the_newest_message_loses_nothing(world):
    alice, bob = world.pair()
    xid = pb.XID(uid=alice.account.uid)
    said(alice, bob.account.uid, 1)
    bob.wait_notice(alice.account.uid)
    bob.page(xid, 2**53 - 1)
    later = alice.say(bob.account.uid, "later")
    assert later in [m.id for m in bob.page(xid).metas]


def test_every_device_has_its_own_cursor(world):
    account = world.account("bob")
    phone, browser = world.login(account), world.login(account)
    alice = world.login(world.account("alice"))
    mids = said(alice, account.uid, 4)
    assert [m.id for m in phone.receive(alice.account.uid)] == mids
    assert [m.id for m in browser.receive(alice.account.uid)] == mids


def test_the_list_is_ordered_by_oldest_activity_first(world):
    bob = world.account("bob")
    senders = [world.login(world.account(f"sender{n}")) for n in range(3)]
    for sender in senders:
        sender.say(bob.uid, "hi")
    senders[0].say(bob.uid, "again")
    listed = [entry.xid.uid for entry in world.login(bob).unread().unread]
    assert listed == [senders[n].account.uid for n in (1, 2, 0)]


def test_a_queue_that_does_not_exist_is_empty(world):
    alice, _ = world.pair()
    for uid in (0, 2**52, 999_999_999_999):
        [page] = alice.sync_pages(uid)
        assert not page.metas


def test_a_message_sent_while_a_sync_runs_is_not_missed(world):
    alice, bob = world.pair()
    mids = said(alice, bob.account.uid, 1)
    bob.wait_notice(alice.account.uid)
    page = bob.page(pb.XID(uid=alice.account.uid))
    mids.append(alice.say(bob.account.uid, "in between"))
    seen = list(page.metas)
    while page.next_key:
        page = bob.page(page.xid, page.next_key)
        seen.extend(page.metas)
    assert [m.id for m in seen] == mids


def test_history_comes_newest_first_and_pages_to_the_beginning(world, transport):
    alice, bob = world.pair(transport)
    mids = []
    for n in range(25):
        sender, receiver = (alice, bob) if n % 2 else (bob, alice)
        mids.append(sender.say(receiver.account.uid, f"m{n}"))
    for reader, peer in ((alice, bob), (bob, alice)):
        got, key = [], 0
        for _ in range(10):
            page = reader.history(peer.account.uid, 10, key)
            assert page.is_full_sync and page.client_mid == 0
            assert [m.id for m in page.metas] == sorted((m.id for m in page.metas), reverse=True)
            got.extend(m.id for m in page.metas)
            key = page.next_key
            if key == 0:
                break
        assert got == mids[::-1], "own messages are part of the history"
        assert key == 0


def test_history_of_sdk_1_0_0_counts_without_zigzag(world):
    account = world.account("alice")
    bob = world.login(world.account("bob"))
    mids = said(bob, account.uid, 60)
    alice = world.connect(account)
    alice.provision(sdk_vsn="1.0.0")
    page = alice.history(bob.account.uid, 25)  # the varint 50, which is what SDK 1.0.0 writes for 50
    assert [m.id for m in page.metas] == mids[:-51:-1]


def test_history_does_not_move_the_cursor(world):
    alice, bob = world.pair()
    mids = said(alice, bob.account.uid, 3)
    bob.history(alice.account.uid, 20)
    assert [m.id for m in bob.sync(alice.account.uid)] == mids


def test_a_negative_number_asks_for_what_is_newer(world):
    alice, bob = world.pair()
    mids = said(alice, bob.account.uid, 6)
    page = bob.history(alice.account.uid, -3, key=mids[1])
    assert [m.id for m in page.metas] == [mids[4], mids[3], mids[2]], "the oldest three after the key, sent newest first"


def test_history_has_a_size_of_its_own_when_none_is_asked_for(world):
    alice, bob = world.pair()
    mids = said(alice, bob.account.uid, 120)
    assert [m.id for m in bob.history(alice.account.uid, 0).metas] == mids[:-21:-1]
    assert [m.id for m in bob.history(alice.account.uid, 5000).metas] == mids[:-101:-1], "at most 100"


def test_nobody_reads_the_history_of_others(world):
    alice, bob = world.pair()
    eve = world.login(world.account("eve"))
    said(alice, bob.account.uid, 3)
    for peer in (alice, bob):
        assert not eve.history(peer.account.uid, 50).metas
        assert eve.sync(peer.account.uid) == []
