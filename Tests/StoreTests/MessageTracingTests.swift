import HearthCore
import IM
import TestSupport
import Testing

/// What an operator is told of a message.
struct MessageTracingTests {
    private func traced(_ scene: Operating, _ id: MessageID) async throws -> MessageTrace {
        try #require(try await scene.store.tracing.trace(id, in: scene.anna.app))
    }

    private func person(_ trace: MessageTrace, _ account: Account) throws -> MessageTrace.Person {
        try #require(trace.people.first { $0.user == account.user })
    }

    @Test(arguments: StoreKind.all) func aMessageIsDescribedWithoutItsContent(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let at = scene.store.clock.now()
        let sent = OutgoingMessage(
            sender: scene.anna.device(3), target: .user(scene.ben.user), clientID: 7, contentType: 4, isEphemeral: false,
            payload: Array("secret ✓".utf8), receivedAt: at)
        scene.store.clock.advance(by: 5)
        let id = try #require(await scene.store.messages.commit(sent).accepted).id
        let trace = try await traced(scene, id)
        #expect(trace.id == id && trace.from == scene.anna.device(3) && trace.place == .users(scene.anna.user, scene.ben.user))
        #expect(trace.kind == 0 && trace.related == nil && trace.contentType == 4 && trace.bytes == 10)
        #expect(trace.status == .unread && trace.receivedAt == at && id.instant == at.advanced(by: 5))
        #expect(trace.editedAt == nil && trace.recall == nil && trace.operations.isEmpty)
        #expect(trace.people.map(\.user) == [scene.anna.user, scene.ben.user].sorted())
    }

    @Test(arguments: StoreKind.all) func whoKnowsOfNoSuchMessageSaysSo(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("one", by: scene.anna)
        let other = try await scene.store.app("other")
        #expect(try await scene.store.tracing.trace(id, in: other) == nil)
        #expect(try await scene.store.tracing.trace(MessageID(id.rawValue + 1), in: scene.anna.app) == nil)
    }

    @Test(arguments: StoreKind.all) func aMessageIsFoundAmongManyConversations(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await store.pair()
        try await store.database.writing { sql in
            for number in 0..<1_100 {
                try sql.execute(
                    "INSERT INTO conversations (app, id, low, high) VALUES (?1, ?2, ?3, ?4)",
                    [.integer(anna.app.rawValue), .integer(Int64(number + 1_000)), .integer(2), .integer(Int64(2 * number + 4))])
            }
            try sql.execute(
                """
                INSERT INTO messages (app, conversation, id, sequence, sender, device, content_type, payload)
                VALUES (?1, 2099, 77, 1, 2, 1, 0, ?2)
                """, [.integer(anna.app.rawValue), .blob([1])])
        }
        let found = try await store.tracing.trace(MessageID(77), in: anna.app)
        #expect(found?.conversation == ConversationID(2_099) && found?.people.isEmpty == true)
    }

    @Test(arguments: StoreKind.all) func receiptsAndMarksAreNamedWithTheirTime(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let first = try await scene.say("one", by: scene.anna)
        let second = try await scene.say("two", by: scene.anna)
        scene.store.clock.advance(by: 1_000)
        let delivered = try await scene.act(.deliverAck, on: first, by: scene.ben, device: 2).id
        let read = try await scene.act(.readAck, on: second, by: scene.ben, device: 2).id
        let one = try await traced(scene, first)
        #expect(one.operations.map(\.id) == [delivered] && one.status == .delivered)
        #expect(one.operations.first?.user == scene.ben.user && one.operations.first?.device == DeviceSN(2))
        // By the receipt of the message after it.
        #expect(try person(one, scene.ben).reading == read && person(one, scene.ben).readUpTo == second)
        #expect(try person(one, scene.anna).reading == nil)
        let cancelled = try await scene.act(.readCancel, on: first, by: scene.ben).id
        let deleted = try await scene.act(.delete, on: first, by: scene.ben).id
        let later = try await traced(scene, first)
        #expect(later.operations.map(\.id) == [delivered, cancelled, deleted])
        #expect(try person(later, scene.ben).isUnreadAgain && person(later, scene.ben).isHidden)
        #expect(try !person(later, scene.anna).isHidden && !person(later, scene.anna).isUnreadAgain)
        // What is about another one is not about this one.
        let two = try await traced(scene, second)
        #expect(two.operations.map(\.id) == [read] && two.status == .read)
        #expect(try !person(two, scene.ben).isHidden)
    }

