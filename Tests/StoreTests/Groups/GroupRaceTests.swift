import HearthCore
import IM
import TestSupport
import Testing

/// Many who change groups at once: whatever happens is one of their orders.
struct GroupRaceTests {
    /// What must hold of a group whenever nobody is changing it.
    private func check(_ group: GroupID, _ world: GroupWorld) async throws {
        let record = try await world.record(group)
        let key = "app = \(world.app.rawValue) AND group_id = \(group.rawValue)"
        let place = "app = \(world.app.rawValue) AND peer = \(group.rawValue)"
        #expect(try await world.number("SELECT count(*) FROM group_members WHERE \(key)") == Int64(record.count))
        #expect(try await world.number("SELECT count(*) FROM participants WHERE \(place) AND until = 0") == Int64(record.count))
        #expect(
            try await world.number(
                """
                SELECT count(*) FROM participants p JOIN group_members m
                ON m.app = p.app AND m.group_id = p.peer AND m.user_id = p.user_id
                WHERE p.\(place) AND p.until = 0
                """) == Int64(record.count))
        let owners = try await world.store.numbers(of: "SELECT user_id FROM group_members WHERE \(key) AND role = 2")
        #expect(owners == (record.isDestroyed ? [] : [record.owner.rawValue]))
        let items = try await world.items(group)
        #expect(items == Set(items).sorted())
        #expect(try await world.number("SELECT sequence FROM conversations WHERE low = \(group.rawValue)") == Int64(items.count))
    }

    /// Nobody has waited for one who waited for him.
    private func checkDeadlocks(_ kind: StoreKind, _ world: GroupWorld) async throws {
        guard kind.testDescription == StoreKind.postgres.testDescription else { return }
        let later = try await world.store.reopened()
        #expect(try await later.numbers("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == [0])
    }

    private func servers(_ kind: StoreKind, _ world: GroupWorld) async throws -> [OpenStore] {
        kind.testDescription == StoreKind.postgres.testDescription ? [world.store, try await world.store.beside()] : [world.store]
    }

    @Test(arguments: StoreKind.all) func oneGroupIsChangedByManyAtOnce(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let servers = try await servers(kind, world)
        let others = try await world.store.addUsers(8, to: world.app).map { Account(app: world.app, user: $0) }
        let people = world.people + others
        for round in 0..<4 {
            let group = try await world.group(Array(people.dropFirst().prefix(6)))
            var chances = SeededGenerator(seed: UInt64(round))
            await withTaskGroup(of: Void.self) { tasks in
                for worker in 0..<8 {
                    let store = servers[worker % servers.count]
                    let picks = (0..<25).map { number in
                        (
                            Int64(number), people.randomElement(using: &chances), people.randomElement(using: &chances),
                            Int.random(in: 0..<9, using: &chances)
                        )
                    }
                    tasks.addTask {
                        for case (let number, let actor?, let other?, let what) in picks {
                            try? await Self.act(what, in: group, by: actor, on: other.user, at: store, world)
                            let device = actor.device(Int32(worker + 1))
                            let id = Int64(round) * 100 + number
                            _ = await store.messages.commit(
                                device.says(Array("x".utf8), to: .group(group), clientID: id, isEphemeral: false))
                        }
                    }
                }
            }
            try await check(group, world)
            let owner = try await world.record(group).owner
            try await world.run(DestroyGroup(), in: group, by: Account(app: world.app, user: owner))
            try await check(group, world)
        }
        try await checkDeadlocks(kind, world)
    }

    private static func act(
        _ what: Int, in group: GroupID, by actor: Account, on other: UserID, at store: OpenStore, _ world: GroupWorld
    ) async throws {
        switch what {
        case 0, 1: try await world.run(InviteUsers([other], reason: ""), in: group, by: actor, at: store)
        case 2: try await world.run(KickMembers([other]), in: group, by: actor, at: store)
        case 3: try await world.run(LeaveGroup(), in: group, by: actor, at: store)
        case 4: try await world.run(TransferGroup(to: other), in: group, by: actor, at: store)
        case 5: try await world.run(AddAdmins([other]), in: group, by: actor, at: store)
        case 6: try await world.run(BlockUsers([other]), in: group, by: actor, at: store)
        case 7: try await world.run(UnblockUsers([other]), in: group, by: actor, at: store)
        default: try await world.run(ApplyToGroup(reason: ""), in: group, by: actor, at: store)
        }
    }

    @Test(arguments: StoreKind.all) func nobodyComesInAfterTheEnd(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let servers = try await servers(kind, world)
        let others = try await world.store.addUsers(12, to: world.app)
        for _ in 0..<5 {
            let group = try await world.group([world.ben])
            await withTaskGroup(of: Void.self) { tasks in
                for (index, user) in others.enumerated() {
                    let store = servers[index % servers.count]
                    tasks.addTask {
                        if index == 6 { _ = try? await world.run(DestroyGroup(), in: group, by: world.anna, at: store) }
                        _ = try? await world.run(InviteUsers([user], reason: ""), in: group, by: world.anna, at: store)
                    }
                }
            }
            #expect(try await world.record(group).isDestroyed)
            #expect(try await world.told(group).last == "destroyed \(world.anna.user) [] ")
            try await check(group, world)
        }
        try await checkDeadlocks(kind, world)
    }

    @Test(arguments: StoreKind.all) func limitsHoldWhoeverComesInAtOnce(kind: StoreKind) async throws {
        var limits = GroupWorld.limits
        (limits.joined, limits.members, limits.created) = (3, 5, 6)
        let world = try await GroupWorld(kind, limits: limits)
        let servers = try await servers(kind, world)
        let users = try await world.store.addUsers(10, to: world.app)
        // Six groups of six owners; all of them invite the same ten.
        let owners = try await world.store.addMore(6, to: world.app)
        var groups: [(GroupID, Account)] = []
        for owner in owners { groups.append((try await world.group(by: owner), owner)) }
        await withTaskGroup(of: Void.self) { tasks in
            for (index, (group, owner)) in groups.enumerated() {
                for part in 0..<5 {
                    let store = servers[(index + part) % servers.count]
                    let invited = [users[(2 * part + index) % 10], users[(2 * part + index + 1) % 10]]
                    tasks.addTask { _ = try? await world.run(InviteUsers(invited, reason: ""), in: group, by: owner, at: store) }
                }
            }
        }
        for (group, _) in groups {
            try await check(group, world)
            #expect(try await world.record(group).count == 5)
        }
        let most = try await world.number("SELECT max(n) FROM (SELECT count(*) AS n FROM group_members GROUP BY user_id) k")
        #expect(most <= 3)
        // One owner at many doors.
        await withTaskGroup(of: Void.self) { tasks in
            for number in 0..<12 {
                let draft = GroupDraft(type: .public, info: GroupInfo(name: "many"), invitees: [])
                let store = servers[number % servers.count]
                tasks.addTask {
                    _ = try? await store.groupChanges.create(draft, by: world.dora, limits: world.limits, now: store.clock.now())
                }
            }
        }
        #expect(try await world.number("SELECT count(*) FROM groups WHERE owner = \(world.dora.user.rawValue)") == 3)
        #expect(try await world.number("SELECT group_count FROM apps") == 9)
        try await checkDeadlocks(kind, world)
    }

    @Test(arguments: StoreKind.all) func peopleGoWhileGroupsChange(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let servers = try await servers(kind, world)
        let others = try await world.store.addUsers(6, to: world.app).map { Account(app: world.app, user: $0) }
        var groups: [GroupID] = []
        for _ in 0..<4 { groups.append(try await world.group([world.ben] + others)) }
        await withTaskGroup(of: Void.self) { [groups] tasks in
            for (index, account) in others.enumerated() {
                let store = servers[index % servers.count]
                tasks.addTask { _ = try? await store.accountControl.remove(account, now: store.clock.now()) }
                tasks.addTask {
                    for group in groups.reversed() {
                        _ = try? await world.run(KickMembers([account.user]), in: group, by: world.anna, at: store)
                        _ = try? await world.run(InviteUsers([account.user], reason: ""), in: group, by: world.ben, at: store)
                    }
                }
            }
        }
        for group in groups {
            try await check(group, world)
            #expect(try await world.members(group) == [world.anna.user, world.ben.user])
        }
        try await checkDeadlocks(kind, world)
    }
}

extension OpenStore {
    fileprivate func numbers(of sql: String) async throws -> [Int64] {
        try await database.reading { try $0.all(built: sql) { $0.int64(0) } }
    }

    fileprivate func addMore(_ count: Int, to app: AppNumber) async throws -> [Account] {
        var accounts: [Account] = []
        for number in 0..<count { accounts.append(try await account(app, "owner\(number)")) }
        return accounts
    }
}
