import HearthCore
import IM
import TestSupport
import Testing

struct RosterChangeTests {
    @Test(arguments: StoreKind.all) func anApplicationIsAskedAnsweredAndStaysListed(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben, clock) = (world.anna, world.ben, world.store.clock)
        try await world.store.set(.approval, of: ben)
        try await world.apply(anna, to: ben, alias: "Benny", reason: "hi")
        clock.advance(by: 1_000)
        try await world.apply(anna, to: ben, alias: "Big Ben", reason: "hello")
        let week: Int64 = 7 * 86_400_000
        let asked = try await world.roster.applications(to: ben, limit: 10)
        let expected = RosterApplication(
            reason: "hello", alias: "Big Ben", changedAt: clock.now(), expiresAt: clock.now().advanced(by: week))
        #expect(asked.rows == [ApplicationPage.Row(applicant: anna.user, application: expected)])
        #expect(asked.version == clock.now().milliseconds && asked.next == nil)
        #expect(try await world.roster.applications(to: anna, limit: 10).rows.isEmpty)
        try await world.changes.accept(ben, from: anna.user)
        #expect(try await world.item(anna, ben)?.alias == "Big Ben")
        #expect(try await world.roster.friends(of: ben) == [anna.user])
        #expect(try await world.roster.applications(to: ben, limit: 10).rows.map(\.application.status) == [.accepted])
        await #expect(throws: Failure(.answerFailed)) { try await world.changes.accept(ben, from: anna.user) }
        await #expect(throws: Failure(.currentUserIsInRoster)) { try await world.apply(anna, to: ben) }
        let kinds = world.notifier.notices.compactMap { if case .roster(let notice) = $0.body { notice.kind } else { nil } }
        #expect(kinds == [.applied, .accepted, .accepted])
    }

    @Test(arguments: StoreKind.all) func anApplicationExpires(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben) = (world.anna, world.ben)
        try await world.store.set(.approval, of: ben)
        let settings = AppSettings(stored: ["roster.application.days": "2"])
        try await world.changes.apply(anna, RosterRequest(user: ben.user), settings: settings)
        world.store.clock.advance(by: 2 * 86_400_000)
        await #expect(throws: Failure(.answerFailed)) { try await world.changes.accept(ben, from: anna.user) }
        #expect(try await world.roster.applications(to: ben, limit: 10).rows.map(\.application.status) == [.pending])
        try await world.apply(anna, to: ben)
        try await world.changes.decline(ben, from: anna.user, reason: "no")
        #expect(try await world.roster.applications(to: ben, limit: 10).rows.map(\.application.status) == [.declined])
        await #expect(throws: Failure(.answerFailed)) { try await world.changes.accept(ben, from: anna.user) }
    }

    @Test(arguments: StoreKind.all) func applicationsComeNewestFirstInPages(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        try await world.store.set(.approval, of: world.anna)
        var applicants: [UserID] = []
        for index in 0..<5 {
            let applicant = try await world.store.account(world.anna.app, "applicant\(index)")
            try await world.apply(applicant, to: world.anna, reason: "\(index)")
            // Two at the same time.
            if index != 2 { world.store.clock.advance(by: 1) }
            applicants.insert(applicant.user, at: 0)
        }
        var seen: [[UserID]] = []
        var cursor: RosterCursor?
        repeat {
            let page = try await world.roster.applications(to: world.anna, before: cursor, limit: 2)
            seen.append(page.rows.map(\.applicant))
            cursor = page.next
        } while cursor != nil
        #expect(seen == [Array(applicants[0..<2]), Array(applicants[2..<4]), [applicants[4]]])
    }

    @Test(arguments: StoreKind.all) func everyChangeRaisesTheVersionOfTheRosterItShowsIn(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben, changes) = (world.anna, world.ben, world.changes)
        try await world.store.set(.approval, of: ben)
        func raised(_ body: () async throws -> Void) async throws -> [Bool] {
            let before = try await [world.version(of: anna), world.version(of: ben)]
            try await body()
            let after = try await [world.version(of: anna), world.version(of: ben)]
            #expect(zip(before, after).allSatisfy { $0.0 <= $0.1 })
            return zip(before, after).map { $0.0 < $0.1 }
        }
        #expect(try await raised { try await world.apply(anna, to: ben) } == [false, true])
        #expect(try await raised { try await changes.accept(ben, from: anna.user) } == [true, true])
        #expect(try await raised { try await changes.set(anna, ben.user, RosterEntryChange(alias: "B")) } == [true, false])
        #expect(try await raised { try await changes.set(anna, ben.user, RosterEntryChange(alias: "B")) } == [false, false])
        // The blocked one must not see that anything happened.
        #expect(try await raised { try await changes.block(anna, ben.user) } == [true, false])
        #expect(try await raised { try await changes.unblock(anna, ben.user) } == [true, false])
        #expect(try await raised { try await changes.delete(anna, ben.user) } == [true, true])
        #expect(try await world.version(of: world.carl) == 0)
    }

    @Test(arguments: StoreKind.all) func aBlockOutlivesAFriendshipAndLeavesNothingWhenItGoes(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben, changes) = (world.anna, world.ben, world.changes)
        try await world.apply(anna, to: ben, alias: "Benny")
        try await changes.set(ben, anna.user, RosterEntryChange(alias: "Annie", ext: "{\"a\":1}", isMuted: true))
        try await changes.block(ben, anna.user)
        #expect(try await world.item(ben, anna)?.relation == .blocked)
        #expect(try await world.item(anna, ben)?.relation == .friend)
        #expect(try await world.roster.friends(of: ben) == [anna.user])
        try await changes.delete(anna, ben.user)
        #expect(try await world.rows(of: anna) == 0)
        #expect(
            try await world.item(ben, anna)
                == RosterItem(profile: Profile(user: anna.user, name: "anna"), relation: .blocked, authMode: .open))
        #expect(try await !changes.mayMessage(from: anna, to: ben.user, friendsOnly: false))
        #expect(try await changes.mayMessage(from: ben, to: anna.user, friendsOnly: false))
        await #expect(throws: Failure(.currentUserIsInBlocklist)) { try await world.apply(ben, to: anna) }
        try await changes.unblock(ben, anna.user)
        #expect(try await world.rows(of: ben) == 0)
        #expect(try await changes.mayMessage(from: anna, to: anna.user, friendsOnly: true))
    }

    @Test(arguments: StoreKind.all) func oneCallOfManyApplicationsTellsOfEach(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben, carl) = (world.anna, world.ben, world.carl)
        try await world.store.set(.refuse, of: carl)
        let long = String(repeating: "x", count: 257)
        let outcomes = try await world.changes.apply(
            anna,
            [
                RosterRequest(user: ben.user), RosterRequest(user: ben.user), RosterRequest(user: carl.user),
                RosterRequest(user: UserID(1 << 40)), RosterRequest(user: anna.user), RosterRequest(user: UserID(4_000), reason: long),
            ], settings: world.settings)
        #expect(outcomes.map(\.user) == [ben.user, ben.user, carl.user, UserID(1 << 40), anna.user, UserID(4_000)])
        let starts = outcomes.map { $0.reason.map { String($0.prefix(5)) } }
        #expect(starts == [nil, "10002", "10012", "10000", "10002", "10002"])
        #expect(outcomes[1].reason == "10002 invalid request parameter: user_id")
        #expect(outcomes.last?.reason == "10002 invalid request parameter: reason")
        #expect(try await world.roster.friends(of: anna) == [ben.user])
    }

    @Test(arguments: StoreKind.all) func nobodyIsFloodedByOneWhoAsksAllTheTime(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben, clock) = (world.anna, world.ben, world.store.clock)
        try await world.store.set(.approval, of: ben)
        let rows = (0..<1_000).map { RosterRequest(user: ben.user, reason: "\($0)") }
        _ = try await world.changes.apply(anna, rows, settings: world.settings)
        for index in 0..<20 { try await world.apply(anna, to: ben, reason: "\(index)") }
        #expect(world.notifier.notices.count == 1)
        #expect(try await world.roster.applications(to: ben, limit: 10).rows.map(\.application.reason) == ["19"])
        clock.advance(by: 60_000)
        for _ in 0..<2 { try await world.apply(anna, to: ben, reason: "please") }
        #expect(world.notifier.notices.count == 2)
    }

    @Test(arguments: StoreKind.all) func afterFiveWrongAnswersTheRightOneIsOfNoUseForAnHour(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben) = (world.anna, world.ben)
        try await world.store.set(.question, question: "colour?", answer: "blue", of: ben)
        func answer(_ text: String, _ applicant: Account = anna) async throws {
            try await world.changes.apply(applicant, RosterRequest(user: ben.user, answer: text), settings: world.settings)
        }
        let rows = ["red", "blue"].map { RosterRequest(user: ben.user, answer: $0) }
        let outcomes = try await world.changes.apply(anna, rows, settings: world.settings)
        #expect(outcomes.map(\.failure?.name) == [.rosterRejectApplication, .invalidRequestParameter])
        for text in ["green", "black", "", "white", "pink", "blue"] {
            await #expect(throws: Failure(.rosterRejectApplication), "\(text)") { try await answer(text) }
        }
        try await answer("blue", world.carl)
        world.store.clock.advance(by: 3_600_000)
        try await answer("blue")
        #expect(try await world.item(ben, anna)?.relation == .friend)
    }

    @Test(arguments: StoreKind.all) func whatManyDoTogetherRaisesAVersionOnce(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let friends = try await world.store.addUsers(10, to: world.anna.app)
        try await world.changes.befriend(world.anna, friends)
        #expect(try await world.version(of: world.anna) == world.store.clock.now().milliseconds)
    }

    @Test(arguments: StoreKind.all) func anOperatorBefriendsAllOrNobody(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben, changes) = (world.anna, world.ben, world.changes)
        try await world.store.set(.removed, of: world.carl)
        let foreign = try await world.store.account(try await world.store.app("other"), "foreign")
        for missing in [world.carl.user, UserID(1 << 40), foreign.user] {
            await #expect(throws: Failure(.userNotExist)) { try await changes.befriend(anna, [ben.user, missing]) }
        }
        await #expect(throws: Failure(.userNotExist)) { try await changes.befriend(world.carl, [ben.user]) }
        await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: list")) {
            try await changes.befriend(anna, [ben.user, anna.user])
        }
        #expect(try await world.roster.friends(of: anna).isEmpty && world.notifier.notices.isEmpty)
        try await changes.befriend(anna, [ben.user, ben.user])
        #expect(try await world.roster.friends(of: anna) == [ben.user] && world.notifier.notices.count == 2)
    }

    @Test(arguments: StoreKind.all) func anOperatorMakesAThousandFriendsAtOnce(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let friends = try await world.store.addUsers(1_000, to: world.anna.app)
        try await world.changes.befriend(world.anna, friends)
        #expect(try await world.roster.friends(of: world.anna) == friends)
        #expect(world.notifier.notices.count == 2_000)
        let items = try await world.roster.items(of: world.anna, for: Array(friends.prefix(100)))
        #expect(items.map(\.profile.user) == Array(friends.prefix(100)) && items.allSatisfy { $0.relation == .friend })
        let ids = [UserID](repeating: UserID(2), count: Limits.idsPerCall + 1)
        await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: list")) {
            try await world.changes.befriend(world.anna, ids)
        }
    }

    @Test(arguments: StoreKind.all) func anotherAppIsOutOfReach(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let stranger = try await world.store.account(try await world.store.app("other"), "anna")
        for body in [
            { try await world.apply(world.anna, to: stranger) }, { try await world.changes.block(world.anna, stranger.user) },
        ] as [@Sendable () async throws -> Void] {
            await #expect(throws: Failure(.userNotExist)) { try await body() }
        }
        await #expect(throws: Failure(.userNotExist)) {
            try await world.changes.mayMessage(from: world.anna, to: stranger.user, friendsOnly: false)
        }
        #expect(try await world.rows(of: world.anna) == 0)
    }

    @Test(arguments: StoreKind.all) func textsThatAreTooLongChangeNothing(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben, changes) = (world.anna, world.ben, world.changes)
        func text(_ count: Int) -> String { String(repeating: "é", count: count) }
        for request in [
            RosterRequest(user: ben.user, alias: text(65)), RosterRequest(user: ben.user, reason: "\u{0}"),
            RosterRequest(user: ben.user, answer: text(257)),
        ] {
            await #expect(throws: Failure.self) { try await changes.apply(anna, request, settings: world.settings) }
        }
        #expect(try await world.rows(of: anna) == 0)
        try await changes.apply(anna, RosterRequest(user: ben.user, alias: text(64), reason: text(256)), settings: world.settings)
        for change in [RosterEntryChange(ext: text(513)), RosterEntryChange(ext: "\u{0}"), RosterEntryChange(alias: text(65))] {
            await #expect(throws: Failure.self) { try await changes.set(anna, ben.user, change) }
        }
        try await changes.set(anna, ben.user, RosterEntryChange(alias: "", ext: text(512)))
        #expect(try await world.item(anna, ben)?.ext == text(512))
    }
}
