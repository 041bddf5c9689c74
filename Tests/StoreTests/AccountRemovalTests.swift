import HearthCore
import IM
import TestSupport
import Testing

/// What goes with an account and what stays, on both databases.
struct AccountRemovalTests {
    private let live = RecordingDevices()
    private let announced = RecordingGroups()

    private func removal(_ store: OpenStore) -> AccountRemoval {
        AccountRemoval(
            control: store.accountControl, checking: OnePassword("right"), live: live, announcer: announced, clock: store.clock)
    }

    @Test(arguments: StoreKind.all) func theOwnPasswordIsAskedFor(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await store.pair()
        await #expect(throws: Failure(.userAuthFailed)) {
            try await removal(store).remove(anna, in: store.entry(anna.app), password: "wrong", from: "192.0.2.1")
        }
        #expect(try await store.accounts.credentials(anna)?.status == .normal)
        #expect(live.told.isEmpty)
        try await removal(store).remove(anna, in: store.entry(anna.app), password: "right", from: "192.0.2.1")
        #expect(try await store.accounts.credentials(anna)?.status == .removed)
        #expect(live.told == [RecordingDevices.Told(.userRemoved, anna, nil)])
    }

    @Test(arguments: StoreKind.all) func theProfileIsEmptiedAndTheNameStaysReserved(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        var change = ProfileChange()
        change.nickName = "A"
        change.avatar = "A"
        change.about = "A"
        change.publicInfo = "A"
        change.privateInfo = "A"
        change.mobile = "12345"
        for account in [anna, ben] {
            if account == ben { change.mobile = "54321" }
            _ = try await store.profiles.change(account, change)
            _ = try await store.userSettings.change(account, UserSettingsStoreTests.everything)
        }
        try await store.database.writing { _ = try $0.execute("UPDATE users SET email = name || '@example.org'") }
        try await removal(store).remove(anna)
        let left = try await store.database.reading { sql in
            try sql.all(
                """
                SELECT name, nick_name || avatar || about || public_info || private_info || mobile || email || password_hash
                    || auth_question || auth_answer || push_nick_name, coalesce(removed_at, 0) FROM users ORDER BY id
                """
            ) { "\($0.text(0)) \($0.text(1)) \($0.int64(2))" }
        }
        #expect(left == ["anna  \(store.clock.now().milliseconds)", "ben AAAAA54321ben@example.orghash of benwho?meA. 0"])
        await #expect(throws: Failure(.userAlreadyExist)) { try await store.account(anna.app, "anna") }
        #expect(try await store.accounts.profiles(anna.app, [anna.user, ben.user]).map(\.name) == ["ben"])
        let carl = try await store.account(anna.app, "carl")
        var number = ProfileChange()
        number.mobile = "12345"
        #expect(try await store.profiles.change(carl, number) == number, "his number is free again")
    }

    @Test(arguments: StoreKind.all) func loginsEnd(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let phone = DeviceAddress(account: anna, device: try #require(try await store.token("phone", of: anna, on: "phone")))
        let bens = DeviceAddress(account: ben, device: try #require(try await store.token("bens", of: ben, on: "phone")))
        try await store.token("unused", of: anna)
        try await store.write(["hello"], from: anna, to: ben)
        let answer = try await store.write(["hello yourself"], from: ben, to: anna)
        try await store.confirm(phone, try await store.conversation(phone, ben).id, answer[0])
        try await store.confirm(bens, try await store.conversation(bens, anna).id, answer[0])
        try await removal(store).remove(anna)
        #expect(try await store.liveTokens() == ["bens"])
        #expect(try await store.numbers("SELECT user_id FROM devices") == [ben.user.rawValue])
        #expect(try await store.numbers("SELECT user_id FROM cursors") == [ben.user.rawValue])
        #expect(try await store.numbers("SELECT count(*) FROM messages") == [2], "messages stay for the other")
        await #expect(throws: Failure(.userRemoved)) { try await store.admit(anna, "tablet") }
        #expect(try await store.numbers("SELECT user_id FROM devices") == [ben.user.rawValue])
        await #expect(throws: Failure(.userNotExist)) { try await removal(store).remove(anna) }
    }

    @Test(arguments: StoreKind.all) func othersKeepTheirEntryAndSeeThatHeIsGone(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let carl = try await store.account(anna.app, "carl")
        for owner in [ben, carl] { try await store.addToRoster(of: owner, anna.user, alias: "Annie") }
        try await store.addToRoster(of: ben, carl.user, alias: "C")
        for contact in [ben, carl] { try await store.addToRoster(of: anna, contact.user) }
        let elsewhere = try await store.account(try await store.app("other"), "anna")
        try await store.addToRoster(of: elsewhere, anna.user)
        try await store.database.writing { sql in
            try sql.execute("UPDATE roster SET blocked = 1 WHERE owner = ?1", [.integer(carl.user.rawValue)])
            try sql.execute("UPDATE users SET roster_version = 5")
        }
        try await removal(store).remove(anna)
        let rows = try await store.database.reading { sql in
            try sql.all("SELECT owner, contact, relation, blocked, alias FROM roster ORDER BY owner, contact") {
                "\($0.int64(0)) \($0.int64(1)) \($0.int64(2)) \($0.int64(3)) \($0.text(4))"
            }
        }
        #expect(
            rows == [
                "\(ben.user) \(anna.user) 1 0 Annie", "\(ben.user) \(carl.user) 0 0 C", "\(carl.user) \(anna.user) 1 1 Annie",
                "\(elsewhere.user) \(anna.user) 0 0 ",
            ])
        let now = store.clock.now().milliseconds
        #expect(try await store.numbers("SELECT roster_version FROM users ORDER BY id") == [5, now, now, 5])
    }

    @Test(arguments: StoreKind.all) func applicationsAndPinsGo(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let carl = try await store.account(anna.app, "carl")
        for (target, applicant) in [(anna, ben), (ben, anna), (ben, carl), (carl, ben)] {
            try await store.database.writing { sql in
                _ = try sql.execute(
                    "INSERT INTO roster_applications VALUES (?1, ?2, ?3, '', '', 0, 1, 2)",
                    [.integer(target.app.rawValue), .integer(target.user.rawValue), .integer(applicant.user.rawValue)])
            }
        }
        _ = try await store.pins.pin(.system, of: anna, now: store.clock.now())
        _ = try await store.pins.pin(.user(anna.user), of: ben, now: store.clock.now())
        try await removal(store).remove(anna)
        let targets = try await store.numbers("SELECT target FROM roster_applications ORDER BY target")
        #expect(targets == [ben.user.rawValue, carl.user.rawValue])
        // The list in which he stood has changed, others have not.
        #expect(try await store.numbers("SELECT roster_version FROM users ORDER BY id") == [0, store.clock.now().milliseconds, 0])
        #expect(try await store.pins.pins(of: anna) == [])
        #expect(try await store.pins.pins(of: ben) == [.user(anna.user)])
    }
}
