import Foundation
import HearthCore
import IM
import TestSupport
import Testing

/// Some people do something to a group at once: what each hears, and what becomes of the group, is what one of their orders gives.
///
/// A failing run prints its seed; `HEARTH_SEED=N` in the environment runs that one alone.
struct GroupOrderTests {
    /// One change by one of them, in the store and in the model. Both say what came of it.
    private struct Deed: Sendable {
        let text: String
        let inStore: @Sendable (GroupChanges, GroupID) async -> String
        let inModel: @Sendable (inout ModelGroup) -> String

        init<Change: GroupChange>(_ change: Change, by actor: Account, _ outcome: @escaping @Sendable (Change.Answer) -> String) {
            text = "\(actor.user): \(change)"
            inStore = { changes, group in
                do throws(Failure) {
                    return outcome(try await changes.run(change, in: group, by: .user(actor), settings: AppSettings()))
                } catch {
                    return "\(error.name)"
                }
            }
            inModel = { model in
                do throws(Failure) {
                    return outcome(try model.run(change, by: .user(actor)).answer)
                } catch {
                    return "\(error.name)"
                }
            }
        }

        init<Change: GroupManyChange>(_ change: Change, by actor: Account) {
            self.init(change, by: actor) { rows in rows.map { $0.failure.map { "\($0.name)" } ?? "done" }.joined(separator: " ") }
        }

        init<Change: GroupChange>(_ change: Change, by actor: Account) where Change.Answer == Void {
            self.init(change, by: actor) { _ in "done" }
        }

        static func random(_ chance: inout SeededGenerator, _ people: [Account]) -> Deed {
            let actor = people[Int.random(in: 0..<people.count, using: &chance)]
            let others = people.filter { $0 != actor }.map(\.user).shuffled(using: &chance)
            // Mostly those who may.
            let (owner, admin) = (people[0], people[chance.oneIn(2) ? 0 : 1])
            return switch Int.random(in: 0..<10, using: &chance) {
            case 0...3: Deed(InviteUsers(Array(others.prefix(Int.random(in: 1...2, using: &chance)))), by: actor)
            case 4...5: Deed(KickMembers([others[0]]), by: chance.oneIn(4) ? actor : admin)
            case 6: Deed(LeaveGroup(), by: actor)
            case 7...8: Deed(TransferGroup(to: others[0]), by: chance.oneIn(4) ? actor : owner)
            default: Deed(DestroyGroup(), by: chance.oneIn(4) ? actor : owner)
            }
        }
    }

    /// What is left of a group.
    private struct End: Equatable {
        let owner: UserID
        let isDestroyed: Bool
        let count: Int
        let roles: [UserID: GroupRole]

        init(_ record: GroupRecord, _ members: [GroupMember]) {
            (owner, isDestroyed, count) = (record.owner, record.isDestroyed, record.count)
            roles = Dictionary(uniqueKeysWithValues: members.map { ($0.user, $0.role) })
        }
    }

    /// The order that gives these outcomes and this end; nil where there is none.
    private static func order(of deeds: [(deed: Deed, outcome: String)], from model: ModelGroup, to end: End) -> [Int]? {
        func go(on model: ModelGroup, left: [Int]) -> [Int]? {
            if left.isEmpty { return End(model.record, model.people.values.compactMap(\.member)) == end ? [] : nil }
            for index in left {
                var next = model
                guard deeds[index].deed.inModel(&next) == deeds[index].outcome else { continue }
                if let rest = go(on: next, left: left.filter { $0 != index }) { return [index] + rest }
            }
            return nil
        }
        return go(on: model, left: Array(deeds.indices))
    }

    @Test(arguments: StoreKind.all) func whatIsDoneAtOnceIsDoneInSomeOrder(kind: StoreKind) async throws {
        let chosen = ProcessInfo.processInfo.environment["HEARTH_SEED"].flatMap { UInt64($0) }
        let world = try await GroupWorld(kind)
        let people = world.people + [try await world.store.account(world.app, "eve")]
        let isPostgres = kind.testDescription == StoreKind.postgres.testDescription
        let servers = isPostgres ? [world.store, try await world.store.beside()] : [world.store]
        var orders = Set<[Int]>()
        for seed in chosen.map({ [$0] }) ?? Array(1...100) {
            var chance = SeededGenerator(seed: seed)
            let deeds = (0..<Int.random(in: 4...6, using: &chance)).map { _ in Deed.random(&chance, people) }
            let round = try await Round(world, people)
            let outcomes = await round.run(deeds, at: servers)
            let found = Self.order(of: Array(zip(deeds, outcomes)), from: round.model, to: try await round.end())
            #expect(found != nil, "seed \(seed): \(Array(zip(deeds.map(\.text), outcomes)))")
            if let found { orders.insert(found) }
            try await round.finish()
        }
        // They do overtake each other where more than one can write.
        #expect(chosen != nil || !isPostgres || orders.contains { $0 != $0.sorted() })
    }

    /// One group: its owner, an admin and a member, two who are not in it, and room for one of them.
    private struct Round {
        private let world: GroupWorld
        private let group: GroupID
        let model: ModelGroup

        init(_ world: GroupWorld, _ people: [Account]) async throws {
            self.world = world
            group = try await world.group([world.ben, world.carl])
            try await world.run(AddAdmins([world.ben.user]), in: group, by: world.anna)
            let control = GroupControl(store: world.store.groupControl, clock: world.store.clock)
            _ = try await control.change(group, in: world.app, GroupSwitches(capacity: 4))
            let members = try await Self.members(world, group)
            model = ModelGroup(
                try await world.record(group),
                people: people.map { account in
                    GroupPerson(user: account.user, status: .normal, member: members.first { $0.user == account.user })
                }, limits: AppSettings().groupLimits, now: world.store.clock.now(), complain: { Issue.record(Comment(rawValue: $0)) })
        }

        private static func members(_ world: GroupWorld, _ group: GroupID) async throws -> [GroupMember] {
            try await world.store.groupPeople.members(of: group, in: world.app, after: nil, limit: 100).rows
        }

        /// All at once; the outcomes in the order of the deeds.
        func run(_ deeds: [Deed], at servers: [OpenStore]) async -> [String] {
            await withTaskGroup(of: (Int, String).self) { [group] tasks in
                for (index, deed) in deeds.enumerated() {
                    let store = servers[index % servers.count]
                    let changes = GroupChanges(store: store.groupChanges, announcer: RecordingGroups(), clock: store.clock)
                    tasks.addTask { (index, await deed.inStore(changes, group)) }
                }
                return await tasks.reduce(into: Array(repeating: "", count: deeds.count)) { $0[$1.0] = $1.1 }
            }
        }

        func end() async throws -> End { End(try await world.record(group), try await Self.members(world, group)) }

        /// Nobody is in too many groups.
        func finish() async throws {
            let record = try await world.record(group)
            if !record.isDestroyed { try await world.run(DestroyGroup(), in: group, by: Account(app: world.app, user: record.owner)) }
        }
    }
}
