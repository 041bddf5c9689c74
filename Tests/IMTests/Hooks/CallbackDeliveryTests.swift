import HearthCore
import Synchronization
import TestSupport
import Testing

@testable import IM

struct CallbackDeliveryTests {
    private static let shop = AppID("shop")

    /// An outbox in memory and an endpoint that answers as the test says.
    private final class World: CallbackStore, CallbackCalling {
        struct Row {
            var callback: Callback
            var dueAt: Instant
            var reason: String?
        }

        let clock = VirtualClock()
        let apps = InMemoryApps()
        let directory: AppDirectory
        let rows = Mutex<[Row]>([])
        let dead = Mutex<[Row]>([])
        /// Apps that have something due and that the directory fails for.
        let unreadable = Mutex<[AppID]>([])
        let calls = Mutex<[Int64]>([])
        let running = Mutex((now: 0, most: 0))
        /// Nil: taken. By the callback's number and try.
        let answer = Mutex<@Sendable (Callback) -> String?>({ _ in nil })
        let onCall = Mutex<(@Sendable () async -> Void)?>(nil)

        init() async throws {
            directory = AppDirectory(store: apps, settings: apps, clock: clock, randomness: SeededRandomness())
            apps.add(App(number: AppNumber(1), id: shop, name: "shop", status: .normal, createdAt: clock.now()), keys: [])
            try await set("hook.after.url", "https://shop.example/")
        }

        func set(_ key: String, _ value: String?) async throws {
            var edits = AppSettingEdits()
            try edits.set(key, to: value)
            try await directory.change(shop, edits, by: "test")
        }

        func add(_ numbers: ClosedRange<Int64>) {
            let now = clock.now()
            rows.withLock { rows in
                for number in numbers {
                    let facts = CallbackFacts(app: AppNumber(1), event: .message(.sent), at: now, from: UserID(2))
                    rows.append(Row(callback: Callback(number: number, facts: facts, tries: 0), dueAt: now))
                }
            }
        }

        func delivery() -> CallbackDelivery {
            CallbackDelivery(
                store: self, wishes: CallbackWishes(clock: clock), apps: directory, caller: self, clock: clock,
                randomness: SeededRandomness())
        }

        func takeCalls() -> [Int64] {
            calls.withLock { calls in
                defer { calls = [] }
                return calls
            }
        }

        // MARK: CallbackStore

        func due(at now: Instant) async throws(Failure) -> [AppID] {
            (rows.withLock { $0.contains { $0.dueAt <= now } } ? [shop] : []) + unreadable.withLock { $0 }
        }

        func used() async throws(Failure) -> [AppID] { [shop] }

        func claim(_ app: AppNumber, now: Instant, until end: Instant, limit: Int) async throws(Failure) -> [Callback] {
            rows.withLock { rows in
                let claimed = rows.indices.filter { rows[$0].dueAt <= now }.prefix(limit)
                for index in claimed { rows[index].dueAt = end }
                return claimed.map { rows[$0].callback }
            }
        }

        func settle(_ ends: [(callback: Callback, end: CallbackEnd)]) async throws(Failure) {
            for (callback, end) in ends {
                rows.withLock { rows in
                    guard let index = rows.firstIndex(where: { $0.callback.number == callback.number }) else { return }
                    var row = rows[index]
                    let more = Callback(number: callback.number, facts: callback.facts, tries: callback.tries + 1)
                    switch end {
                    case .delivered: rows.remove(at: index)
                    case .released: rows[index].dueAt = callback.facts.at
                    case .retry(let time, let reason): rows[index] = Row(callback: more, dueAt: time, reason: reason)
                    case .dead(let reason):
                        rows.remove(at: index)
                        row.reason = reason
                        dead.withLock { $0.append(row) }
                    }
                }
            }
        }

        let tidied = Mutex<[Instant]>([])

