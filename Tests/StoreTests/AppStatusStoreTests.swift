import HearthCore
import IM
import Testing

struct AppStatusStoreTests {
    @Test(arguments: StoreKind.all) func statusReasonAndNameAreKept(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let app = try await store.app("abcdefghijkl")
        let before = try await store.apps.change(app, AppChange(status: .frozen, reason: "Käse 芝士"))
        #expect(before.status == .normal && before.statusReason == "")
        let frozen = try await store.apps.change(app, AppChange(name: "new name"))
        #expect(frozen.status == .frozen && frozen.statusReason == "Käse 芝士" && frozen.version == before.version + 1)
        store = try await store.reopened()
        let found = try #require(try await store.apps.find(AppID("abcdefghijkl"))).app
        #expect(found.status == .frozen && found.statusReason == "Käse 芝士" && found.name == "new name")
        #expect(found.version == before.version + 2)
        #expect(try await store.apps.list() == [found])
        await #expect(throws: Failure(.serverAppIdInvalid)) { try await store.apps.change(AppNumber(99), AppChange(status: .frozen)) }
    }

    @Test(arguments: StoreKind.all) func callsToReconnectAreCounted(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app("abcdefghijkl")
        #expect(try await store.apps.reconnect(app, .clusterChanged).reconnection == .none)
        #expect(try await store.apps.reconnect(app, .dnsUpdate).reconnection == Reconnection(number: 1, notice: .clusterChanged))
        let found = try #require(try await store.apps.find(AppID("abcdefghijkl"))).app
        #expect(found.reconnection == Reconnection(number: 2, notice: .dnsUpdate) && found.version == 2)
        await #expect(throws: Failure(.serverAppIdInvalid)) { try await store.apps.reconnect(AppNumber(99), .dnsUpdate) }
    }

    /// In steps of two users.
    @Test(arguments: StoreKind.all) func tokensIssuedBeforeEndStepByStep(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app("abcdefghijkl")
        var users: [Account] = []
        for number in 0..<5 { users.append(try await store.account(app, "user\(number)")) }
        func token(_ id: String, _ user: UserID, _ role: TokenRole = .user, at instant: Int64) async throws {
            let row = TokenRow(user: user, role: role, expiresAt: Instant(milliseconds: 9_000_000))
            try await store.tokens.save(app, id: id, row: row, issuedAt: Instant(milliseconds: instant))
        }
        for (number, user) in users.enumerated() {
            try await token("old\(number)", user.user, at: 99)
            try await token("new\(number)", user.user, at: 100)
        }
        try await token("admin", .system, .admin, at: 1)
        var (last, steps) = (UserID?.some(.system), 0)
        while let user = last {
            last = try await store.tokens.endTokens(
                app, after: user, issuedBefore: Instant(milliseconds: 100), limit: 2, now: Instant(milliseconds: 101))
            steps += 1
        }
        #expect(steps == 3)
        for number in 0..<5 {
            #expect(try await store.tokens.find(app, id: "old\(number)")?.ended == .clusterChanged)
            #expect(try await store.tokens.find(app, id: "new\(number)")?.ended == nil)
        }
        #expect(try await store.tokens.find(app, id: "admin")?.ended == nil)
    }

    @Test(arguments: StoreKind.all) func anAccountIsSeenAsItStands(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app("abcdefghijkl")
        let anna = try await store.account(app, "anna")
        let control = store.accountControl
        let state = try #require(try await control.state(of: anna))
        #expect(state.name == "anna" && state.status == .normal && state.ban == .none)
        try await control.ban(anna, until: 77)
        _ = try await control.freeze(app, [anna.user], now: store.clock.now())
        let held = try #require(try await control.state(of: anna))
        #expect(held.status == .frozen && held.ban == .until(Instant(milliseconds: 77)))
        _ = try await control.remove(anna, now: store.clock.now())
        #expect(try await control.state(of: anna)?.status == .removed)
        #expect(try await control.state(of: Account(app: app, user: UserID(2))) == nil)
    }
}
