import Database
import HearthCore
import IM
import Testing

struct RosterStoreTests {
    @Test(arguments: StoreKind.all) func friendsComeOldestFriendshipFirst(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let owner = try await store.account(app, "owner")
        let roster = Roster(store: store.roster)
        #expect(try await roster.page(of: owner) == RosterPage(users: [], version: 0))
        let young = try await store.account(app, "young").user
        let old = try await store.account(app, "old").user
        try await store.addToRoster(of: owner, young, at: 20)
        try await store.addToRoster(of: owner, old, isBlocked: true, at: 10)
        for (name, relation) in [("deleted", Relation.deleted), ("stranger", .stranger)] {
            try await store.addToRoster(of: owner, try await store.account(app, name).user, relation)
        }
        let enemy = try await store.account(app, "enemy").user
        try await store.addToRoster(of: owner, enemy, .stranger, isBlocked: true, at: 30)
        #expect(try await roster.friends(of: owner) == [old, young])
        #expect(try await roster.blocked(of: owner).users == [old, enemy])
        #expect(try await roster.friends(of: Account(app: app, user: old)).isEmpty)
        #expect(try await roster.blocked(of: Account(app: app, user: old)).users.isEmpty)
    }

    @Test(arguments: StoreKind.all) func friendsComeInPages(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let owner = try await store.account(app, "owner")
        let roster = Roster(store: store.roster)
        var friends: [UserID] = []
        for index in 0..<7 {
            let friend = try await store.account(app, "friend\(index)").user
            // Two begin at the same time.
            try await store.addToRoster(of: owner, friend, at: Int64(index / 2))
            friends.append(friend)
        }
        var seen: [[UserID]] = []
        var cursor: RosterCursor?
        repeat {
            let page = try await roster.page(of: owner, after: cursor, limit: 3)
            seen.append(page.users)
            cursor = try page.next.map { try RosterCursor($0.text) }
        } while cursor != nil
        #expect(seen == [Array(friends[0..<3]), Array(friends[3..<6]), [friends[6]]])
        #expect(try await roster.page(of: owner, limit: 7).next == nil)
    }

    @Test(arguments: ["", "1", "1.", "1.2.3", "a.b", "1.99999999999999999999"]) func aForeignCursorIsRefused(text: String) {
        #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: cursor")) { try RosterCursor(text) }
    }

    @Test(arguments: StoreKind.all) func everyUserWhoExistsHasACard(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let owner = try await store.account(app, "owner")
        let friend = try await store.account(app, "friend")
        let stranger = try await store.account(app, "stranger")
        let enemy = try await store.account(app, "enemy")
        let removed = try await store.account(app, "removed")
        let unknown = try await store.account(app, "removedStranger")
        let foreign = try await store.account(try await store.app("other"), "foreign")
        try await store.addToRoster(of: owner, friend.user, alias: "Freddy", isMuted: true)
        try await store.addToRoster(of: owner, enemy.user, alias: "Evil", isBlocked: true)
        try await store.addToRoster(of: owner, removed.user, alias: "Gone", isBlocked: true)
        try await store.set(.question, question: "colour?", answer: "blue", of: stranger)
        for account in [removed, unknown] { try await store.set(.removed, of: account) }
        let people = [friend, stranger, enemy, owner, removed, unknown, foreign].map(\.user)
        let items = try await Roster(store: store.roster).items(of: owner, for: people + [UserID(0), UserID(.max)])
        func card(_ account: Account, _ name: String) -> Profile { Profile(user: account.user, name: name) }
        #expect(
            items == [
                RosterItem(profile: card(friend, "friend"), relation: .friend, alias: "Freddy", ext: "{}", isMuted: true),
                RosterItem(profile: card(stranger, "stranger"), relation: .stranger, authMode: .question, authQuestion: "colour?"),
                RosterItem(profile: card(enemy, "enemy"), relation: .blocked, alias: "Evil", ext: "{}"),
                RosterItem(profile: card(owner, "owner"), relation: .stranger),
                RosterItem(profile: card(removed, "removed"), relation: .deleted),
            ])
    }

    @Test(arguments: StoreKind.all) func aPersonIsFoundByIdNameAndMobile(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        try await world.store.database.writing { [ben = world.ben] sql in
            try sql.execute(
                "UPDATE users SET mobile = '+491234567', private_info = 'secret' WHERE app = ?1 AND id = ?2",
                [.integer(ben.app.rawValue), .integer(ben.user.rawValue)])
        }
        try await world.store.addToRoster(of: world.anna, world.ben.user, alias: "Benny")
        for key in [RosterKey.id(world.ben.user), .name("ben"), .mobile("+491234567")] {
            let item = try await world.roster.item(of: world.anna, key)
            #expect(item.profile == Profile(user: world.ben.user, name: "ben") && item.alias == "Benny")
        }
        for key in [RosterKey.id(UserID(3)), .name("nobody"), .name("b\u{0}"), .mobile(""), .mobile("+49"), .name("")] {
            await #expect(throws: Failure(.userNotExist)) { try await world.roster.item(of: world.anna, key) }
        }
        let other = try await world.store.account(try await world.store.app("other"), "other")
        await #expect(throws: Failure(.userNotExist)) { try await world.roster.item(of: other, .id(world.ben.user)) }
        try await world.store.set(.removed, of: world.ben)
        for key in [RosterKey.id(world.ben.user), .name("ben")] {
            await #expect(throws: Failure(.rosterHasDeletedFromSystem)) { try await world.roster.item(of: world.anna, key) }
        }
    }
}
