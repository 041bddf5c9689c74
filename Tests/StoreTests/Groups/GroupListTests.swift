import HearthCore
import IM
import Testing

/// Lists of groups in pages, on both databases.
struct GroupListTests {
    /// All rows of a list, page by page, and how long and how new it says it is.
    private func all<Row>(
        _ limit: Int, _ read: (GroupCursor?) async throws -> GroupPage<Row>
    ) async throws -> (rows: [Row], total: Set<Int>, version: Set<Int64>) {
        var (rows, total, version): ([Row], Set<Int>, Set<Int64>) = ([], [], [])
        var cursor: GroupCursor?
        repeat {
            let page = try await read(cursor)
            #expect(page.rows.count <= limit)
            rows += page.rows
            total.insert(page.total)
            version.insert(page.version)
            cursor = page.next
        } while cursor != nil
        return (rows, total, version)
    }

    @Test(arguments: StoreKind.all) func membersComeInTheOrderInWhichTheyCame(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let users = try await world.store.addUsers(7, to: world.app)
        let group = try await world.group([world.ben])
        world.store.clock.advance(by: 10)
        try await world.run(InviteUsers(users.reversed(), reason: ""), in: group, by: world.anna)
        world.store.clock.advance(by: 10)
        try await world.run(InviteUsers([world.carl.user], reason: ""), in: group, by: world.anna)
        let other = try await world.group([world.carl])
        let people = world.store.groupPeople
        for limit in [1, 3, 10, 100] {
            let list = try await all(limit) { try await people.members(of: group, in: world.app, after: $0, limit: limit) }
            #expect(list.rows.map(\.user) == [world.anna.user, world.ben.user] + users + [world.carl.user])
            #expect(list.total == [10] && list.version == [world.store.clock.now().milliseconds])
        }
        let asked = try await people.members([users[3], world.dora.user, world.ben.user], of: group, in: world.app)
        #expect(asked.map(\.user) == [users[3], world.ben.user])
        #expect(try await people.members(of: other, in: world.app, after: nil, limit: 9).total == 2)
    }

