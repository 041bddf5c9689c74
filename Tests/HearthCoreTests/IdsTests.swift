import Testing

@testable import HearthCore

struct IdsTests {
    @Test func aUserIdFromTheWireIsNeitherZeroNorBeyondAJavaScriptNumber() {
        #expect(UserID(wire: 0) == nil)
        #expect(UserID(wire: 1) == UserID(1))
        #expect(UserID(wire: (1 << 53) - 1) == UserID(9_007_199_254_740_991))
        #expect(UserID(wire: 1 << 53) == nil)
        #expect(UserID(wire: .max) == nil)
    }

    @Test func aMessageIdFromTheWireIsClampedToTheLargestId() {
        #expect(MessageID(clamping: 0) == .zero)
        #expect(MessageID(clamping: 77).rawValue == 77)
        #expect(MessageID(clamping: 1 << 53).rawValue == 9_007_199_254_740_991)
        #expect(MessageID(clamping: .max).rawValue == 9_007_199_254_740_991)
    }

    @Test func aMessageIdGivesItsMillisecondNodeAndSequenceBack() {
        let instant = Instant(milliseconds: MessageID.epoch + 1_234_567_890)
        let id = MessageID(at: instant, node: 9, sequence: 200)
        #expect(id.instant == instant)
        #expect(id.node == 9)
        #expect(id.sequence == 200)
    }

    @Test func anInstantBeforeTheEpochCountsAsTheEpoch() {
        #expect(MessageID(at: Instant(milliseconds: 0), node: 3).instant.milliseconds == MessageID.epoch)
    }

    @Test func theNextIdOfANodeIsTheSmallestLargerOne() {
        let instant = Instant(milliseconds: MessageID.epoch + 5)
        let id = MessageID(at: instant, node: 4, sequence: 255)
        #expect(id.next(of: 5) == MessageID(at: instant, node: 5))
        #expect(id.next(of: 4) == MessageID(at: instant.advanced(by: 1), node: 4))
        #expect(id.next(of: 3) == MessageID(at: instant.advanced(by: 1), node: 3))
        #expect(MessageID(at: instant, node: 4, sequence: 7).next(of: 4) == MessageID(at: instant, node: 4, sequence: 8))
    }
}
