import HearthCore
import IM
import TestSupport
import Testing

/// New passwords, the tokens they end and who is told, on both databases.
struct PasswordChangeTests {
    private let live = RecordingDevices()

    private func changes(_ store: OpenStore, _ checking: any PasswordChecking = OnePassword("old")) -> PasswordChanges {
        PasswordChanges(
            accounts: store.accounts, control: store.accountControl, checking: checking, passwords: PlainPasswords(), live: live,
            clock: store.clock)
    }

    private func caller(_ account: Account, _ device: DeviceSN? = DeviceSN(1)) -> PasswordChanges.Caller {
        PasswordChanges.Caller(account: account, tokenID: "mine", device: device, address: "192.0.2.1")
    }

    /// Anna with two devices and a token that has none yet; Ben, and another Anna elsewhere.
    private func people(_ store: OpenStore) async throws -> (anna: Account, ben: Account) {
        let (anna, ben) = try await store.pair()
        try await store.token("mine", of: anna, on: "first")
        try await store.token("other", of: anna, on: "second")
        try await store.token("unused", of: anna)
        try await store.token("bens", of: ben, on: "first")
        return (anna, ben)
    }

    @Test(arguments: StoreKind.all) func theCallerStaysAndAllOthersGo(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await people(store)
        try await changes(store).change(caller(anna), in: store.entry(anna.app), from: "old", to: "new")
        #expect(try await store.accounts.credentials(anna)?.passwordHash == "plain:new")
        #expect(try await store.accounts.credentials(ben)?.passwordHash == "hash of ben")
        #expect(try await store.liveTokens() == ["bens", "mine"])
        #expect(live.told == [RecordingDevices.Told(.passwordChanged, anna, DeviceSN(1))])
        #expect(try await store.userDevices.list(of: anna).count == 2)
    }

    @Test(arguments: StoreKind.all) func aWrongOldPasswordChangesNothing(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await people(store)
        await #expect(throws: Failure(.userOldPasswordNotMatch)) {
            try await changes(store).change(caller(anna), in: store.entry(anna.app), from: "wrong", to: "new")
        }
        let slow = OnePassword("old") { () throws(Failure) in throw Failure(.serverTokenRequestTooMany) }
        await #expect(throws: Failure(.serverTokenRequestTooMany)) {
            try await changes(store, slow).change(caller(anna), in: store.entry(anna.app), from: "old", to: "new")
        }
        for bad in ["", "a\0b", String(repeating: "x", count: 257)] {
            await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: new_password")) {
                try await changes(store).change(caller(anna), in: store.entry(anna.app), from: "old", to: bad)
            }
        }
        #expect(try await store.accounts.credentials(anna)?.passwordHash == "hash of anna")
        #expect(try await store.liveTokens().count == 4)
        #expect(live.told.isEmpty)
    }

    /// Who knows the old password and is slower than its change does not win.
    @Test(arguments: StoreKind.all) func aPasswordReplacedMeanwhileIsNotReplacedAgain(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await people(store)
        let raced = OnePassword("old") { () throws(Failure) in
            _ = try await store.accountControl.setPassword(anna, hash: "newer", replacing: nil, keeping: "other", now: store.clock.now())
        }
        await #expect(throws: Failure(.userOldPasswordNotMatch)) {
            try await changes(store, raced).change(caller(anna), in: store.entry(anna.app), from: "old", to: "new")
        }
        #expect(try await store.accounts.credentials(anna)?.passwordHash == "newer")
        #expect(try await store.liveTokens() == ["bens", "other"])
    }

    @Test(arguments: StoreKind.all) func anOperatorEndsAllLogins(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await people(store)
        try await changes(store).set(anna, to: "new")
        #expect(try await store.accounts.credentials(anna)?.passwordHash == "plain:new")
        #expect(try await store.liveTokens() == ["bens"])
        #expect(live.told == [RecordingDevices.Told(.passwordChanged, anna, nil)])
        await #expect(throws: Failure(.userNotExist)) {
            try await changes(store).set(Account(app: anna.app, user: UserID(4)), to: "new")
        }
    }

    @Test(arguments: StoreKind.all) func onlyAnOperatorGivesAFirstPassword(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let user = try await store.accounts.create(app, name: try UserName("anna"), passwordHash: "", now: store.clock.now())
        let anna = Account(app: app, user: user)
        await #expect(throws: Failure(.userPermissionDenied, "the password of this account is not kept here")) {
            try await changes(store).change(caller(anna), in: store.entry(app), from: "old", to: "new")
        }
        try await changes(store).set(anna, to: "new")
        #expect(try await store.accounts.credentials(anna)?.passwordHash == "plain:new")
    }

    @Test(arguments: StoreKind.all) func aTokenOfAnotherAppIsNotConcerned(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await people(store)
        let other = try await store.app("other")
        try await store.database.writing { sql in
            try sql.execute(
                "INSERT INTO users (app, id, name, password_hash, created_at) VALUES (?1, ?2, 'anna', '', 1)",
                [.integer(other.rawValue), .integer(anna.user.rawValue)])
        }
        try await store.token("there", of: Account(app: other, user: anna.user))
        try await changes(store).set(anna, to: "new")
        #expect(try await store.liveTokens() == ["bens", "there"])
    }
}
