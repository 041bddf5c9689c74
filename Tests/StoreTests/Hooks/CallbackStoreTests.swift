import HearthCore
import IM
import Store
import Testing

/// The outbox of callbacks: claimed by one, tried again, buried.
struct CallbackStoreTests {
    /// Some messages in the outbox of an app, and a second app with one.
    private final class World: Sendable {
        let store: OpenStore
        let anna: Account
        let ben: Account

        var app: AppNumber { anna.app }
        var outbox: SQLCallbackStore { store.store.callbacks }
        var overview: SQLCallbackOverview { store.store.callbackOverview }
        var now: Instant { store.clock.now() }

        init(_ kind: StoreKind, messages: Int) async throws {
            store = try await OpenStore(kind)
            (anna, ben) = try await store.pair()
            store.want([.message], in: anna.app)
            try await say(messages)
        }

        func say(_ count: Int, from first: Int64 = 1) async throws {
            let (anna, ben) = (anna, ben)
            let batch = (0..<Int64(count)).map { anna.says("m\(first + $0)", to: ben, clientID: first + $0) }
            for result in await store.messages.commit(batch) { #expect(result.accepted != nil) }
        }

        func claim(limit: Int = 100, at store: OpenStore? = nil) async throws -> [Callback] {
            let store = store ?? self.store
            return try await store.store.callbacks.claim(app, now: now, until: now.advanced(by: 1_000), limit: limit)
        }
    }

    @Test(arguments: StoreKind.all) func whatIsClaimedNobodyGetsUntilTheClaimIsOld(kind: StoreKind) async throws {
        let world = try await World(kind, messages: 5)
        #expect(try await world.outbox.due(at: world.now) == [AppID("abcdefghijkl")])
        let first = try await world.claim(limit: 2)
        #expect(first.map { String(decoding: $0.facts.body, as: UTF8.self) } == ["m1", "m2"])
        #expect(try await world.claim().map { String(decoding: $0.facts.body, as: UTF8.self) } == ["m3", "m4", "m5"])
        #expect(try await world.claim().isEmpty)
        #expect(try await world.outbox.due(at: world.now).isEmpty)
        world.store.clock.advance(by: 1_000)
        #expect(try await world.claim().count == 5)
    }

    @Test(arguments: StoreKind.all) func whatWasDeliveredIsGoneAndTheRestComesAgainInItsTime(kind: StoreKind) async throws {
        let world = try await World(kind, messages: 4)
        let claimed = try await world.claim()
        let later = world.now.advanced(by: 5_000)
        let ends: [CallbackEnd] = [.delivered, .retry(at: later, reason: "status 500"), .dead(reason: "gone"), .released]
        try await world.outbox.settle(zip(claimed, ends).map { ($0, $1) })
        #expect(try await world.overview.counts(of: world.app) == CallbackCounts(waiting: 2, dead: 1))
        #expect(try await world.claim() == [claimed[3]], "who was not tried is due at once, and no try was counted")
        world.store.clock.advance(by: 5_000)
        #expect(try await world.claim().first { $0.number == claimed[1].number }?.tries == 1)
        let dead = try await world.overview.dead(of: world.app, before: .max, limit: 10)
        #expect(dead.map(\.reason) == ["gone"] && dead.map(\.callback.number) == [claimed[2].number])
        #expect(dead.map(\.callback.facts) == [claimed[2].facts])
    }

    @Test(arguments: StoreKind.all) func theOutboxIsKeptOverARestart(kind: StoreKind) async throws {
        let world = try await World(kind, messages: 2)
        let claimed = try await world.claim(limit: 1)
        try await world.outbox.settle([(claimed[0], .dead(reason: "gone"))])
        let again = try await world.store.reopened()
        #expect(try await again.store.callbackOverview.counts(of: world.app) == CallbackCounts(waiting: 1, dead: 1))
        #expect(try await world.claim(at: again).count == 1)
    }

