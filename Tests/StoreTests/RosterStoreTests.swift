import HearthCore
import IM
import Testing

struct RosterStoreTests {
    @Test(arguments: StoreKind.all) func friendsComeOldestFriendshipFirst(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let owner = try await store.account(app, "owner")
        #expect(try await store.roster.friends(of: owner).isEmpty)
        let young = try await store.account(app, "young").user
        let old = try await store.account(app, "old").user
        try await store.addToRoster(of: owner, young, at: 20)
        try await store.addToRoster(of: owner, old, at: 10)
        for (name, relation) in [("deleted", Relation.deleted), ("stranger", .stranger), ("blocked", .blocked)] {
            try await store.addToRoster(of: owner, try await store.account(app, name).user, relation)
        }
        #expect(try await store.roster.friends(of: owner) == [old, young])
        #expect(try await store.roster.friends(of: Account(app: app, user: old)).isEmpty)
    }

    @Test(arguments: StoreKind.all) func everyUserWhoExistsHasACard(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let owner = try await store.account(app, "owner")
        let friend = try await store.account(app, "friend")
        let stranger = try await store.account(app, "stranger")
        let removed = try await store.account(app, "removed")
        let foreign = try await store.account(try await store.app("other"), "foreign")
        try await store.addToRoster(of: owner, friend.user, alias: "Freddy", isMuted: true)
        try await store.addToRoster(of: owner, removed.user)
        try await store.set(.removed, of: removed)
        let items = try await store.roster.items(
            of: owner, for: [friend, stranger, owner, removed, foreign].map(\.user) + [UserID(0), UserID(.max)])
        #expect(Set(items.map(\.profile.name)) == ["friend", "stranger", "owner"])
        #expect(
            items.first { $0.profile.user == friend.user }
                == RosterItem(
                    profile: Profile(user: friend.user, name: "friend"), relation: .friend, alias: "Freddy", ext: "{}", isMuted: true))
        #expect(
            items.first { $0.profile.user == stranger.user }
                == RosterItem(profile: Profile(user: stranger.user, name: "stranger"), relation: .stranger))
    }
}
