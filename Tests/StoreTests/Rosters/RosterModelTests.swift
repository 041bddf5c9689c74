import HearthCore
import IM
import TestSupport
import Testing

/// Three people do to each other what comes to their minds; each step is compared with the model.
struct RosterModelTests {
    struct Run: Sendable, CustomTestStringConvertible {
        let kind: StoreKind
        let seed: UInt64
        var testDescription: String { "\(kind.testDescription), seed \(seed)" }

        static let all = StoreKind.all.flatMap { kind in (1...3).map { Run(kind: kind, seed: $0) } }
    }

    @Test(arguments: Run.all) func whateverHappensAllSeeWhatTheModelSays(run: Run) async throws {
        let world = try await RosterWorld(run.kind)
        var chance = SeededGenerator(seed: run.seed)
        var model = RosterModel(app: world.anna.app)
        var heard = 0
        var refused = 0
        for step in 0..<250 {
            if chance.oneIn(8), let person = world.people.randomElement(using: &chance) {
                let mode = AuthMode.allCases.randomElement(using: &chance) ?? .open
                try await world.store.set(mode, question: "?", answer: "blue", of: person)
                model.modes[person.user] = mode
            }
            // Now and then an application expires.
            world.store.clock.advance(by: chance.oneIn(20) ? 4 * 86_400_000 : 1)
            let actor = try #require(world.people.randomElement(using: &chance))
            let other = try #require(world.people.randomElement(using: &chance))
            let action = Self.action(about: other.user, &chance)
            let expected = model.take(
                RosterModel.Way(from: actor.user, to: other.user), action, now: world.store.clock.now())
            let refusal = await Self.run(action, actor, other.user, world)
            let told = world.notifier.notices
            #expect(refusal == expected.refusal, "step \(step): \(action)")
            #expect(Array(told.dropFirst(heard)) == expected.notices, "step \(step): \(action)")
            heard = told.count
            refused += refusal == nil ? 0 : 1
            try await Self.compare(model, world, step)
        }
        #expect(heard > 50 && refused > 50)
    }

    private static func compare(_ model: RosterModel, _ world: RosterWorld, _ step: Int) async throws {
        for owner in world.people {
            let others = world.people.filter { $0 != owner }.map(\.user)
            for item in try await world.roster.items(of: owner, for: others) {
                let other = item.profile.user
                #expect(item.relation == model.relation(owner.user, other), "step \(step)")
                let note = RosterModel.Note(alias: item.alias, ext: item.ext, isMuted: item.isMuted)
                #expect(note == model.note(owner.user, other), "step \(step)")
            }
            let friends = others.filter { model.friends.contains([owner.user, $0]) }
            #expect(try await Set(world.roster.friends(of: owner)) == Set(friends))
            let blocked = others.filter { model.blocks.contains(RosterModel.Way(from: owner.user, to: $0)) }
            #expect(try await Set(world.roster.blocked(of: owner).users) == Set(blocked))
            #expect(try await world.rows(of: owner) == Set(friends).union(blocked).count, "step \(step)")
        }
    }

    private static func action(about other: UserID, _ chance: inout SeededGenerator) -> RosterModel.Action {
        func one<T>(_ values: [T], _ chance: inout SeededGenerator) -> T { values[Int.random(in: 0..<values.count, using: &chance)] }
        switch Int.random(in: 0..<16, using: &chance) {
        case 0...4:
            let alias = one([nil, "", "dear"], &chance)
            return .apply(
                RosterRequest(user: other, alias: alias, reason: one(["", "hi"], &chance), answer: one(["blue", "red", ""], &chance)))
        case 5, 6: return .accept
        case 7: return .decline(one(["", "no"], &chance))
        case 8, 9: return .delete
        case 10: return .block
        case 11, 12: return .unblock
        case 13: return .befriend
        default:
            return .set(
                RosterEntryChange(
                    alias: one([nil, "", "a", "b"], &chance), ext: one([nil, "", "x"], &chance), isMuted: one([nil, true, false], &chance)))
        }
    }

    private static func run(
        _ action: RosterModel.Action, _ actor: Account, _ other: UserID, _ world: RosterWorld
    ) async -> FailureName? {
        let changes = world.changes
        do throws(Failure) {
            switch action {
            case .apply(let request): try await changes.apply(actor, request, settings: world.settings)
            case .accept: try await changes.accept(actor, from: other)
            case .decline(let reason): try await changes.decline(actor, from: other, reason: reason)
            case .delete: try await changes.delete(actor, other)
            case .block: try await changes.block(actor, other)
            case .unblock: try await changes.unblock(actor, other)
            case .set(let change): try await changes.set(actor, other, change)
            case .befriend: try await changes.befriend(actor, [other])
            }
            return nil
        } catch {
            return error.name
        }
    }
}