    @Test(arguments: StoreKind.all) func theDeadAreTriedAgainOrForgottenOneByOneOrAll(kind: StoreKind) async throws {
        let world = try await World(kind, messages: 4)
        let claimed = try await world.claim()
        try await world.outbox.settle(claimed.map { ($0, .dead(reason: "gone")) })
        let numbers = claimed.map(\.number)
        #expect(try await world.overview.dead(of: world.app, before: .max, limit: 2).map(\.callback.number) == [numbers[3], numbers[2]])
        #expect(
            try await world.overview.dead(of: world.app, before: numbers[2], limit: 9).map(\.callback.number) == [numbers[1], numbers[0]])
        let other = AppNumber(world.app.rawValue + 1)
        #expect(try await world.overview.retry(of: other, numbers[0], now: world.now) == 0, "another app's")
        #expect(try await world.overview.retry(of: world.app, numbers[0], now: world.now) == 1)
        #expect(try await world.claim().map(\.tries) == [0])
        #expect(try await world.overview.drop(of: world.app, numbers[1]) == 1)
        #expect(try await world.overview.drop(of: world.app, numbers[1]) == 0)
        #expect(try await world.overview.drop(of: world.app, nil) == 2)
        #expect(try await world.overview.counts(of: world.app) == CallbackCounts(waiting: 1, dead: 0))
    }

    @Test(arguments: StoreKind.all) func anAppKeepsWithinItsBounds(kind: StoreKind) async throws {
        let world = try await World(kind, messages: 9)
        let oldest = Instant(milliseconds: 0)
        var changed: [Int] = []
        for _ in 0..<3 { changed.append(try await world.outbox.tidy(world.app, waiting: 4, dead: 100, before: oldest, step: 3)) }
        #expect(changed == [3, 2, 0])
        let buried = try await world.overview.dead(of: world.app, before: .max, limit: 100)
        #expect(buried.map { String(decoding: $0.callback.facts.body, as: UTF8.self) } == ["m9", "m8", "m7", "m6", "m5"])
        #expect(Set(buried.map(\.reason)) == ["too many wait"])
        #expect(try await world.outbox.tidy(world.app, waiting: 4, dead: 2, before: oldest, step: 100) == 3)
        let kept = try await world.overview.dead(of: world.app, before: .max, limit: 100)
        #expect(kept == Array(buried.prefix(2)))
        let tomorrow = world.now.advanced(by: 86_400_000)
        #expect(try await world.outbox.tidy(world.app, waiting: 4, dead: 2, before: tomorrow, step: 100) == 2)
        #expect(try await world.overview.counts(of: world.app) == CallbackCounts(waiting: 4, dead: 0))
        #expect(try await world.outbox.used() == [AppID("abcdefghijkl")])
    }

    @Test func twoServersNeverClaimOneTwice() async throws {
        let world = try await World(.postgres, messages: 200)
        let other = try await world.store.beside()
        let claimed = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for number in 0..<40 {
                group.addTask { try await world.claim(limit: 5, at: number.isMultiple(of: 2) ? world.store : other).map(\.number) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        // What both reach for at once one of them leaves alone.
        #expect(Set(claimed).count == claimed.count && !claimed.isEmpty)
        var rest: [Int64] = []
        while case let more = try await world.claim(limit: 50).map(\.number), !more.isEmpty { rest += more }
        #expect(Set(claimed + rest).count == 200 && claimed.count + rest.count == 200)
    }
}

extension OpenStore {
    /// An app wants to hear of these.
    func want(_ kinds: Set<CallbackKind>, in app: AppNumber) {
        let texts = ["hook.after.url": "https://app.example/", "hook.after.events": kinds.map(\.rawValue).joined(separator: ",")]
        store.callbackWishes.note(
            App(number: app, id: AppID("abcdefghijkl"), name: "app", status: .normal, createdAt: clock.now()), AppSettings(stored: texts))
    }

    /// Everything that waits in the outbox of an app, in its order: event, who, to whom, text.
    func outbox(_ app: AppNumber) async throws -> [String] {
        let end = clock.now().advanced(by: 1)
        return try await store.callbacks.claim(app, now: clock.now().advanced(by: 86_400_000), until: end, limit: 1_000)
            .sorted { $0.number < $1.number }.map { callback in
                let facts = callback.facts
                let target = facts.target.peer.map { " > \($0.wire)" } ?? ""
                let others = facts.others.isEmpty ? "" : " \(facts.others.map { "\($0)" })"
                return "\(facts.event.word) \(facts.from)\(target)\(others) \(String(decoding: facts.body, as: UTF8.self))"
            }
    }
}
