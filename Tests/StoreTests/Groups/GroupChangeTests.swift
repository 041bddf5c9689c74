import HearthCore
import IM
import Testing

/// What changes of groups leave behind, on both databases.
struct GroupChangeTests {
    @Test(arguments: StoreKind.all) func aGroupBeginsWithItsOwnerAndWhoCameInAtOnce(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let (group, commit) = try await world.made([world.ben, world.carl, world.anna])
        #expect(group.rawValue % 2 == 1)
        let record = try await world.record(group)
        #expect(record.count == 3 && record.owner == world.anna.user && record.info.name == "friends" && record.capacity == nil)
        #expect(try await world.members(group) == [world.anna, world.ben, world.carl].map(\.user))
        let roles = try await world.store.groupPeople.members(of: group, in: world.app, after: nil, limit: 10).rows.map(\.role)
        #expect(roles == [.owner, .member, .member])
        #expect(try await world.told(group).count == 1)
        #expect(commit.newest.map { [$0.rawValue] } == (try await world.items(group)))
        #expect(commit.members == world.store.clock.now().milliseconds && commit.own.isEmpty && commit.left.isEmpty)
        // The notice is the first that each of them reads.
        #expect(try await world.part(of: world.ben, in: group) == GroupWorld.Part(joined: 0))
        #expect(try await world.number("SELECT group_count FROM apps") == 1)
        #expect(try await world.number("SELECT count(*) FROM participants WHERE user_id = 0 OR user_id % 2 = 1") == 0)
    }

    @Test(arguments: StoreKind.all) func groupsAreLimitedInNumber(kind: StoreKind) async throws {
        var limits = GroupWorld.limits
        (limits.groups, limits.created, limits.joined) = (4, 2, 3)
        let world = try await GroupWorld(kind, limits: limits)
        let first = try await world.group([world.ben])
        try await _ = world.group([world.ben])
        await #expect(throws: Failure(.groupExceedLimitUserCreate)) { try await world.group() }
        try await _ = world.group([world.ben, world.anna], by: world.carl)
        await #expect(throws: Failure(.groupExceedLimitUserJoin)) { try await world.group(by: world.ben) }
        try await _ = world.group([world.ben], by: world.dora)
        await #expect(throws: Failure(.groupExceedLimitGlobal)) { try await world.group(by: world.carl) }
        #expect(try await world.number("SELECT group_count FROM apps") == 4, "nothing is left of what was refused")
        #expect(try await world.number("SELECT count(*) FROM group_members WHERE user_id = \(world.ben.user.rawValue)") == 3)
        try await world.run(DestroyGroup(), in: first, by: world.anna)
        try await _ = world.group(by: world.ben)
    }

    @Test(arguments: StoreKind.all) func whoComesInReadsFromHisNoticeOn(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        let before = try #require(try await world.items(group).last)
        let done = try await world.run(InviteUsers([world.carl.user, UserID(998), world.ben.user], reason: ""), in: group, by: world.anna)
        #expect(done.answer.map(\.failure?.name) == [nil, .userNotExist, .groupMemberExist])
        #expect(try await world.part(of: world.carl, in: group) == GroupWorld.Part(joined: before))
        let last = try #require(try await world.items(group).last)
        #expect(last > before && done.commit.newest == MessageID(last))
        #expect(try await world.record(group).count == 3)
        #expect(try await world.told(group).last == "joined \(world.carl.user) [\(world.anna.user)] ")
    }

