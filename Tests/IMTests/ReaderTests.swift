import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

struct ReaderTests {
    private let world = ConversationWorld(mode: .immediate)
    private let peer = Peer.user(UserID(2))

    private func list(undeliveredOnly: Bool) -> [ConversationState]? {
        let answer = Answer<[ConversationState]>()
        world.reader.list(world.device, undeliveredOnly: undeliveredOnly, completion: answer.take)
        return answer.value
    }

    @Test func theListCountsWhatIsNotDelivered() {
        #expect(list(undeliveredOnly: false)?.map(\.undelivered) == [2])
        #expect(list(undeliveredOnly: true)?.map(\.undelivered) == [2])
    }

    @Test func aConfirmationThatIsNotWrittenCountsInTheList() {
        world.reader.confirm(world.device, world.key.conversation, upTo: world.second)
        #expect(list(undeliveredOnly: false)?.map(\.undelivered) == [0])
        #expect(list(undeliveredOnly: false)?.first?.cursor == world.second)
        #expect(list(undeliveredOnly: true)?.isEmpty == true)
    }

    @Test func aConfirmationOfLessThanAllLeavesTheLine() {
        world.reader.confirm(world.device, world.key.conversation, upTo: world.first)
        #expect(list(undeliveredOnly: true)?.count == 1)
    }

    @Test func anotherDeviceHasItsOwnPlace() {
        world.reader.confirm(Sample.device(4, 2), world.key.conversation, upTo: world.second)
        #expect(list(undeliveredOnly: true)?.count == 1)
    }

    @Test func openingSeesWhatIsNotWritten() {
        let answer = Answer<OpenConversation?>()
        world.reader.confirm(world.device, world.key.conversation, upTo: world.first)
        world.reader.open(world.device, with: peer, completion: answer.take)
        #expect(answer.value??.cursor == world.first)
        #expect(answer.value??.newest == world.second)
    }

    /// The store answers what was so before a flush, after the flush.
    @Test func aSlowReadDoesNotBringAnOldCursorBack() {
        let world = ConversationWorld(mode: .held)
        world.reader.confirm(world.device, world.key.conversation, upTo: world.second)
        let answer = Answer<OpenConversation?>()
        world.reader.open(world.device, with: peer, completion: answer.take)
        world.timelines.run()
        world.cursors.flush()
        world.timelines.run()
        world.timelines.deliver(1)
        #expect(world.storedCursor == world.second)
        world.timelines.deliver()
        #expect(answer.value??.cursor == world.second)
    }

    @Test func theSystemQueueIsEmptyWhileNothingIsInIt() {
        let opened = Answer<OpenConversation?>()
        world.reader.open(world.device, with: .system, completion: opened.take)
        world.timelines.settle()
        #expect(opened.value??.id == nil)
        let history = Answer<HistoryPage>()
        world.reader.history(world.device, with: .system, from: .zero, amount: 10, completion: history.take)
        world.timelines.settle()
        #expect(history.value?.items.isEmpty == true)
    }

    private func recent(after cursor: MessageID) -> ArraySlice<TimelineItem>? {
        world.reader.recent(world.device, with: .user(UserID(4)), ConversationID(9), after: cursor)
    }

    @Test func aPageFromMemoryHoldsAsManyBytesAsAPageMay() {
        let payload = [UInt8](repeating: 0, count: Limits.pageBytes / 2)
        world.windows.append((1...4).map { Sample.accepted($0, after: $0 - 1, in: 9, payload: payload) })
        #expect(recent(after: .zero)?.map(\.id.rawValue) == [1, 2])
        #expect(recent(after: MessageID(2))?.map(\.id.rawValue) == [3, 4])
    }

    @Test func oneMessageAlwaysFitsAPage() {
        let payload = [UInt8](repeating: 0, count: Limits.pageBytes + 1)
        world.windows.append((1...2).map { Sample.accepted($0, after: $0 - 1, in: 9, payload: payload) })
        #expect(recent(after: .zero)?.map(\.id.rawValue) == [1])
    }

    @Test func aPageFromMemoryHoldsAsManyItemsAsAPageMay() {
        world.windows.append((1...60).map { Sample.accepted($0, after: $0 - 1, in: 9) })
        #expect(recent(after: .zero)?.count == Limits.pageItems)
    }
}

/// Keeps what a completion was given.
final class Answer<Value: Sendable>: Sendable {
    private let kept = Mutex<Value?>(nil)

    var value: Value? { kept.withLock { $0 } }

    var take: @Sendable (Result<Value, Failure>) -> Void {
        { result in self.kept.withLock { $0 = try? result.get() } }
    }
}
