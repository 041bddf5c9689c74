import HearthCore
import IM
import TestSupport
import Testing

@testable import Store

/// What of a group's timeline is whose.
struct MembershipTests {
    private func say(_ text: String, _ person: Account, _ group: GroupID, in world: GroupWorld, _ clientID: Int64) async -> SendResult {
        await world.store.messages.commit(person.device().says(Array(text.utf8), to: .group(group), clientID: clientID))
    }

    /// What a device that was offline is given, notices as what they tell.
    private func given(_ person: Account, _ group: GroupID, in world: GroupWorld, limit: Int = 50) async throws -> [String] {
        let joined = try await world.part(of: person, in: group)?.joined ?? 0
        return try await world.store.conversations.page(person.device(), with: .group(group), after: MessageID(joined), limit: limit)
            .map { String(decoding: $0.payload, as: UTF8.self) }
    }

    private func read(_ person: Account, _ group: GroupID, in world: GroupWorld) async throws -> [String] {
        try await world.store.conversations.history(person.device(), with: .group(group)).items
            .map { String(decoding: $0.item.payload, as: UTF8.self) }.reversed()
    }

    @Test(arguments: StoreKind.all) func whoGoesOutGetsWhatWasSentBeforeAndNothingAfter(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben, world.carl])
        _ = await say("before", world.anna, group, in: world, 1)
        try await world.run(KickMembers([world.ben.user]), in: group, by: world.anna)
        _ = await say("after", world.anna, group, in: world, 2)
        let all = try await given(world.carl, group, in: world)
        let his = try await given(world.ben, group, in: world)
        #expect(all.last == "after" && his == all.dropLast())
        #expect(his.count == 3 && his[1] == "before")
        #expect(try await read(world.ben, group, in: world) == ["before"])
        let refused = await say("let me in", world.ben, group, in: world, 3)
        #expect(refused.outcome == .refused(.groupMemberPermissionRequired))
        #expect(try await world.store.conversations.unread(world.ben).isEmpty)
    }

    @Test(arguments: StoreKind.all) func aGroupIsListedForWhoHasGoneOutUntilHeHasHeardOfIt(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        try await world.run(LeaveGroup(), in: group, by: world.ben)
        _ = await say("after", world.anna, group, in: world, 1)
        let phone = try await world.store.admit(world.ben, "phone")
        let listed = try await world.store.conversations.list(phone)
        #expect(listed.map(\.peer) == [.group(group)] && listed.map(\.undelivered) == [2])
        let last = try #require(try await world.store.conversations.page(phone, with: .group(group)).last)
        try await world.store.conversations.save([CursorKey(device: phone, conversation: listed[0].id): last.id])
        #expect(try await world.store.conversations.list(phone).isEmpty)
    }

    @Test(arguments: StoreKind.all) func whoComesBackMissesNothingButHisAbsence(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        for (number, text) in ["one", "two"].enumerated() { _ = await say(text, world.anna, group, in: world, Int64(number)) }
        try await world.run(KickMembers([world.ben.user]), in: group, by: world.anna)
        _ = await say("meanwhile", world.anna, group, in: world, 10)
        try await world.run(InviteUsers([world.ben.user], reason: ""), in: group, by: world.anna)
        _ = await say("again", world.anna, group, in: world, 11)
        let his = try await given(world.ben, group, in: world)
        #expect(his.count == 6 && his.filter { !$0.hasPrefix("{") && !$0.contains("meanwhile") }.contains("again"))
        #expect(!his.contains("meanwhile"))
        #expect(try await read(world.ben, group, in: world) == ["one", "two", "again"])
        let phone = try await world.store.admit(world.ben, "phone")
        #expect(try await world.store.conversations.list(phone).map(\.undelivered) == [6])
        #expect(try await world.store.conversations.unread(world.ben).map(\.count) == [1])
    }

    @Test(arguments: StoreKind.all) func aGroupMayShowNewcomersItsHistoryButDeliversNothingOld(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group()
        _ = await say("old", world.anna, group, in: world, 1)
        try await world.run(InviteUsers([world.ben.user], reason: ""), in: group, by: world.anna)
        _ = await say("new", world.anna, group, in: world, 2)
        #expect(try await read(world.ben, group, in: world) == ["new"])
        try await world.run(ChangeGroupSetting(.historyVisible(true)), in: group, by: world.anna)
        #expect(try await read(world.ben, group, in: world) == ["old", "new"])
        #expect(try await given(world.ben, group, in: world).contains("old") == false)
        try await world.run(LeaveGroup(), in: group, by: world.ben)
        #expect(try await read(world.ben, group, in: world) == ["new"])
    }

    @Test(arguments: StoreKind.all) func whoIsBannedSaysNothingUntilTheBanEnds(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben, world.carl])
        let said = await say("first", world.ben, group, in: world, 1)
        let id = try #require(said.accepted).id
        try await world.run(BanMembers([world.ben.user], minutes: 5), in: group, by: world.anna)
        #expect(await say("x", world.ben, group, in: world, 2).outcome == .refused(.groupMemberBanned))
        #expect(await say("x", world.carl, group, in: world, 3).accepted != nil)
        let edit = world.ben.device().does(.replace, on: id, in: .group(group), clientID: 4)
        #expect(await world.store.messages.commit(edit).outcome == .refused(.groupMemberBanned))
        world.store.clock.advance(by: 5 * 60_000)
        #expect(await say("x", world.ben, group, in: world, 5).accepted != nil)
        try await world.run(BanAll(minutes: -1), in: group, by: world.anna)
        #expect(await say("x", world.carl, group, in: world, 6).outcome == .refused(.groupMemberBanned))
        #expect(await say("x", world.anna, group, in: world, 7).accepted != nil)
        try await world.run(AddAdmins([world.carl.user]), in: group, by: world.anna)
        #expect(await say("x", world.carl, group, in: world, 8).accepted != nil)
    }

    @Test(arguments: StoreKind.all) func inAChatroomNothingWaitsForWhoIsAway(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let room = try await world.group(type: .chatroom)
        try await world.run(ApplyToGroup(reason: ""), in: room, by: world.ben)
        #expect(try await world.items(room).isEmpty)
        _ = await say("hi", world.anna, room, in: world, 1)
        let phone = try await world.store.admit(world.ben, "phone")
        #expect(try await world.store.conversations.list(phone).isEmpty)
        #expect(try await world.store.conversations.unread(world.ben).isEmpty)
        #expect(try await read(world.ben, room, in: world) == ["hi"])
    }

    @Test(arguments: StoreKind.all) func whoIsInAGroupIsKnownWithTheVersionThatMessagesCarry(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben, world.carl])
        let before = try #require(await say("x", world.anna, group, in: world, 1).accepted?.place)
        let first = try #require(try await world.store.conversations.audience(of: before.conversation, in: world.app))
        #expect(first.users == [world.anna, world.ben, world.carl].map(\.user).sorted() && first.version == before.members)
        let gone = try await world.run(LeaveGroup(), in: group, by: world.ben)
        let after = try #require(await say("y", world.anna, group, in: world, 2).accepted?.place)
        let second = try #require(try await world.store.conversations.audience(of: before.conversation, in: world.app))
        #expect(second.users == [world.anna, world.carl].map(\.user).sorted())
        #expect(second.version == after.members && after.members == gone.commit.members && second.version > first.version)
    }
}
