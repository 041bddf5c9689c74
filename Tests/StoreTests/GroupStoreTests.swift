import HearthCore
import IM
import Testing

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

    @Test(arguments: StoreKind.all) func aGroupIsSeenWithThePartOneHasInIt(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.makeGroup(GroupID(7), in: anna.app, owner: ben.user, name: "seven")
        try await store.join(anna, GroupID(7), muteMode: 1)
        let asked = [GroupID(7), GroupID(9), GroupID(-1)]
        let mine = try await store.groups.views(asked, for: .user(anna))
        #expect(mine.map(\.group.id) == [GroupID(7)])
        #expect(mine.map(\.group.info.name) == ["seven"] && mine.map(\.group.owner) == [ben.user])
        #expect(mine.map(\.member?.muteMode) == [.noAlert] && mine.map(\.member?.pushMode) == [.adminOrMention])
        let his = try await store.groups.views(asked, for: .user(ben))
        #expect(his.map(\.member) == [nil])
    }
}
