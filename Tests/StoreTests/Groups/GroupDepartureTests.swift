import HearthCore
import IM
import TestSupport
import Testing

/// Groups of somebody whose account goes, on both databases.
struct GroupDepartureTests {
    private let announced = RecordingGroups()

    private func remove(_ account: Account, _ world: GroupWorld) async throws {
        try await AccountRemoval(
            control: world.store.accountControl, checking: OnePassword("right"), live: RecordingDevices(), announcer: announced,
            clock: world.store.clock
        ).remove(account)
    }

    @Test(arguments: StoreKind.all) func hisGroupsAreDestroyedAndTheOthersLeft(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let hers = try await world.group([world.ben])
        let his = try await world.group([world.anna, world.carl], by: world.ben)
        let without = try await world.group([world.carl], by: world.ben)
        let room = try await world.group([world.anna], type: .chatroom, by: world.ben)
        // An operator's switch stops nobody from going.
        try await world.store.database.writing { _ = try $0.execute("UPDATE groups SET in_recovery = 1") }
        try await remove(world.anna, world)
        #expect(try await world.told(hers).last == "destroyed \(world.anna.user) [] ")
        #expect(try await world.told(his).last == "leaved \(world.anna.user) [] ")
        #expect(try await world.told(without).count == 1)
        #expect(try await world.told(room).isEmpty)
        let counts = try await [world.record(hers), world.record(his), world.record(room)].map(\.count)
        #expect(try await world.record(hers).isDestroyed && counts == [0, 2, 1])
        #expect(try await world.store.groups.joined(by: world.ben) == [his, without, room])
        #expect(try await world.store.groups.joined(by: world.anna) == [])
        for (group, user) in [(hers, world.ben), (hers, world.anna), (his, world.anna)] {
            let last = try await world.items(group).last
            #expect(try await world.part(of: user, in: group)?.until == last)
        }
        #expect(try await world.part(of: world.anna, in: room)?.until == 1)
        #expect(try await world.part(of: world.ben, in: his)?.until == 0)
        #expect(try await world.number("SELECT group_count FROM apps") == 3)
        let commits = announced.commits.sorted { $0.group < $1.group }
        #expect(commits.map(\.group) == [hers, his, room])
        #expect(commits.map(\.left) == [[world.anna.user, world.ben.user], [world.anna.user], [world.anna.user]])
        #expect(commits.map(\.pushed.count) == [0, 0, 1] && commits.map { $0.newest == nil } == [false, false, true])
    }

    @Test(arguments: StoreKind.all) func hisInvitationsAndApplicationsGo(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        try await world.store.database.writing { _ = try $0.execute("UPDATE users SET group_confirm = 1") }
        for user in [world.carl, world.dora] {
            try await world.run(ApplyToGroup(reason: "please"), in: group, by: user)
            try await world.run(InviteUsers([user.user], reason: ""), in: group, by: world.anna)
        }
        func version() async throws -> Int64 {
            try await world.store.groupRequests.applications(to: [group], in: world.app, before: nil, limit: 9).version
        }
        let before = try await version()
        try await remove(world.carl, world)
        let left = try await world.store.groupRequests.applications(to: [group], in: world.app, before: nil, limit: 9)
        #expect(left.rows.map(\.applicant) == [world.dora.user] && left.version > before)
        #expect(try await world.number("SELECT count(*) FROM group_invitations") == 1)
        #expect(announced.commits.isEmpty)
    }

    @Test(arguments: StoreKind.all) func somebodyWithTwoThousandGroupsGoes(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        try await world.store.database.writing { [app = world.app, anna = world.anna.user, ben = world.ben.user] sql in
            for number in 1...2_000 {
                let group = GroupID(Int64(3_000_001 + 2 * number))
                let (owner, other) = number % 2 == 0 ? (anna, ben) : (ben, anna)
                try sql.execute(
                    "INSERT INTO groups (app, id, name, owner, member_count, capacity, created_at) VALUES (?1, ?2, '', ?3, 2, 0, 1)",
                    [.integer(app.rawValue), .integer(group.rawValue), .integer(owner.rawValue)])
                for (user, role) in [(owner, GroupRole.owner), (other, .member)] {
                    try sql.execute(
                        "INSERT INTO group_members (app, group_id, user_id, role, joined_at) VALUES (?1, ?2, ?3, ?4, 1)",
                        [
                            .integer(app.rawValue), .integer(group.rawValue), .integer(user.rawValue),
                            .integer(Int64(role.rawValue)),
                        ])
                }
            }
        }
        try await remove(world.anna, world)
        #expect(announced.commits.count == 2_000)
        #expect(try await world.number("SELECT count(*) FROM groups WHERE status = 1") == 1_000)
        #expect(try await world.number("SELECT count(*) FROM group_members") == 1_000)
        #expect(try await world.number("SELECT count(*) FROM messages WHERE kind = 19") == 2_000)
        // Groups without a conversation have got one, with those who are in it.
        #expect(try await world.number("SELECT count(*) FROM participants WHERE until = 0") == 1_000)
        #expect(try await world.number("SELECT count(*) FROM participants WHERE until > 0") == 3_000)
    }
}