    @Test(arguments: StoreKind.all) func everythingReadCountsForEachMessage(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let first = try await scene.say("one", by: scene.anna)
        let second = try await scene.say("two", by: scene.anna)
        let all = try await scene.act(.readAll, on: second, by: scene.ben).id
        #expect(try person(try await traced(scene, first), scene.ben).reading == all)
        #expect(try await traced(scene, first).operations.isEmpty)
        let third = try await scene.say("three", by: scene.anna)
        #expect(try person(try await traced(scene, third), scene.ben).reading == nil)
    }

    @Test(arguments: StoreKind.all) func editsAndTheRecallAreNamed(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("one", by: scene.anna)
        let edit = try await scene.act(.append, on: id, by: scene.anna, "more")
        let edited = try await traced(scene, id)
        #expect(edited.editedAt == edit.editedAt && edited.bytes == 7 && edited.recall == nil)
        let recall = try await scene.act(.recall, on: id, by: scene.anna, device: 2).id
        let recalled = try await traced(scene, id)
        #expect(recalled.recall == MessageTrace.Act(id: recall, kind: 5, user: scene.anna.user, device: DeviceSN(2)))
        #expect(recalled.bytes == 0 && recalled.operations.map(\.kind) == [8, 5])
        // An operation is explained like a message; a piece that was recalled with its message knows by whom.
        let piece = try await traced(scene, edit.id)
        #expect(piece.kind == 8 && piece.related == id && piece.recall?.id == recall)
    }

    @Test(arguments: StoreKind.all) func eachDeviceHasItsPlace(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let store = scene.store
        let phone = try await store.admit(scene.ben, "phone")
        let first = try await scene.say("one", by: scene.anna)
        let second = try await scene.say("two", by: scene.anna)
        store.clock.advance(by: 1_000)
        let tablet = try await store.admit(scene.ben, "tablet")
        let conversation = try await store.conversation(phone, scene.anna).id
        try await store.confirm(phone, conversation, second)
        for (id, isPast) in [(first, true), (second, false)] {
            let devices = try person(try await traced(scene, id), scene.ben).devices
            #expect(devices.map(\.number) == [phone.device, tablet.device] && devices.allSatisfy { $0.platform == 6 })
            #expect(devices[0].cursor == second && (devices[0].cursor > id) == isPast && devices[0].confirmedAt == VirtualClock.noon)
            // A device that came later begins after what another has confirmed; it has confirmed nothing.
            #expect(devices[1].cursor == second && devices[1].confirmedAt == nil)
        }
        let third = try await scene.say("three", by: scene.anna)
        #expect(try person(try await traced(scene, third), scene.ben).devices.allSatisfy { $0.cursor < third })
        #expect(try person(try await traced(scene, third), scene.anna).devices.isEmpty)
    }

    @Test(arguments: StoreKind.all) func aReceiptInAGroupIsOneOperation(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        var people: [Account] = []
        // More than one page of them.
        for number in 0..<120 { people.append(try await store.account(app, "member\(number)")) }
        let group = GroupID(77)
        try await store.gather(people, in: group)
        let said = await store.messages.commit(people[2].device().says(Array("hi".utf8), to: .group(group), clientID: 1))
        let id = try #require(said.accepted).id
        let read = await store.messages.commit(people[3].device().does(.readAck, on: id, in: .group(group), clientID: 2))
        let trace = try #require(try await store.tracing.trace(id, in: app))
        #expect(trace.place == .group(group) && trace.people.map(\.user) == people.map(\.user).sorted())
        #expect(trace.operations.map(\.id) == [try #require(read.accepted).id])
        #expect(trace.people.filter { $0.reading != nil }.map(\.user) == [people[3].user])
    }
}
