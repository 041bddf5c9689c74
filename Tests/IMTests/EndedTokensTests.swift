import HearthCore
import Synchronization
import TestSupport
import Testing

@testable import IM

/// Which sessions a look at revoked tokens ends, and with what.
struct EndedTokensTests {
    private let clock = VirtualClock()
    private let rows = InMemoryTokens()
    private let accounts = InMemoryAccounts()
    private let live = Connected()
    private let ended: EndedTokens
    private let anna = Account(app: AppNumber(1), user: UserID(2))

    init() {
        ended = EndedTokens(store: rows, accounts: accounts, live: live, clock: clock)
        accounts.add(anna, name: "anna")
    }

    private func revoke(_ id: String, ago milliseconds: Int64 = 0, _ role: TokenRole = .user) async throws {
        let now = clock.now()
        let row = TokenRow(user: anna.user, role: role, expiresAt: now.advanced(by: 99_999))
        try await rows.save(anna.app, id: id, row: row, issuedAt: now)
        rows.revoke(anna.app, id: id, at: now.advanced(by: -milliseconds))
    }

    @Test(arguments: [(UserStatus.normal, "kicked"), (.frozen, "userFrozen"), (.removed, "userRemoved")])
    func theEndIsNamedByWhatBecameOfTheUser(status: UserStatus, event: String) async throws {
        live.connect(anna, "mine", "kept")
        accounts.set(status, of: anna)
        try await revoke("mine")
        try await revoke("unused")
        try await ended.look()
        #expect(live.told == ["\(event) mine"])
    }

    @Test func aSessionThatComesAfterItsEndGoesWithTheNextLook() async throws {
        try await revoke("late")
        try await ended.look()
        #expect(live.told == [])
        live.connect(anna, "late")
        clock.advance(by: 2_000)
        try await ended.look()
        try await ended.look()
        #expect(live.told == ["kicked late"], "once, and then it is gone")
    }

    /// Another server told all devices to connect anew before it ended their tokens: that is what they hear.
    @Test func whatWasDoneBeforeTheEndIsTakenOverFirst() async throws {
        let (live, anna) = (live, anna)
        let ended = EndedTokens(store: rows, accounts: accounts, live: live, clock: clock) {
            live.tell(.clusterChanged, anna, token: "mine")
        }
        try await revoke("unused")
        try await ended.look()
        #expect(live.told == [], "nobody is concerned")
        live.connect(anna, "mine")
        try await revoke("mine")
        try await ended.look()
        #expect(live.told == ["clusterChanged mine"])
    }

    /// It was committed some time after the time it carries, or that is of a clock that is behind.
    @Test(arguments: [(30_000, true), (30_001, false)] as [(Int64, Bool)])
    func whatComesToLightLaterIsFoundForSomeTime(delay: Int64, isFound: Bool) async throws {
        live.connect(anna, "mine")
        clock.advance(by: 3_600_000)
        try await ended.look()
        try await revoke("mine", ago: delay)
        try await ended.look()
        #expect(live.told.isEmpty == !isFound)
    }

    @Test func aClockThatWasSetBackHidesNothing() async throws {
        live.connect(anna, "mine")
        try await ended.look()
        clock.advance(by: -3_600_000)
        try await revoke("mine")
        try await ended.look()
        #expect(live.told == ["kicked mine"])
    }

    @Test func aTroubledLookIsMadeUpFor() async throws {
        live.connect(anna, "mine")
        let store = TroubledStore(rows)
        let ended = EndedTokens(store: store, accounts: accounts, live: live, clock: clock)
        try await revoke("mine")
        for _ in 0..<10 {
            clock.advance(by: 60_000)
            await #expect(throws: Failure(.serverNeedRetry)) { try await ended.look() }
        }
        store.heal()
        try await ended.look()
        #expect(live.told == ["kicked mine"])
    }

    @Test func manyThatEndTogetherAreReadInSteps() async throws {
        let ids = (0..<EndedTokens.step * 2 + 1).map { "t\($0)" }
        for id in ids { try await revoke(id) }
        try await revoke("of a server", .admin)
        for id in ids + ["of a server"] { live.connect(anna, id) }
        try await ended.look()
        #expect(Set(live.told) == Set(ids.map { "kicked \($0)" }))
    }
}

/// Sessions that are gone when they are told of their end.
private final class Connected: LiveTokens {
    private struct Key: Hashable {
        let account: Account
        let token: String
    }

    private let state = Mutex<(here: Set<Key>, told: [String])>(([], []))

    var told: [String] { state.withLock { $0.told } }

    func connect(_ account: Account, _ tokens: String...) {
        state.withLock { state in
            for token in tokens { state.here.insert(Key(account: account, token: token)) }
        }
    }

    func isConnected(_ account: Account, token: String) -> Bool {
        state.withLock { $0.here.contains(Key(account: account, token: token)) }
    }

    func tell(_ event: DeviceEvent, _ account: Account, token: String) {
        state.withLock { state in
            guard state.here.remove(Key(account: account, token: token)) != nil else { return }
            state.told.append("\(event) \(token)")
        }
    }
}

/// A store that is away until it is back.
private final class TroubledStore: EndedTokenStore {
    private let store: any EndedTokenStore
    private let isAway = Mutex(true)

    init(_ store: any EndedTokenStore) { self.store = store }

    func heal() { isAway.withLock { $0 = false } }

    func ended(since instant: Instant, after last: EndedToken?, limit: Int) async throws(Failure) -> [EndedToken] {
        guard !isAway.withLock({ $0 }) else { throw Failure(.serverNeedRetry) }
        return try await store.ended(since: instant, after: last, limit: limit)
    }
}