        func tidy(_ app: AppNumber, waiting: Int, dead: Int, before oldest: Instant, step: Int) async throws(Failure) -> Int {
            tidied.withLock { $0.append(oldest) }
            return tidied.withLock { $0.count } < 3 ? step : 0
        }

        // MARK: CallbackCalling

        func call(_ callback: Callback, of app: AppDirectory.Entry) async -> HookTrial {
            calls.withLock { $0.append(callback.number) }
            running.withLock { running in
                running.now += 1
                running.most = max(running.most, running.now)
            }
            await onCall.withLock { $0 }?()
            running.withLock { $0.now -= 1 }
            let trouble = answer.withLock { $0 }(callback).map { HookTrouble($0) }
            return HookTrial(
                hook: .after, url: app.settings.hookAfterURL, headers: [], body: [], answer: nil, verdict: nil, trouble: trouble,
                milliseconds: 0)
        }
    }

    private func run(_ delivery: CallbackDelivery) async throws {
        for app in try await delivery.begin() { await delivery.deliver(app) }
    }

    @Test func everythingIsToldOnceAndBeginsInItsOrder() async throws {
        let world = try await World()
        world.add(1...200)
        world.onCall.withLock { $0 = { for _ in 0..<Int.random(in: 0...3) { await Task.yield() } } }
        try await run(world.delivery())
        let calls = world.takeCalls()
        #expect(calls.sorted() == Array(1...200))
        // Eight at a time: nobody is further ahead than that.
        for (index, number) in calls.enumerated() { #expect(abs(Int(number) - index - 1) < CallbackDelivery.together * 2) }
        #expect(world.rows.withLock { $0.isEmpty } && world.running.withLock { $0.most } <= CallbackDelivery.together)
    }

    @Test func whatFailsIsTriedAgainLaterAndLaterAndThenBuried() async throws {
        let world = try await World()
        try await world.set("hook.after.tries", "3")
        world.add(1...1)
        world.answer.withLock { $0 = { _ in "status 500" } }
        let delivery = world.delivery()
        var waits: [Int64] = []
        for _ in 0..<2 {
            try await run(delivery)
            #expect(world.takeCalls() == [1])
            try await run(delivery)
            #expect(world.takeCalls() == [], "not before its time")
            let due = try #require(world.rows.withLock { $0.first?.dueAt })
            waits.append(due.since(world.clock.now()))
            world.clock.advance(by: waits.last ?? 0)
        }
        #expect((2_000...2_500).contains(waits[0]) && (4_000...5_000).contains(waits[1]))
        try await run(delivery)
        #expect(world.dead.withLock { $0.map(\.reason) } == ["status 500"] && world.rows.withLock { $0.isEmpty })
        let news = delivery.news(of: AppNumber(1))
        #expect(news.trouble?.reason == "status 500" && news.failedAt == world.clock.now() && news.succeededAt == nil)
    }

    @Test func oneThatFailsDoesNotHoldUpTheOthers() async throws {
        let world = try await World()
        world.add(1...20)
        world.answer.withLock { $0 = { $0.number == 1 && $0.tries == 0 ? "reset" : nil } }
        let delivery = world.delivery()
        try await run(delivery)
        #expect(world.rows.withLock { $0.map(\.callback.number) } == [1])
        world.clock.advance(by: 3_000)
        try await run(delivery)
        #expect(world.rows.withLock { $0.isEmpty } && world.takeCalls().count == 21)
    }

    @Test func theRestIsNeverLongerThanAnHourAndAQuarter() {
        let rests = (1...20).map { CallbackBackOff.rest(after: $0, chance: 0) }
        #expect(rests.prefix(4) == [2_000, 4_000, 8_000, 16_000])
        #expect(rests == rests.sorted() && rests.last == 3_600_000)
        #expect((1...20).allSatisfy { CallbackBackOff.rest(after: $0, chance: 255) < rests[$0 - 1] * 5 / 4 })
    }

    @Test func withoutAnAddressEverythingWaitsForOne() async throws {
        let world = try await World()
        world.add(1...3)
        try await world.set("hook.after.url", nil)
        let delivery = world.delivery()
        #expect(try await delivery.begin() == [])
        try await world.set("hook.after.url", "https://shop.example/")
        try await run(delivery)
        #expect(world.takeCalls() == [1, 2, 3])
    }

    @Test func anAppIsDeliveredForByOneAtATime() async throws {
        let world = try await World()
        world.add(1...3)
        let delivery = world.delivery()
        #expect(try await delivery.begin() == [Self.shop])
        #expect(try await delivery.begin() == [])
        await delivery.deliver(Self.shop)
        world.add(4...4)
        #expect(try await delivery.begin() == [Self.shop])
        await delivery.deliver(Self.shop)
        #expect(world.takeCalls() == [1, 2, 3, 4])
    }

    @Test func anAppThatCannotBeReadHoldsUpNeitherTheOthersNorTheEnd() async throws {
        let world = try await World()
        world.add(1...3)
        world.unreadable.withLock { $0 = [AppID("broken")] }
        let delivery = world.delivery()
        #expect(try await delivery.begin() == [Self.shop])
        await delivery.deliver(Self.shop)
        #expect(world.takeCalls() == [1, 2, 3])
        await delivery.stop()
        #expect(try await delivery.begin() == [])
    }

    @Test func whoStopsWaitsForWhatRunsAndGivesBackTheRest() async throws {
        let world = try await World()
        world.add(1...20)
        let delivery = world.delivery()
        // The first call asks for the end.
        let stopping = Mutex<Task<Void, Never>?>(nil)
        world.onCall.withLock {
            $0 = {
                stopping.withLock { task in task = task ?? Task { await delivery.stop() } }
                while !delivery.isStopping { await Task.yield() }
            }
        }
        try await run(delivery)
        await stopping.withLock { $0 }?.value
        let called = world.takeCalls()
        #expect(called.count <= CallbackDelivery.together && !called.isEmpty)
        let left = world.rows.withLock { $0 }
        #expect(left.count == 20 - called.count && left.allSatisfy { $0.dueAt <= world.clock.now() && $0.callback.tries == 0 })
        #expect(try await delivery.begin() == [])
    }

    @Test func tidyingGoesOnUntilAllIsWellAndFollowsTheRetentionOfTheApp() async throws {
        let world = try await World()
        try await world.set("retention.days", "2")
        try await world.delivery().tidy(step: 10)
        #expect(world.tidied.withLock { $0 } == Array(repeating: world.clock.now().advanced(by: -172_800_000), count: 3))
    }

    @Test func onlyTheNewestWishOfAnAppCounts() {
        let wishes = CallbackWishes(clock: VirtualClock())
        func note(_ version: Int64, _ texts: [String: String]) {
            let app = App(
                number: AppNumber(1), id: Self.shop, name: "", status: .normal, createdAt: Instant(milliseconds: 0), version: version)
            wishes.note(app, AppSettings(stored: texts))
        }
        let url = ["hook.after.url": "https://shop.example/"]
        note(1, url)
        #expect(CallbackKind.allCases.allSatisfy { wishes.wants($0, AppNumber(1)) } && !wishes.wants(.user, AppNumber(2)))
        note(3, url.merging(["hook.after.events": "roster, group"]) { $1 })
        note(2, url)
        #expect(CallbackKind.allCases.filter { wishes.wants($0, AppNumber(1)) } == [.roster, .group])
        note(4, ["hook.after.events": "roster"])
        #expect(wishes.table.isEmpty)
    }

    @Test func numbersAndWordsOfEventsAreEachOnesOwn() {
        #expect(Set(CallbackEvent.all.map(\.number)).count == CallbackEvent.all.count)
        #expect(Set(CallbackEvent.all.map(\.word)).count == CallbackEvent.all.count)
        for event in CallbackEvent.all { #expect(CallbackEvent(number: event.number) == event) }
        #expect(CallbackEvent(number: 1) == nil)
    }
}
