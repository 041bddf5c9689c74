import HearthCore
import IM
import Testing

struct AccountStoreTests {
    @Test(arguments: StoreKind.all) func userIdsAreEvenAndUniqueInTheWholeServer(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let apps = [try await store.app("first"), try await store.app("second")]
        var seen: Set<UserID> = []
        for round in 0..<3 {
            for app in apps {
                for number in 0..<5 {
                    let user = try await store.account(app, "user_\(round)_\(number)").user
                    #expect(user.rawValue > 0 && user.rawValue.isMultiple(of: 2))
                    #expect(user.rawValue < 1 << 53)
                    #expect(seen.insert(user).inserted)
                }
            }
            store = try await store.reopened()
        }
    }

    @Test(arguments: StoreKind.all) func aTakenNameIsRefused(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let anna = try await store.account(app, "anna")
        await #expect(throws: Failure(.userAlreadyExist)) { try await store.account(app, "anna") }
        #expect(try await store.accounts.credentials(app, name: "anna")?.user == anna.user)
    }

    @Test(arguments: StoreKind.all) func ofManyWhoWantOneNameOneGetsIt(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let users = await withTaskGroup { tasks in
            for _ in 0..<20 { tasks.addTask { try? await store.account(app, "anna").user } }
            return await tasks.reduce(into: [UserID]()) { users, user in if let user { users.append(user) } }
        }
        #expect(users.count == 1)
        #expect(try await store.accounts.credentials(app, name: "anna")?.user == users.first)
    }

    @Test(arguments: StoreKind.all) func aRemovedUsersNameStaysReserved(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        try await store.set(.removed, of: try await store.account(app, "anna"))
        await #expect(throws: Failure(.userAlreadyExist)) { try await store.account(app, "anna") }
    }

    @Test(arguments: StoreKind.all) func oneNameMayLiveInTwoApps(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let first = try await store.account(try await store.app("first"), "anna")
        let second = try await store.account(try await store.app("second"), "anna")
        #expect(first.user != second.user)
        #expect(try await store.accounts.credentials(first.app, name: "anna")?.user == first.user)
        #expect(try await store.accounts.credentials(second.app, name: "anna")?.user == second.user)
        #expect(try await store.accounts.credentials(Account(app: first.app, user: second.user)) == nil)
        #expect(try await store.accounts.profiles(first.app, [second.user]).isEmpty)
    }

    @Test(arguments: StoreKind.all, [UserStatus.normal, .frozen, .removed])
    func credentialsComeByNameAndById(kind: StoreKind, status: UserStatus) async throws {
        let store = try await OpenStore(kind)
        let anna = try await store.account(try await store.app(), "anna")
        try await store.set(status, of: anna)
        let byName = try #require(try await store.accounts.credentials(anna.app, name: "anna"))
        let byID = try #require(try await store.accounts.credentials(anna))
        for found in [byName, byID] {
            #expect(found.user == anna.user && found.status == status && found.passwordHash == "hash of anna")
        }
        #expect(try await store.accounts.credentials(anna.app, name: "Anna") == nil)
        #expect(try await store.accounts.credentials(anna.app, name: "") == nil)
        #expect(try await store.accounts.credentials(Account(app: anna.app, user: UserID(.max))) == nil)
    }

    @Test(arguments: StoreKind.all) func profilesAreOfThoseWhoExist(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let anna = try await store.account(app, "anna")
        let frozen = try await store.account(app, "frozen")
        let removed = try await store.account(app, "removed")
        try await store.set(.frozen, of: frozen)
        try await store.set(.removed, of: removed)
        let asked = [anna.user, removed.user, UserID(-2), UserID(0), UserID(.min), UserID(.max), frozen.user]
        let found = try await store.accounts.profiles(app, asked)
        #expect(Set(found.map(\.name)) == ["anna", "frozen"])
        #expect(found.first { $0.user == anna.user } == Profile(user: anna.user, name: "anna"))
        #expect(try await store.accounts.profiles(app, []).isEmpty)
    }

    @Test(arguments: StoreKind.all) func usersOfAnAppComeInPages(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (app, other) = (try await store.app("first"), try await store.app("second"))
        var users: [UserID] = []
        for number in 0..<7 {
            let account = try await store.account(app, "user_\(number)")
            _ = try await store.account(other, "user_\(number)")
            if number == 3 { try await store.set(.removed, of: account) } else { users.append(account.user) }
            if number == 4 { try await store.set(.frozen, of: account) }
        }
        var (seen, last) = ([UserID](), UserID.system)
        while true {
            let page = try await store.accounts.users(of: app, after: last, limit: 4)
            guard let newest = page.last else { break }
            #expect(page.count == 4 || newest == users.last)
            (seen, last) = (seen + page, newest)
        }
        #expect(seen == users)
    }

    @Test(arguments: StoreKind.all) func whoLogsInIsFoundByNameMobileAndAddress(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.database.writing { sql in
            try sql.execute(
                "UPDATE users SET mobile = '4670', email = 'a@b' WHERE app = ?1 AND id = ?2",
                [.integer(anna.app.rawValue), .integer(anna.user.rawValue)])
        }
        for (name, user) in [("anna", anna.user), ("ben", ben.user), ("4670", anna.user), ("a@b", anna.user), ("", nil), ("Anna", nil)] {
            #expect(try await store.accounts.credentials(anna.app, loginName: name)?.user == user, "\(name)")
        }
        #expect(try await store.accounts.credentials(try await store.app("second"), loginName: "4670") == nil)
    }

    @Test(arguments: StoreKind.all) func anAccountMayBeginWithANickName(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let zoe = try await store.accounts.create(
            app, name: try UserName("zoe"), nickName: "Zoë", passwordHash: "", within: .unlimited, now: store.clock.now())
        #expect(try await store.accounts.profiles(app, [zoe]).first?.nickName == "Zoë")
    }
}