    @Test(arguments: StoreKind.all) func whoGoesReadsUpToHisNotice(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben, world.carl])
        let version = try await world.run(SetDisplayName("Benny"), in: group, by: world.ben).commit.members
        let done = try await world.run(KickMembers([world.ben.user]), in: group, by: world.anna)
        #expect(done.commit.left == [world.ben.user] && done.commit.members > version)
        let kicked = try #require(done.commit.newest)
        #expect(try await world.part(of: world.ben, in: group) == GroupWorld.Part(joined: 0, until: kicked.rawValue))
        #expect(try await world.members(group) == [world.anna, world.carl].map(\.user))
        #expect(try await world.record(group).count == 2)
        await #expect(throws: Failure(.groupMemberPermissionRequired)) { try await world.run(LeaveGroup(), in: group, by: world.ben) }
        let facts = try await world.run(Doing(users: [world.ben.user]), in: group, by: world.anna).answer
        #expect(facts.person(world.ben.user).kicks == 1 && facts.person(world.ben.user).member == nil)
    }

    @Test(arguments: StoreKind.all) func whoComesBackHasMissedWhatWasSaidMeanwhile(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben, world.carl])
        let left = try #require(try await world.run(LeaveGroup(), in: group, by: world.ben).commit.newest).rawValue
        let said = try #require(try await world.run(SetDisplayName("C"), in: group, by: world.carl).commit.newest).rawValue
        try await world.run(InviteUsers([world.ben.user], reason: ""), in: group, by: world.anna)
        #expect(try await world.part(of: world.ben, in: group) == GroupWorld.Part(joined: 0, returned: said))
        #expect(try await world.absences(of: world.ben) == [[left, said]])
        // Nothing is said this time.
        let again = try #require(try await world.run(LeaveGroup(), in: group, by: world.ben).commit.newest).rawValue
        try await world.run(InviteUsers([world.ben.user], reason: ""), in: group, by: world.anna)
        #expect(try await world.part(of: world.ben, in: group) == GroupWorld.Part(joined: 0, returned: again))
        #expect(try await world.absences(of: world.ben) == [[left, said]])
    }

    @Test(arguments: StoreKind.all) func chatroomsKeepNoNoticesAndNoAbsences(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let (group, made) = try await world.made(type: .chatroom)
        #expect(made.newest == nil && made.pushed.count == 1 && made.pushed[0].conversation == made.conversation)
        let joined = try await world.run(ApplyToGroup(reason: ""), in: group, by: world.ben).commit
        let pushed = joined.pushed.map { String(decoding: $0.message.payload, as: UTF8.self) }
        #expect(joined.newest == nil && pushed == ["joined \(world.ben.user) [] "])
        #expect(joined.pushed.allSatisfy { $0.place == nil && $0.message.kind == .groupNotice && $0.target == .group(group) })
        try await world.run(LeaveGroup(), in: group, by: world.ben)
        #expect(try await world.part(of: world.ben, in: group) == GroupWorld.Part(joined: 0, until: 1))
        try await world.run(ApplyToGroup(reason: ""), in: group, by: world.ben)
        #expect(try await world.part(of: world.ben, in: group) == GroupWorld.Part(joined: 0))
        #expect(try await world.absences(of: world.ben).isEmpty)
        #expect(try await world.items(group).isEmpty)
        let muted = try await world.run(SetMuteMode(.noAlert), in: group, by: world.ben).commit
        #expect(muted.own.map(\.reader) == [world.ben.user] && muted.pushed.isEmpty)
        #expect(try await world.told(world.ben).count == 1)
    }

    @Test(arguments: StoreKind.all) func nobodyIsInAGroupThatIsDestroyed(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben, world.carl])
        let gone = try #require(try await world.run(LeaveGroup(), in: group, by: world.carl).commit.newest)
        try await world.run(PublishAnnouncement(title: "t", content: "c"), in: group, by: world.anna)
        try await world.run(ShareFile(name: "n", url: "u", type: "", size: 1), in: group, by: world.ben)
        try await world.run(BlockUsers([world.dora.user]), in: group, by: world.anna)
        let applied = GroupApplication(
            group: group, applicant: world.carl.user, reason: "r", changedAt: world.store.clock.now(),
            expiresAt: Instant(milliseconds: 1 << 50))
        try await world.run(Doing(effects: [.application(applied)]), in: group, by: world.anna)
        let done = try await world.run(DestroyGroup(), in: group, by: world.anna).commit
        #expect(done.left == [world.anna.user, world.ben.user])
        let last = try #require(done.newest).rawValue
        #expect(try await world.part(of: world.anna, in: group)?.until == last)
        #expect(try await world.part(of: world.ben, in: group)?.until == last)
        #expect(try await world.part(of: world.carl, in: group)?.until == gone.rawValue)
        let record = try await world.record(group)
        #expect(record.isDestroyed && record.count == 0)
        for table in ["group_members", "group_people", "group_applications", "group_announcements", "group_files"] {
            #expect(try await world.number("SELECT count(*) FROM \(table)") == 0, "\(table)")
        }
        #expect(try await world.number("SELECT group_count FROM apps") == 0)
        await #expect(throws: Failure(.groupNotExist)) { try await world.run(LeaveGroup(), in: group, by: world.ben) }
        await #expect(throws: Failure(.groupNotExist)) { try await world.run(LeaveGroup(), in: GroupID(77), by: world.ben) }
    }

    @Test(arguments: StoreKind.all) func whatIsRefusedLeavesNothing(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        let before = try await world.record(group)
        await #expect(throws: Failure(.groupOwnerPermissionRequired)) { try await world.run(DestroyGroup(), in: group, by: world.ben) }
        await #expect(throws: Failure(.groupOwnerCannotLeave)) { try await world.run(LeaveGroup(), in: group, by: world.anna) }
        try await world.store.database.writing { _ = try $0.execute("UPDATE groups SET in_recovery = 1") }
        await #expect(throws: Failure(.groupRecoveryMode)) { try await world.run(LeaveGroup(), in: group, by: world.ben) }
        try await world.store.database.writing { _ = try $0.execute("UPDATE groups SET in_recovery = 0") }
        #expect(try await world.record(group) == before)
        #expect(try await world.items(group).count == 1)
    }
}
