import HearthCore
import Live
import Testing

struct DeliveryTrailTests {
    private let trail = DeliveryTrail(began: Instant(milliseconds: 1_000), capacity: 4)

    private func entry(
        _ step: DeliveryTrail.Step = .given, user: Int64 = 2, app: Int64 = 1, in conversation: Int64 = 7, after: Int64, upTo: Int64,
        at: Int64
    ) -> DeliveryTrail.Entry {
        let device = DeviceAddress(account: Account(app: AppNumber(app), user: UserID(user)), device: DeviceSN(1))
        return DeliveryTrail.Entry(
            step, device, ConversationID(conversation), after: MessageID(after), upTo: MessageID(upTo), at: Instant(milliseconds: at))
    }

    private func times(_ id: Int64) -> [Int64] {
        trail.entries(about: MessageID(id), in: ConversationID(7), of: AppNumber(1)).map(\.at.milliseconds)
    }

    @Test func anEntryIsAboutThePieceItNames() {
        let lane = trail.lane()
        lane.note(entry(after: 10, upTo: 12, at: 2_000))
        #expect([10, 11, 12, 13].map { times($0) } == [[], [2_000], [2_000], []])
        #expect(trail.entries(about: MessageID(11), in: ConversationID(8), of: AppNumber(1)).isEmpty)
        #expect(trail.entries(about: MessageID(11), in: ConversationID(7), of: AppNumber(2)).isEmpty)
    }

    @Test func lanesAreReadTogetherInTheOrderOfTime() {
        let lanes = [trail.lane(), trail.lane()]
        lanes[1].note(entry(.told, user: 4, after: 0, upTo: 20, at: 2_001))
        lanes[0].note(entry(.told, after: 0, upTo: 20, at: 2_000))
        lanes[0].note(entry(.confirmed, after: 0, upTo: 20, at: 2_002))
        #expect(times(20) == [2_000, 2_001, 2_002])
        #expect(trail.completeSince == Instant(milliseconds: 1_000))
    }

    @Test func theOldestIsForgottenAndThatIsSaid() {
        let (lane, other) = (trail.lane(), trail.lane())
        other.note(entry(after: 0, upTo: 1, at: 1_500))
        for at: Int64 in 2_000..<2_010 { lane.note(entry(after: 0, upTo: 1, at: at)) }
        #expect(times(1) == [1_500, 2_006, 2_007, 2_008, 2_009])
        #expect(trail.completeSince == Instant(milliseconds: 2_006))
    }

    @Test func nothingIsKnownBeforeTheBeginning() {
        #expect(trail.completeSince == Instant(milliseconds: 1_000))
        #expect(times(1) == [])
    }
}
