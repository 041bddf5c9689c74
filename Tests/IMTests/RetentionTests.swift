import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

struct RetentionTests {
    /// An app whose conversations 1 to 5 hold one old message each, removed one conversation at a step.
    private final class World: RetentionStore {
        let clock = VirtualClock(VirtualClock.start)
        let windows = RecentWindows()
        let apps = InMemoryApps()
        let directory: AppDirectory
        /// The places asked for, with the end of what is old.
        let asked = Mutex<[(place: Int64, before: MessageID)]>([])
        let failure = Mutex<Failure?>(nil)

        init() {
            directory = AppDirectory(store: apps, settings: apps, clock: clock, randomness: SeededRandomness())
            let app = App(number: AppNumber(1), id: AppID("shop"), name: "shop", status: .normal, createdAt: clock.now())
            apps.add(app, keys: [])
        }

        func removeOld(
            before id: MessageID, of app: AppNumber, after place: ConversationID?, limit: Int
        ) async throws(Failure) -> RetentionStep {
            if let failure = failure.withLock({ $0 }) { throw failure }
            #expect(limit == 500 && app == AppNumber(1))
            let last = place?.rawValue ?? 0
            asked.withLock { $0.append((last, id)) }
            let next = ConversationID(last + 1)
            return RetentionStep(removed: 1, visited: [next], place: next, isLast: last == 4)
        }

        func keep(days: String) async throws {
            var edits = AppSettingEdits()
            try edits.set("retention.days", to: days)
            try await directory.change(AppID("shop"), edits, by: "test")
        }

        /// The places asked for since the last call.
        func places() -> [Int64] {
            asked.withLock { asked in
                defer { asked = [] }
                return asked.map(\.place)
            }
        }

        func retention() -> Retention { Retention(apps: directory, store: self, windows: windows, clock: clock) }
    }

    /// Steps until there is nothing more to do at once.
    private func run(_ retention: Retention) async throws { while try await retention.step() {} }

    @Test func whatIsKeptForEverIsNotLookedAt() async throws {
        let world = World()
        #expect(try await world.retention().step() == false)
        #expect(world.places() == [])
    }

    @Test func aPassGoesOverAllConversationsOnceAnHour() async throws {
        let world = World()
        try await world.keep(days: "7")
        let retention = world.retention()
        let end = MessageID(at: world.clock.now().advanced(by: -7 * 86_400_000), node: 0)
        #expect(try await retention.step())
        try await run(retention)
        #expect(world.asked.withLock { $0.allSatisfy { $0.before == end } })
        #expect(world.places() == [0, 1, 2, 3, 4])
        world.clock.advance(by: 3_599_999)
        #expect(try await retention.step() == false)
        #expect(world.places() == [])
        world.clock.advance(by: 1)
        try await run(retention)
        #expect(world.asked.withLock { $0.allSatisfy { $0.before > end } })
        #expect(world.places() == [0, 1, 2, 3, 4])
    }

    @Test func aChangedSettingBeginsANewPass() async throws {
        let world = World()
        try await world.keep(days: "7")
        let retention = world.retention()
        try await run(retention)
        try await world.keep(days: "6")
        #expect(try await retention.step())
        #expect(try await retention.step())
        try await world.keep(days: "5")
        #expect(try await retention.step())
        #expect(world.places() == [0, 1, 2, 3, 4, 0, 1, 0])
    }

    @Test func switchedOffInTheMiddleItEnds() async throws {
        let world = World()
        try await world.keep(days: "7")
        let retention = world.retention()
        #expect(try await retention.step())
        try await world.keep(days: "0")
        #expect(try await retention.step() == false)
        #expect(world.places() == [0])
        try await world.keep(days: "7")
        #expect(try await retention.step())
        #expect(world.places() == [0])
    }

    @Test func troubleOfTheStoreOnlyPutsItOff() async throws {
        let world = World()
        try await world.keep(days: "7")
        let retention = world.retention()
        #expect(try await retention.step())
        world.failure.withLock { $0 = Failure(.serverNeedRetry) }
        await #expect(throws: Failure.self) { _ = try await retention.step() }
        world.failure.withLock { $0 = nil }
        try await run(retention)
        #expect(world.places() == [0, 1, 2, 3, 4])
    }

    @Test func nothingIsOlderThanTheFirstID() async throws {
        let world = World()
        try await world.keep(days: "36500")
        #expect(try await world.retention().step() == false)
        #expect(world.places() == [])
    }

    @Test func whatIsRemovedIsForgottenInMemoryToo() async throws {
        let world = World()
        try await world.keep(days: "7")
        let end = MessageID(at: world.clock.now().advanced(by: -7 * 86_400_000), node: 0).rawValue
        world.windows.append([
            Sample.accepted(end - 2, after: end - 3, in: 3), Sample.accepted(end - 1, after: end - 2, in: 3),
            Sample.accepted(end, after: end - 1, in: 3),
        ])
        try await run(world.retention())
        #expect(world.windows.items(of: ConversationID(3), after: MessageID(end - 2)) == nil)
        let kept = world.windows.items(of: ConversationID(3), after: MessageID(end - 1))
        #expect(kept?.items.map(\.id.rawValue) == [end])
    }
}
