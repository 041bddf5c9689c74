import Testing

@testable import HearthCore

struct MessageClockTests {
    /// A day in 2026.
    let start = Instant(milliseconds: 1_780_000_000_000)

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func idsGrowPerNodeAndAboveTheNewestOfTheConversation(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let node = Int64.random(in: 0...15, using: &random)
        var clock = MessageClock(node: node, last: .zero)
        var now = start
        for _ in 0..<2_000 {
            // Steps back, stands still, goes on; other nodes write up to 4 s ahead of this clock.
            now = now.advanced(by: Int64.random(in: -3...5, using: &random))
            let lead = Int64.random(in: -4_000...4_000, using: &random)
            let newest = MessageID(
                at: now.advanced(by: lead),
                node: Int64.random(in: 0...15, using: &random),
                sequence: Int64.random(in: 0...255, using: &random)
            )
            let before = clock.last
            let id = try clock.next(after: newest, now: now)
            #expect(id > before)
            #expect(id > newest)
            #expect(id.node == node)
            #expect(id.instant >= now)
            #expect(UInt64(id.rawValue) <= Limits.largestClientInteger)
        }
    }

    @Test func theIdIsTheFirstOfTheMillisecondWhenNothingIsAhead() throws {
        var clock = MessageClock(node: 6, last: .zero)
        #expect(try clock.next(after: .zero, now: start) == MessageID(at: start, node: 6))
    }

    @Test func aFullMillisecondBorrowsFromTheNext() throws {
        var clock = MessageClock(node: 2, last: .zero)
        var ids: [MessageID] = []
        for _ in 0..<257 {
            ids.append(try clock.next(after: .zero, now: start))
        }
        #expect(Set(ids).count == 257)
        #expect(ids[255] == MessageID(at: start, node: 2, sequence: 255))
        #expect(ids[256] == MessageID(at: start.advanced(by: 1), node: 2))
        // When that millisecond comes, it goes on where the borrowing stopped.
        let following = try clock.next(after: .zero, now: start.advanced(by: 1))
        #expect(following == MessageID(at: start.advanced(by: 1), node: 2, sequence: 1))
    }

    @Test func aClockSetBackDoesNotRepeatIds() throws {
        var clock = MessageClock(node: 1, last: .zero)
        let first = try clock.next(after: .zero, now: start)
        let second = try clock.next(after: .zero, now: start.advanced(by: -5_000))
        #expect(second > first)
        // The same after a restart, which knows the largest stored id only.
        var restarted = MessageClock(node: 1, last: second)
        #expect(try restarted.next(after: .zero, now: start.advanced(by: -5_000)) > second)
    }

    @Test func tenSecondsAheadIsTheLimit() throws {
        let newest = MessageID(at: start.advanced(by: 10_000), node: 0)
        var clock = MessageClock(node: 1, last: .zero)
        let id = try clock.next(after: newest, now: start)
        #expect(id.instant == start.advanced(by: 10_000))
    }

    @Test func furtherAheadTellsTheSenderToRetryAndGivesNothing() {
        let newest = MessageID(at: start.advanced(by: 10_001), node: 0)
        var clock = MessageClock(node: 1, last: MessageID(77))
        #expect(throws: Failure(.serverNeedRetry)) { try clock.next(after: newest, now: start) }
        #expect(clock.last == MessageID(77))
    }

    @Test func theLargestIdOfTheWireCannotPushIdsOverTheLimit() {
        var clock = MessageClock(node: 15, last: .zero)
        #expect(throws: Failure(.serverNeedRetry)) { try clock.next(after: MessageID(clamping: .max), now: start) }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func nodesThatShareAConversationNeverGoBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var nodes = [MessageClock(node: 3, last: .zero), MessageClock(node: 11, last: .zero)]
        // The clocks of the two machines differ by up to a second.
        let skew = Int64.random(in: -1_000...1_000, using: &random)
        var now = start
        var newest = MessageID.zero
        for _ in 0..<1_000 {
            now = now.advanced(by: Int64.random(in: 0...1, using: &random))
            let writer = Int.random(in: 0...1, using: &random)
            let id = try nodes[writer].next(after: newest, now: writer == 0 ? now : now.advanced(by: skew))
            #expect(id > newest)
            #expect(id.node == nodes[writer].node)
            newest = id
        }
    }
}
