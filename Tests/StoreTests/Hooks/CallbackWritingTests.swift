import HearthCore
import IM
import Store
import TestSupport
import Testing

/// What is written into the outbox, where and when it happens.
struct CallbackWritingTests {
    @Test(arguments: StoreKind.all) func messagesEditsAndRecallsAreWrittenWithTheirCommit(kind: StoreKind) async throws {
        let talk = try await Operating(kind)
        let (store, anna, ben) = (talk.store, talk.anna, talk.ben)
        try await talk.say("before", by: anna)
        store.want([.message], in: anna.app)
        let said = try await talk.say("hello", by: anna)
        try await talk.act(.readAck, on: said, by: ben)
        store.clock.advance(by: 10)
        let edit = try await talk.act(.append, on: said, by: anna, " you")
        let recall = try await talk.act(.recall, on: said, by: anna)
        let callbacks = try await store.store.callbacks.claim(
            anna.app, now: store.clock.now().advanced(by: 60_000), until: store.clock.now(), limit: 100)
        #expect(callbacks.map(\.facts.event.word) == ["message.sent", "message.edited", "message.recalled"])
        #expect(callbacks.map(\.facts.message) == [said, said, said])
        #expect(callbacks.map { String(decoding: $0.facts.body, as: UTF8.self) } == ["hello", "hello you", ""])
        #expect(callbacks.map(\.facts.at) == [said.instant, edit.editedAt, recall.id.instant])
        #expect(callbacks.allSatisfy { $0.facts.from == anna.user && $0.facts.target == .user(ben.user) })
    }

    @Test(arguments: StoreKind.all) func whatIsRefusedRepeatedOrPassingIsNotWritten(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        store.want([.message], in: anna.app)
        let stranger = Account(app: anna.app, user: UserID(999_998))
        let batch = [
            anna.says("once", to: ben, clientID: 1), anna.says("once", to: ben, clientID: 1), anna.says("lost", to: stranger, clientID: 2),
            anna.device().says("typing", to: ben, clientID: 3, isEphemeral: true),
        ]
        _ = await store.messages.commit(batch)
        _ = await store.messages.commit(batch)
        #expect(try await store.outbox(anna.app) == ["message.sent \(anna.user) > \(ben.user) once"])
    }

    @Test(arguments: StoreKind.all) func onlyWhatAnAppWantsIsWritten(kind: StoreKind) async throws {
        let talk = try await Operating(kind)
        let (store, app) = (talk.store, talk.anna.app)
        try await talk.say("unheard", by: talk.anna)
        store.want([.user], in: app)
        try await talk.say("unheard", by: talk.anna)
        let carl = try await store.account(app, "carl")
        store.want([], in: app)
        _ = try await store.account(app, "dora")
        #expect(try await store.outbox(app) == ["user.registered \(carl.user) carl"])
    }

    @Test(arguments: StoreKind.all) func whatHappensToUsersIsWrittenWhereItHappens(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        store.want([.user], in: anna.app)
        let now = store.clock.now()
        var change = ProfileChange()
        change.nickName = "Benny"
        _ = try await store.profiles.change(ben, change)
        _ = try await store.profiles.change(ben, change)
        _ = try await store.accountControl.freeze(anna.app, [ben.user], now: now)
        _ = try await store.accountControl.freeze(anna.app, [ben.user], now: now)
        try await store.accountControl.unfreeze(anna.app, [ben.user])
        try await store.accountControl.unfreeze(anna.app, [ben.user])
        try await store.accountControl.ban(ben, until: 77)
        try await store.accountControl.ban(ben, until: 0)
        _ = try await store.accountControl.remove(ben, now: now)
        await #expect(throws: Failure.self) { try await store.accountControl.remove(ben, now: now) }
        await #expect(throws: Failure.self) { try await store.account(anna.app, "anna") }
        let ofBen = ["updated", "frozen", "unfrozen", "banned", "unbanned", "removed"].map { word in
            "user.\(word) \(ben.user) \(word == "banned" ? "77" : "")"
        }
        #expect(try await store.outbox(anna.app) == ofBen)
    }

    @Test(arguments: StoreKind.all) func whatHappensBetweenTwoPeopleIsWrittenOnce(kind: StoreKind) async throws {
        let world = try await RosterWorld(kind)
        let (anna, ben) = (world.anna, world.ben)
        world.store.want([.roster], in: anna.app)
        try await world.store.set(.approval, of: ben)
        try await world.apply(anna, to: ben, reason: "please")
        try await world.changes.accept(ben, from: anna.user)
        try await world.changes.block(ben, anna.user)
        try await world.changes.delete(anna, ben.user)
        await #expect(throws: Failure.self) { try await world.changes.delete(anna, ben.user) }
        try await world.apply(anna, to: world.carl)
        let wanted = [
            "roster.applied \(anna.user) > \(ben.user) please", "roster.accepted \(ben.user) > \(anna.user) ",
            "roster.blocked \(ben.user) > \(anna.user) ", "roster.removed \(anna.user) > \(ben.user) ",
            "roster.added \(anna.user) > \(world.carl.user) ",
        ]
        #expect(try await world.store.outbox(anna.app) == wanted)
    }

    @Test(arguments: StoreKind.all) func whatHappensInAGroupIsWrittenAsItsMembersAreTold(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        world.store.want([.group], in: world.app)
        let group = try await world.group([world.ben, world.carl])
        try await world.run(KickMembers([world.carl.user]), in: group, by: world.anna)
        try await world.run(LeaveGroup(), in: group, by: world.ben)
        await #expect(throws: Failure.self) { try await world.run(LeaveGroup(), in: group, by: world.ben) }
        try await world.run(DestroyGroup(), in: group, by: world.anna)
        let (anna, ben, carl) = (world.anna.user, world.ben.user, world.carl.user)
        let created = try await world.store.outbox(world.app)
        #expect(created.first == "group.created \(anna) > \(group) [\"\(ben)\", \"\(carl)\"] ")
        let wanted = [
            "group.kicked \(anna) > \(group) [\"\(carl)\"] ", "group.left \(ben) > \(group) ", "group.destroyed \(anna) > \(group) ",
        ]
        #expect(Array(created.suffix(3)) == wanted)
    }
}
