import HearthCore
import IM
import TestSupport
import Testing

/// Freezing, send bans and the list of users, on both databases.
struct RestrictionTests {
    private let live = RecordingDevices()

    private func restrictions(_ store: OpenStore) -> Restrictions {
        Restrictions(control: store.accountControl, live: live, clock: store.clock)
    }

    @Test(arguments: StoreKind.all) func theFrozenLoseTheirTokensAndOthersDoNot(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let carl = try await store.account(anna.app, "carl")
        for (name, account) in [("anna", anna), ("ben", ben), ("carl", carl)] { try await store.token(name, of: account, on: "phone") }
        try await restrictions(store).freeze(anna.app, [ben.user, anna.user, ben.user])
        #expect(try await store.accounts.credentials(anna)?.status == .frozen)
        #expect(try await store.accounts.credentials(carl)?.status == .normal)
        #expect(try await store.liveTokens() == ["carl"])
        #expect(live.told == [RecordingDevices.Told(.userFrozen, anna, nil), RecordingDevices.Told(.userFrozen, ben, nil)])
        try await restrictions(store).freeze(anna.app, [anna.user, carl.user])
        #expect(live.told.count == 3, "who is frozen already is told nothing")
        try await restrictions(store).unfreeze(anna.app, [anna.user, ben.user])
        #expect(try await store.accounts.credentials(ben)?.status == .normal)
        #expect(try await store.accounts.credentials(carl)?.status == .frozen)
        #expect(try await store.liveTokens() == [])
    }

    @Test(arguments: StoreKind.all) func oneWhoIsNotKnownStopsAll(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let removed = try await store.account(anna.app, "carl")
        try await store.set(.removed, of: removed)
        let elsewhere = try await store.account(try await store.app("other"), "dora")
        try await store.token("anna", of: anna)
        try await restrictions(store).freeze(ben.app, [ben.user])
        for nobody in [removed.user, elsewhere.user, UserID(4)] {
            await #expect(throws: Failure(.userNotExist)) { try await restrictions(store).freeze(anna.app, [anna.user, nobody]) }
            await #expect(throws: Failure(.userNotExist)) { try await restrictions(store).unfreeze(anna.app, [ben.user, nobody]) }
        }
        #expect(try await store.accounts.credentials(anna)?.status == .normal)
        #expect(try await store.accounts.credentials(ben)?.status == .frozen)
        #expect(try await store.accounts.credentials(removed)?.status == .removed)
        #expect(try await store.liveTokens() == ["anna"])
        #expect(live.told.map(\.account) == [ben])
    }

    @Test(arguments: StoreKind.all) func tooManyAtOnceAreRefused(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let many = (1...10_001).map { UserID(Int64($0) * 2) }
        await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: list")) {
            try await restrictions(store).freeze(app, many)
        }
        try await restrictions(store).freeze(app, [])
    }

    @Test(arguments: StoreKind.all) func aBanEndsOrNot(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let now = store.clock.now()
        let bans: StaticString = "SELECT banned_until FROM users ORDER BY id"
        try await restrictions(store).ban(anna, minutes: 1)
        #expect(try await store.numbers(bans) == [now.milliseconds + 60_000, 0])
        try await restrictions(store).ban(ben, minutes: nil)
        try await restrictions(store).unban(anna)
        #expect(try await store.numbers(bans) == [0, -1])
        await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: minutes")) {
            try await restrictions(store).ban(anna, minutes: 0)
        }
        try await store.set(.removed, of: ben)
        await #expect(throws: Failure(.userNotExist)) { try await restrictions(store).ban(ben, minutes: nil) }
    }

    @Test(arguments: StoreKind.all) func theListHasPages(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (app, other) = (try await store.app("first"), try await store.app("second"))
        var expected: [ListedUser] = []
        for number in 0..<7 {
            let account = try await store.account(app, "user_\(number)")
            _ = try await store.account(other, "user_\(number)")
            if number == 1 { try await store.set(.frozen, of: account) }
            if number == 3 { try await store.set(.removed, of: account); continue }
            expected.append(ListedUser(user: account.user, name: "user_\(number)", isFrozen: number == 1))
        }
        let list = UserList(control: store.accountControl)
        #expect(try await list.page(app, number: 1, size: 1_000) == expected)
        #expect(try await list.page(app, number: 1, size: 4) == Array(expected[..<4]))
        #expect(try await list.page(app, number: 2, size: 4) == Array(expected[4...]))
        #expect(try await UserList(control: store.accountControl).page(app, number: 2, size: 4) == Array(expected[4...]), "at once")
        #expect(try await list.page(app, number: 3, size: 4) == [])
        #expect(try await list.page(app, number: .max, size: 1_000) == [])
        for (number, size, field) in [(0, 50, "page_num"), (1, 0, "page_size"), (1, 1_001, "page_size"), (.min, 1, "page_num")] {
            await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: \(field)")) {
                try await list.page(app, number: number, size: size)
            }
        }
    }

    @Test(arguments: StoreKind.all) func whoReadsPageAfterPageMissesNobody(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        var accounts: [Account] = []
        for number in 0..<9 { accounts.append(try await store.account(app, "user_\(number)")) }
        let list = UserList(control: store.accountControl)
        var seen: [UserID] = []
        for number in 1...4 {
            seen += try await list.page(app, number: number, size: 3).map(\.user)
            // Somebody who was seen already goes: the others move up.
            if number < 4 { try await store.set(.removed, of: accounts[number - 1]) }
        }
        #expect(seen == accounts.map(\.user))
        #expect(try await list.page(app, number: 1, size: 3).map(\.user) == accounts[3...5].map(\.user), "the first page is read afresh")
    }
}
