import HearthCore
import IM
import TestSupport
import Testing

struct CursorBookTests {
    private let world = ConversationWorld()
    private var book: CursorBook { world.cursors }

    @Test func aConfirmationIsSeenBeforeItIsWritten() {
        book.confirm(world.key, upTo: world.first)
        #expect(book.pending(world.key) == world.first)
        #expect(world.storedCursor == nil)
    }

    @Test func aConfirmationIsSeenDuringTheFlush() {
        book.confirm(world.key, upTo: world.first)
        book.flush()
        #expect(book.pending(world.key) == world.first)
        world.timelines.settle()
        #expect(world.storedCursor == world.first)
    }

    /// A read that began before the flush may still bring the old cursor.
    @Test func aConfirmationIsSeenUntilTheFlushAfterItsOwn() {
        book.confirm(world.key, upTo: world.first)
        book.flush()
        world.timelines.settle()
        #expect(book.pending(world.key) == world.first)
        book.flush()
        #expect(book.pending(world.key) == nil)
    }

    @Test func aNewerConfirmationDuringTheFlushWins() {
        book.confirm(world.key, upTo: world.first)
        book.flush()
        book.confirm(world.key, upTo: world.second)
        #expect(book.pending(world.key) == world.second)
        world.timelines.settle()
        #expect(book.pending(world.key) == world.second)
        #expect(world.storedCursor == world.first)
    }

    @Test func anOlderConfirmationIsIgnoredAlsoDuringAFlush() {
        book.confirm(world.key, upTo: world.second)
        book.confirm(world.key, upTo: world.first)
        #expect(book.pending(world.key) == world.second)
        book.flush()
        book.confirm(world.key, upTo: world.first)
        #expect(book.pending(world.key) == world.second)
    }

    @Test func aFailedFlushKeepsItsCursors() {
        book.confirm(world.key, upTo: world.first)
        world.timelines.fail(with: Failure(.serverBusy))
        book.flush()
        world.timelines.settle()
        #expect(book.pending(world.key) == world.first)
        world.timelines.fail(with: nil)
        book.flush()
        world.timelines.settle()
        #expect(world.storedCursor == world.first)
    }

    @Test func aFailedFlushDoesNotUndoWhatWasConfirmedMeanwhile() {
        book.confirm(world.key, upTo: world.first)
        world.timelines.fail(with: Failure(.serverBusy))
        book.flush()
        book.confirm(world.key, upTo: world.second)
        world.timelines.settle()
        #expect(book.pending(world.key) == world.second)
    }

    @Test func oneFlushRunsAtATime() {
        book.confirm(world.key, upTo: world.first)
        book.flush()
        book.confirm(world.key, upTo: world.second)
        book.flush()
        #expect(world.timelines.asked == 1)
    }

    @Test func flushAllWritesAlsoWhatCameDuringAFlush() async {
        let immediate = ConversationWorld(mode: .immediate)
        immediate.cursors.confirm(immediate.key, upTo: immediate.first)
        await immediate.cursors.flushAll()
        #expect(immediate.storedCursor == immediate.first)

        book.confirm(world.key, upTo: world.first)
        book.flush()
        book.confirm(world.key, upTo: world.second)
        async let flushed: Void = book.flushAll()
        while world.storedCursor != world.second {
            world.timelines.settle()
            await Task.yield()
        }
        await flushed
        #expect(world.storedCursor == world.second)
    }
}