    @Test(arguments: StoreKind.all) func adminsAreListedWithoutTheOwner(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben, world.carl])
        let version = { try await world.store.groupPeople.members(of: group, in: world.app, after: nil, limit: 1).version }
        let audience = try await world.run(AddAdmins([world.carl.user]), in: group, by: world.anna).commit.members
        let first = try await version()
        #expect(try await world.store.groupPeople.admins(of: group, in: world.app).map(\.user) == [world.carl.user])
        let done = try await world.run(TransferGroup(to: world.ben.user), in: group, by: world.anna)
        #expect(try await version() > first)
        #expect(done.commit.members == audience, "roles change nothing in who reads")
        #expect(try await world.record(group).owner == world.ben.user)
        let roles = try await world.store.groupPeople.members([world.anna.user, world.ben.user], of: group, in: world.app).map(\.role)
        #expect(roles == [.member, .owner])
        let facts = try await world.run(Doing(), in: group, by: world.carl).answer
        #expect(facts.admins == [world.ben.user, world.carl.user])
    }

    @Test(arguments: StoreKind.all) func theBannedAreListedWhileTheyAreMembersAndBanned(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben, world.carl, world.dora])
        let (store, app) = (world.store, world.app)
        func banned(_ limit: Int = 10) async throws -> (rows: [BannedMember], total: Set<Int>, version: Set<Int64>) {
            try await all(limit) {
                try await store.groupPeople.banned(in: group, of: app, at: store.clock.now(), after: $0, limit: limit)
            }
        }
        #expect(try await banned().version == [0])
        try await world.run(BanMembers([world.dora.user, world.ben.user], minutes: 1), in: group, by: world.anna)
        try await world.run(BanMembers([world.carl.user], minutes: -1), in: group, by: world.anna)
        let now = store.clock.now()
        let list = try await banned(2)
        #expect(list.rows.map(\.member.user) == [world.ben.user, world.carl.user, world.dora.user] && list.total == [3])
        #expect(list.rows.map(\.ban) == [.until(now.advanced(by: 60_000)), .forever, .until(now.advanced(by: 60_000))])
        store.clock.advance(by: 60_000)
        #expect(try await banned().rows.map(\.member.user) == [world.carl.user])
        #expect(try await banned().total == [1])
        let version = try #require(try await banned().version.first)
        try await world.run(LeaveGroup(), in: group, by: world.carl)
        #expect(try await banned().rows.isEmpty)
        #expect(try #require(try await banned().version.first) > version)
    }

    @Test(arguments: StoreKind.all) func theBlockedAreListedInTheirOrder(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        let (store, app) = (world.store, world.app)
        func blocked(_ limit: Int = 10) async throws -> (rows: [BlockedUser], total: Set<Int>, version: Set<Int64>) {
            try await all(limit) { try await store.groupPeople.blocked(in: group, of: app, after: $0, limit: limit) }
        }
        let began = store.clock.now()
        for user in [world.dora, world.ben, world.carl] {
            try await world.run(BlockUsers([user.user]), in: group, by: world.anna)
            store.clock.advance(by: 5)
        }
        // Who was blocked stays where he is, whatever else is noted of him.
        let dora = GroupPerson(user: world.dora.user, status: .normal, kicks: 2, isBlocked: true)
        try await world.run(Doing(users: [dora.user], effects: [.person(dora)]), in: group, by: world.anna)
        let list = try await blocked(1)
        #expect(list.rows.map(\.user) == [world.dora.user, world.ben.user, world.carl.user] && list.total == [3])
        #expect(list.rows.map(\.since) == [0, 5, 10].map { began.advanced(by: $0) })
        #expect(try await world.members(group) == [world.anna.user])
        try await world.run(UnblockUsers([world.ben.user]), in: group, by: world.anna)
        #expect(try await blocked().total == [2])
        #expect(try await world.number("SELECT count(*) FROM group_people") == 2)
    }

    @Test(arguments: StoreKind.all) func applicationsOfSeveralGroupsAreOneList(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let groups = [try await world.group(), try await world.group(), try await world.group()]
        let (store, app) = (world.store, world.app)
        for group in groups {
            for user in [world.ben, world.carl] { try await world.run(ApplyToGroup(reason: "r"), in: group, by: user) }
            store.clock.advance(by: 5)
            try await world.run(ApplyToGroup(reason: "please"), in: group, by: world.dora)
        }
        let asked = Array(groups.prefix(2))
        for limit in [1, 2, 4, 100] {
            let list = try await all(limit) {
                try await store.groupRequests.applications(to: asked, in: app, before: $0, limit: limit)
            }
            #expect(list.rows.map(\.applicant) == [world.dora, world.carl, world.ben, world.dora, world.carl, world.ben].map(\.user))
            #expect(list.rows.map(\.group) == [groups[1], groups[1], groups[1], groups[0], groups[0], groups[0]])
            #expect(list.total == [6] && list.version.count == 1)
        }
        let before = try await store.groupRequests.applications(to: asked, in: app, before: nil, limit: 1).version
        try await world.run(AnswerApplication(of: world.ben.user, accepts: true, reason: ""), in: groups[0], by: world.anna)
        let after = try await store.groupRequests.applications(to: asked, in: app, before: nil, limit: 10)
        #expect(after.version > before && after.rows.filter { $0.status == .accepted }.map(\.applicant) == [world.ben.user])
        #expect(try await world.told(world.ben).count == 1)
    }

    @Test(arguments: StoreKind.all) func invitationsComeNewestFirst(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        try await world.store.database.writing { _ = try $0.execute("UPDATE users SET group_confirm = 1") }
        var groups: [GroupID] = []
        for _ in 0..<3 {
            groups.append(try await world.group([world.ben]))
            world.store.clock.advance(by: 5)
        }
        let store = world.store
        let list = try await all(2) { try await store.groupRequests.invitations(to: world.ben, before: $0, limit: 2) }
        #expect(list.rows.map(\.group) == groups.reversed() && list.total == [3])
        #expect(list.version == [store.clock.now().milliseconds - 5])
        try await world.run(AnswerInvitation(from: world.anna.user, accepts: true, reason: ""), in: groups[0], by: world.ben)
        let after = try await store.groupRequests.invitations(to: world.ben, before: nil, limit: 9)
        #expect(after.rows.map(\.group) == [groups[0], groups[2], groups[1]] && after.rows[0].status == .accepted)
        #expect(after.version == store.clock.now().milliseconds)
        await #expect(throws: Failure(.groupInvitationExpiredOrHandled)) {
            try await world.run(AnswerInvitation(from: world.anna.user, accepts: true, reason: ""), in: groups[0], by: world.ben)
        }
    }

    @Test(arguments: StoreKind.all) func theBoardHoldsSoMuchAndNoMore(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        let board = world.store.groupBoard
        for number in 0...Limits.announcementsPerGroup {
            try await world.run(PublishAnnouncement(title: "\(number)", content: "c"), in: group, by: world.anna)
        }
        let kept = try await board.announcements(of: group, in: world.app)
        #expect(kept.map(\.title) == (1...Limits.announcementsPerGroup).reversed().map(String.init))
        try await world.run(DeleteAnnouncement(kept[0].id), in: group, by: world.anna)
        #expect(try await board.announcement(kept[0].id, of: group, in: world.app) == nil)
        #expect(try await board.announcement(kept[1].id, of: group, in: world.app) == kept[1])
        let first = try await world.run(ShareFile(name: "a", url: "u", type: "t", size: 7), in: group, by: world.ben).answer
        let second = try await world.run(ShareFile(name: "b", url: "u", type: "t", size: 8), in: group, by: world.anna).answer
        try await world.run(RenameFile(first.id, "c"), in: group, by: world.ben)
        #expect(try await board.files(of: group, in: world.app).map(\.name) == ["b", "c"])
        try await world.run(DeleteFiles([second.id]), in: group, by: world.anna)
        #expect(try await board.file(second.id, of: group, in: world.app) == nil)
        let facts = try await world.run(Doing(subject: .files([first.id, second.id])), in: group, by: world.ben).answer
        #expect(facts.fileCount == 1 && Array(facts.files.keys) == [first.id])
    }

    @Test(arguments: StoreKind.all) func whatIsSetIsThereAfterwards(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        world.store.clock.advance(by: 5)
        var info = GroupInfo(name: "n", avatar: "a", description: "d 😀", ext: "{}")
        (info.memberInvite, info.memberModify, info.readAck, info.historyVisible) = (false, true, true, true)
        (info.hideMemberInfo, info.applyApproval, info.ban) = (true, .refused, .forever)
        try await world.run(Doing(effects: [.info(info)]), in: group, by: world.anna)
        let record = try await world.record(group)
        #expect(record.info == info && record.updatedAt == world.store.clock.now() && record.createdAt < record.updatedAt)
        try await world.run(SetDisplayName("Benny"), in: group, by: world.ben)
        try await world.run(SetMuteMode(.blocked), in: group, by: world.ben)
        try await world.run(SetPushMode(.mention), in: group, by: world.ben)
        let view = try #require(try await world.store.groups.views([group], for: .user(world.ben)).first)
        #expect(view.member?.displayName == "Benny" && view.member?.muteMode == .blocked && view.member?.pushMode == .mention)
    }
}
