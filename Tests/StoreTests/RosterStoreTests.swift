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

struct GroupStoreTests {
    @Test(arguments: StoreKind.all) func groupsAreOfTheirMembersAlone(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let other = try await store.app("other")
        #expect(try await store.groups.joined(by: anna).isEmpty)
        for (group, app) in [(7, anna.app), (9, anna.app), (7, other)] {
            try await store.makeGroup(GroupID(Int64(group)), in: app, owner: anna.user, name: "group \(group)")
        }
        try await store.join(anna, GroupID(9))
        try await store.join(anna, GroupID(7))
        try await store.join(ben, GroupID(9))
        #expect(try await store.groups.joined(by: anna) == [GroupID(7), GroupID(9)])
        #expect(try await store.groups.joined(by: ben) == [GroupID(9)])
        #expect(try await store.groups.joined(by: Account(app: other, user: anna.user)).isEmpty)
    }

    @Test(arguments: StoreKind.all) func summariesHoldTheCallersOwnModes(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.makeGroup(GroupID(7), in: anna.app, owner: ben.user, name: "seven")
        try await store.join(anna, GroupID(7), muteMode: 1)
        let asked = [GroupID(7), GroupID(9), GroupID(-1)]
        let mine = try await store.groups.summaries(asked, for: anna)
        #expect(
            mine == [
                GroupSummary(
                    id: GroupID(7), name: "seven", avatar: "", owner: ben.user, type: 0, status: 0, memberCount: 2,
                    capacity: 500, applyApproval: 1, muteMode: 1, pushMode: 2)
            ])
        let his = try await store.groups.summaries(asked, for: ben)
        #expect(his.map(\.muteMode) == [0] && his.map(\.pushMode) == [0])
    }
}
