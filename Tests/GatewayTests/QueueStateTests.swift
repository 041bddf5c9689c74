import HearthCore
import IM
import TestSupport
import Testing

@testable import Gateway

struct QueueStateTests {
    /// A queue with plain numbers for ids and times.
    private final class Queue {
        var state = QueueState()

        init() {}

        init(cursor: Int64 = 0, newest: Int64) { open(cursor: cursor, newest: newest) }

        func open(cursor: Int64, newest: Int64) {
            let found = OpenConversation(id: ConversationID(1), cursor: MessageID(cursor), newest: MessageID(newest))
            state.open(found, from: VirtualClock.start)
        }

        func arrived(_ id: Int64, at time: Int64 = 0) -> Bool {
            state.arrived(MessageID(id), in: ConversationID(1), now: VirtualClock.start.advanced(by: time))
        }

        func served(upTo id: Int64) { state.servedPage(upTo: MessageID(id), now: VirtualClock.start) }
        func confirm(_ id: Int64) -> Int64? { state.confirm(MessageID(id))?.rawValue }
        func sent(_ id: Int64, after previous: Int64) -> Int64? { state.sent(MessageID(id), after: MessageID(previous))?.rawValue }
        func isBusy(at time: Int64) -> Bool { state.isBusy(VirtualClock.start.advanced(by: time)) }
        func awaits(at time: Int64) -> Bool { state.awaitsConfirmation(VirtualClock.start.advanced(by: time)) }
    }

    @Test func oneNoticeIsOutstanding() {
        let queue = Queue()
        #expect(queue.arrived(1))
        #expect(!queue.arrived(2, at: 9_999))
        #expect(queue.arrived(3, at: 10_000))
    }

    @Test func theClosingPageLetsTheNextNoticeOut() {
        let queue = Queue()
        _ = queue.arrived(1)
        queue.state.closed()
        #expect(queue.arrived(2))
    }

    @Test func anAcknowledgementThatComesBehindItsPageMovesNothingBack() {
        let queue = Queue(newest: 0)
        // The own message 2 was in the page, hidden, and the page was confirmed before the acknowledgement came.
        _ = queue.arrived(3)
        queue.served(upTo: 3)
        #expect(queue.confirm(3) == 3)
        #expect(queue.sent(2, after: 1) == nil)
        #expect(queue.state.cursor == MessageID(3))
        #expect(!queue.awaits(at: 0))
    }

    @Test func nothingIsNoticedDuringARead() {
        let queue = Queue(newest: 1)
        queue.state.isReading = true
        #expect(!queue.arrived(2))
        #expect(!queue.state.isAtEnd)
    }

    @Test func aPageIsOutUntilItIsConfirmedOrForgotten() {
        let queue = Queue(newest: 5)
        queue.served(upTo: 3)
        #expect(queue.awaits(at: 9_999))
        #expect(!queue.awaits(at: 10_000))
        #expect(queue.confirm(2) == 2)
        #expect(queue.awaits(at: 0))
        #expect(queue.confirm(3) == 3)
        #expect(!queue.awaits(at: 0))
    }

    @Test func aConfirmationNeverGoesBackNorBeyondWhatThereIs() {
        let queue = Queue(cursor: 3, newest: 5)
        #expect(queue.confirm(2) == nil)
        #expect(queue.confirm(3) == nil)
        #expect(queue.confirm(99) == 5)
        #expect(queue.state.isAtEnd)
    }

    @Test func anOwnMessageMovesAPlaceAtTheEndOnly() {
        let atEnd = Queue(cursor: 5, newest: 5)
        #expect(atEnd.sent(6, after: 5) == 6)
        #expect(atEnd.state.isAtEnd)
        let behind = Queue(cursor: 4, newest: 5)
        #expect(behind.sent(6, after: 5) == nil)
        #expect(behind.state.cursor == MessageID(4))
        let unknown = Queue()
        #expect(unknown.sent(6, after: 0) == nil)
        #expect(unknown.state.newest == MessageID(6))
    }

    @Test func aBusyQueueNeedsNoReminder() {
        let queue = Queue(newest: 5)
        #expect(!queue.isBusy(at: 0))
        queue.served(upTo: 5)
        queue.state.closed()
        #expect(queue.isBusy(at: 9_999))
        #expect(!queue.isBusy(at: 10_000))
    }

    @Test func anAnswerOlderThanWhatIsKnownChangesNothing() {
        let queue = Queue(cursor: 4, newest: 9)
        queue.open(cursor: 2, newest: 7)
        #expect(queue.state.cursor == MessageID(4))
        #expect(queue.state.newest == MessageID(9))
    }
}
