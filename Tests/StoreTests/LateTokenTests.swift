import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

/// Tokens of logins that were checked before an end of all logins, and are written after it.
struct LateTokenTests {
    enum End: Sendable, CaseIterable {
        case freeze, removal, newPassword

        var refusal: Failure {
            switch self {
            case .freeze: Failure(.userFrozen)
            case .removal: Failure(.userNotExist)
            case .newPassword: Failure(.userAuthFailed)
            }
        }

        func come(to account: Account, at store: OpenStore) async throws(Failure) {
            let (control, now) = (store.accountControl, store.clock.now())
            switch self {
            case .freeze: _ = try await control.freeze(account.app, [account.user], now: now)
            case .removal: _ = try await control.remove(account, now: now)
            case .newPassword: _ = try await control.setPassword(account, hash: "newer", replacing: nil, keeping: nil, now: now)
            }
        }
    }

    @Test(arguments: StoreKind.all, End.allCases)
    func aLoginThatIsOvertakenGetsNoToken(kind: StoreKind, end: End) async throws {
        let store = try await OpenStore(kind)
        let anna = try await store.account(try await store.app(), "anna")
        let overtaken = AnyPassword { () throws(Failure) in try await end.come(to: anna, at: store) }
        await #expect(throws: end.refusal) { try await store.login("anna", overtaken) }
        #expect(try await store.liveTokens() == [])
    }

    @Test(arguments: StoreKind.all) func aLoginThatIsNotOvertakenGetsIts(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        for end in [End.newPassword, .freeze, .removal] { try await end.come(to: ben, at: store) }
        #expect(try await store.login("anna", AnyPassword {}).user == anna.user)
        #expect(try await store.liveTokens().count == 1)
    }

    /// As for an account that was just made.
    @Test(arguments: StoreKind.all) func whereNoPasswordMattersOnlyTheAccountDoes(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await store.account(try await store.app(), "anna")
        try await End.newPassword.come(to: anna, at: store)
        try await store.token("one", of: anna)
        try await End.freeze.come(to: anna, at: store)
        await #expect(throws: Failure(.userFrozen)) { try await store.token("two", of: anna) }
        try await End.removal.come(to: anna, at: store)
        await #expect(throws: Failure(.userNotExist)) { try await store.token("three", of: anna) }
        await #expect(throws: Failure(.userNotExist)) { try await store.token("four", of: Account(app: anna.app, user: UserID(4))) }
        #expect(try await store.liveTokens() == [])
    }

    /// The end has looked for tokens and is not committed yet: a token written beside it would live.
    @Test(arguments: [("status = 1", End.freeze), ("status = 2", .removal), ("password_hash = 'newer'", .newPassword)])
    func aTokenWaitsForAnEndThatIsUnderWay(change: String, end: End) async throws {
        let store = try await OpenStore(.postgres)
        let other = try await store.beside()
        let anna = try await store.account(try await store.app(), "anna")
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let answer = Answer()
        try await withThrowingTaskGroup { tasks in
            tasks.addTask {
                try await store.database.writing { sql in
                    try sql.execute(built: "UPDATE users SET " + change)
                    try sql.execute("UPDATE tokens SET revoked_at = 1 WHERE revoked_at IS NULL")
                    begin.finish()
                    var isAwaited = false
                    while !isAwaited && !answer.isThere.withLock({ $0 }) {
                        isAwaited =
                            try sql.first("SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid") { _ in
                                true
                            } ?? false
                    }
                }
            }
            for await _ in begun {}
            await #expect(throws: end.refusal) {
                defer { answer.isThere.withLock { $0 = true } }
                try await other.tokens.save(
                    anna.app, id: "late",
                    row: TokenRow(user: anna.user, role: .user, expiresAt: .init(milliseconds: 9)),
                    issuedAt: .init(milliseconds: 1), passwordHash: "hash of anna")
            }
            try await tasks.waitForAll()
        }
        #expect(try await store.liveTokens() == [])
    }

    /// Whichever of them is first: no token is left.
    @Test func aLoginAndAnEndAtTwoServersLeaveNoToken() async throws {
        let here = try await OpenStore(.postgres)
        let there = try await here.beside()
        let anna = try await here.account(try await here.app(), "anna")
        for round in 0..<60 {
            async let login: DeviceSN?? = try? there.token("t\(round)", of: anna)
            async let end: Void = End.freeze.come(to: anna, at: here)
            _ = await login
            try await end
            #expect(try await here.liveTokens() == [], "round \(round)")
            try await here.accountControl.unfreeze(anna.app, [anna.user])
        }
    }
}

/// Whether a call has been answered.
private final class Answer: Sendable {
    let isThere = Mutex(false)
}

/// Takes every password, and lets something happen after it has looked.
private struct AnyPassword: PasswordHashing {
    let meanwhile: @Sendable () async throws(Failure) -> Void

    init(_ meanwhile: @escaping @Sendable () async throws(Failure) -> Void) { self.meanwhile = meanwhile }

    func hash(_ password: String) async throws(Failure) -> String { password }

    func verify(_ password: String, against hash: String) async throws(Failure) -> Bool {
        try await meanwhile()
        return true
    }

    func verifyAgainstNothing(_ password: String) async throws(Failure) {}
}

extension OpenStore {
    fileprivate func login(_ name: String, _ passwords: any PasswordHashing) async throws -> IssuedToken {
        let randomness = SeededRandomness()
        let directory = AppDirectory(store: apps, settings: appSettings, clock: clock, randomness: randomness)
        let tokens = Tokens(
            apps: directory, accounts: accounts, passwords: passwords, store: self.tokens, codec: PlainTokenCodec(), clock: clock,
            randomness: randomness, lifetime: 99_999)
        return try await tokens.issue(try await directory.find(AppID("abcdefghijkl")), name: name, password: "any")
    }
}
