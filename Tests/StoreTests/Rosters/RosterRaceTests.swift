import HearthCore
import IM
import Testing

/// Two of one roster at once: exactly one outcome, and friendship is always mutual.
struct RosterRaceTests {
    @Test(arguments: StoreKind.all) func oneApplicationIsAcceptedOnce(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben, changes) = (world.anna, world.ben, world.changes)
        try await world.store.set(.approval, of: ben)
        for _ in 0..<20 {
            try await world.apply(anna, to: ben)
            let refusals = await world.atOnce(
                { () async throws(Failure) in try await changes.accept(ben, from: anna.user) },
                { () async throws(Failure) in try await changes.accept(ben, from: anna.user) })
            #expect(Set(refusals) == [nil, .answerFailed])
            try await changes.delete(anna, ben.user)
        }
    }

    @Test(arguments: StoreKind.all) func twoWhoApplyAtOnceAreFriends(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben) = (world.anna, world.ben)
        for account in [anna, ben] { try await world.store.set(.approval, of: account) }
        for _ in 0..<20 {
            let refusals = await world.atOnce(
                { () async throws(Failure) in try await world.apply(anna, to: ben) },
                { () async throws(Failure) in try await world.apply(ben, to: anna) })
            #expect(refusals == [nil, nil])
            #expect(try await world.item(anna, ben)?.relation == .friend)
            #expect(try await world.item(ben, anna)?.relation == .friend)
            try await world.changes.delete(anna, ben.user)
        }
    }

    @Test(arguments: StoreKind.all) func acceptAndDeclineAtOnceAreOneOfThem(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben, changes) = (world.anna, world.ben, world.changes)
        try await world.store.set(.approval, of: ben)
        for _ in 0..<20 {
            try await world.apply(anna, to: ben)
            let refusals = await world.atOnce(
                { () async throws(Failure) in try await changes.accept(ben, from: anna.user) },
                { () async throws(Failure) in try await changes.decline(ben, from: anna.user) })
            #expect(Set(refusals) == [nil, .answerFailed])
            let accepted = refusals[0] == nil
            #expect(try await world.item(anna, ben)?.relation == (accepted ? .friend : .stranger))
            #expect(try await world.item(ben, anna)?.relation == (accepted ? .friend : .stranger))
            if accepted { try await changes.delete(anna, ben.user) }
        }
    }

    @Test(arguments: StoreKind.all) func friendshipIsMutualWhoeverEndsAndBeginsIt(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben, changes) = (world.anna, world.ben, world.changes)
        for _ in 0..<20 {
            try? await world.apply(anna, to: ben)
            _ = await world.atOnce(
                { () async throws(Failure) in try await changes.delete(ben, anna.user) },
                { () async throws(Failure) in try await changes.befriend(anna, [ben.user, world.carl.user]) })
            #expect(try await world.item(anna, ben)?.relation == world.item(ben, anna)?.relation)
        }
    }
}
