import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

struct ReviewsTests {
    private let store = InMemoryReviews()
    private let taking = Taking()
    private let bans = Bans()
    private let clock = VirtualClock()
    private let app = AppDirectory.Entry(
        app: App(number: AppNumber(1), id: AppID("app1"), name: "a", status: .normal, createdAt: VirtualClock.start))
    private let reviews: Reviews

    init() async throws {
        reviews = Reviews(
            store: store, taking: taking, restrictions: Restrictions(control: bans, live: NobodyLive(), clock: clock), clock: clock)
        try await store.add((1...3).map { Self.review($0) })
    }

    private static func review(_ id: Int64) -> Review {
        Review(
            id: id, at: Instant(milliseconds: id), author: Account(app: AppNumber(1), user: UserID(2 * id)),
            subject: Review.Subject(.message, field: "content", target: .user(UserID(8)), message: MessageID(id)), text: "text", hits: [])
    }

    @Test func whatIsKeptIsNotedAndLeftAlone() async throws {
        let decided = try await reviews.decide(2, in: app, .keep, note: "harmless", by: "me")
        #expect(decided.decision == Review.Decision(.keep, isBanned: false, at: clock.now(), by: "me", note: "harmless"))
        #expect(taking.taken.isEmpty && bans.all.isEmpty)
        #expect(try await reviews.list(of: app.app.number, isOpen: true, limit: 9).map(\.id) == [3, 1])
        #expect(try await reviews.list(of: app.app.number, isOpen: false, limit: 9) == [decided])
        #expect(try await reviews.list(of: app.app.number, isOpen: nil, user: UserID(6), limit: 9).map(\.id) == [3])
        #expect(try await reviews.list(of: app.app.number, isOpen: nil, before: 3, limit: 1).map(\.id) == [2])
    }

    @Test func aRecallTakesTheTextBackAndABanComesWithIt() async throws {
        let decided = try await reviews.decide(1, in: app, .recall, ban: .minutes(5), by: "me")
        #expect(taking.taken == [1] && decided.decision?.isBanned == true && decided.decision?.verdict == .recall)
        #expect(bans.all == [UserID(2): clock.now().advanced(by: 300_000).milliseconds])
        _ = try await reviews.decide(2, in: app, .keep, ban: .forever, by: "me")
        #expect(bans.all[UserID(4)] == -1)
    }

    @Test func aDecisionIsMadeOnce() async throws {
        _ = try await reviews.decide(1, in: app, .keep, by: "me")
        let error = await #expect(throws: Failure.self) { try await reviews.decide(1, in: app, .recall, ban: .forever, by: "you") }
        #expect(error?.name == .invalidRequestParameter && error?.restMessage.contains("decided already") == true)
        #expect(taking.taken.isEmpty && bans.all.isEmpty)
        await #expect(throws: Failure.self) { try await reviews.decide(9, in: app, .keep, by: "me") }
    }

    @Test func whatCannotBeTakenBackStaysOpen() async throws {
        taking.fail(Failure(.serverBusy))
        await #expect(throws: Failure(.serverBusy)) { try await reviews.decide(1, in: app, .recall, ban: .forever, by: "me") }
        #expect(try await reviews.find(1, in: app.app.number).decision == nil && bans.all.isEmpty)
        taking.fail(nil)
        #expect(try await reviews.decide(1, in: app, .recall, by: "me").decision?.verdict == .recall)
    }

    @Test func aBanOfSomebodyWhoIsGoneIsNone() async throws {
        bans.remove(UserID(2))
        #expect(try await reviews.decide(1, in: app, .recall, ban: .forever, by: "me").decision?.isBanned == false)
    }

    @Test(arguments: [0, -1, 5_256_001]) func minutesAreBounded(minutes: Int64) async throws {
        await #expect(throws: Failure.self) { try await reviews.decide(1, in: app, .recall, ban: .minutes(minutes), by: "me") }
        await #expect(throws: Failure.self) { try await reviews.decide(1, in: app, .keep, note: "a\0", by: "me") }
        #expect(taking.taken.isEmpty)
    }
}

/// Notes what is taken back. It can be made to fail.
private final class Taking: TakingBack {
    private let state = Mutex<(taken: [Int64], failure: Failure?)>(([], nil))

    var taken: [Int64] { state.withLock { $0.taken } }

    func fail(_ failure: Failure?) { state.withLock { $0.failure = failure } }

    func takeBack(_ review: Review, _ settings: AppSettings) async throws(Failure) {
        let failure = state.withLock { state in
            if state.failure == nil { state.taken.append(review.id) }
            return state.failure
        }
        if let failure { throw failure }
    }
}

/// Notes bans, and does nothing else.
private final class Bans: AccountControl {
    private let state = Mutex<(bans: [UserID: Int64], removed: Set<UserID>)>(([:], []))

    var all: [UserID: Int64] { state.withLock { $0.bans } }

    func remove(_ user: UserID) { state.withLock { _ = $0.removed.insert(user) } }

    func ban(_ account: Account, until: Int64) async throws(Failure) {
        let isThere = state.withLock { state in
            guard !state.removed.contains(account.user) else { return false }
            state.bans[account.user] = until
            return true
        }
        if !isThere { throw Failure(.userNotExist) }
    }

    func setPassword(
        _ account: Account, hash: String, replacing old: String?, keeping kept: String?, now: Instant
    ) async throws(Failure) -> Bool { false }
    func remove(_ account: Account, now: Instant) async throws(Failure) -> [GroupCommit] { [] }
    func freeze(_ app: AppNumber, _ users: [UserID], now: Instant) async throws(Failure) -> [UserID] { [] }
    func unfreeze(_ app: AppNumber, _ users: [UserID]) async throws(Failure) {}
    func state(of account: Account) async throws(Failure) -> AccountState? { nil }
    func list(_ app: AppNumber, after user: UserID, skipping count: Int, limit: Int) async throws(Failure) -> [ListedUser] { [] }
}
