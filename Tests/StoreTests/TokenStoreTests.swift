import HearthCore
import IM
import Testing

struct TokenStoreTests {
    private static func row(_ user: UserID, endsAt: Int64, _ role: TokenRole = .user) -> TokenRow {
        TokenRow(user: user, role: role, expiresAt: Instant(milliseconds: endsAt))
    }

    @Test(arguments: StoreKind.all, [TokenRole.user, .admin])
    func aSavedTokenIsFoundInItsAppAlone(kind: StoreKind, role: TokenRole) async throws {
        var store = try await OpenStore(kind)
        let anna = try await store.account(try await store.app("first"), "anna")
        let second = try await store.app("second")
        let row = Self.row(anna.user, endsAt: 5_000, role)
        try await store.tokens.save(anna.app, id: "t1", row: row, issuedAt: store.clock.now())
        store = try await store.reopened()
        #expect(try await store.tokens.find(anna.app, id: "t1") == row)
        #expect(try await store.tokens.find(anna.app, id: "T1") == nil)
        #expect(try await store.tokens.find(second, id: "t1") == nil)
    }

    @Test(arguments: StoreKind.all) func aTokenIdIsSavedOnce(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.tokens.save(anna.app, id: "t1", row: Self.row(anna.user, endsAt: 5_000), issuedAt: store.clock.now())
        await #expect(throws: Failure.self) {
            try await store.tokens.save(anna.app, id: "t1", row: Self.row(ben.user, endsAt: 9_000), issuedAt: store.clock.now())
        }
        #expect(try await store.tokens.find(anna.app, id: "t1")?.user == anna.user)
    }

    @Test(arguments: StoreKind.all) func endedTokensAreForgottenInSteps(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await store.account(try await store.app(), "anna")
        for end in 1...10 {
            try await store.tokens.save(
                anna.app, id: "t\(end)", row: Self.row(anna.user, endsAt: Int64(end) * 100), issuedAt: store.clock.now())
        }
        let noon = Instant(milliseconds: 700)
        #expect(try await store.tokens.prune(endedBefore: noon, limit: 4) == 4)
        #expect(try await store.tokens.prune(endedBefore: noon, limit: 4) == 2)
        #expect(try await store.tokens.prune(endedBefore: noon, limit: 4) == 0)
        for end in 1...10 {
            #expect((try await store.tokens.find(anna.app, id: "t\(end)") != nil) == (end >= 7), "t\(end)")
        }
    }

    @Test(arguments: StoreKind.all) func adminTokensAreListedAndRevokedByThemselves(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let app = try await store.app("first")
        let second = try await store.app("second")
        let anna = try await store.account(app, "anna")
        for (id, issued) in [("b", 2), ("a", 3), ("c", 1)] as [(String, Int64)] {
            let row = Self.row(.system, endsAt: 5_000, .admin)
            try await store.tokens.save(app, id: id, row: row, issuedAt: Instant(milliseconds: issued))
        }
        try await store.tokens.save(app, id: "u", row: Self.row(anna.user, endsAt: 5_000), issuedAt: store.clock.now())
        func revoke(_ id: String, _ app: AppNumber, at now: Int64) async throws -> Bool {
            try await store.tokens.revokeAdminToken(app, id: id, now: Instant(milliseconds: now))
        }
        #expect(try await revoke("b", app, at: 70))
        #expect(try await revoke("b", app, at: 80))
        #expect(try await !revoke("a", second, at: 70))
        #expect(try await !revoke("u", app, at: 70))
        store = try await store.reopened()
        let listed = try await store.tokens.adminTokens(app)
        #expect(listed.map(\.id) == ["c", "b", "a"])
        #expect(listed.map { $0.revokedAt?.milliseconds } == [nil, 70, nil])
        #expect(listed.map(\.issuedAt.milliseconds) == [1, 2, 3] && listed.allSatisfy { $0.expiresAt.milliseconds == 5_000 })
        #expect(try await store.tokens.adminTokens(second).isEmpty)
        #expect(try await store.tokens.find(app, id: "b")?.ended != nil)
        #expect(try await store.tokens.find(app, id: "u")?.ended == nil)
    }
}
