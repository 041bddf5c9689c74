import HearthCore
import IM
import TestSupport
import Testing

/// What operations leave in the store, for each of the people and their devices.
struct OperationTests {
    // MARK: - Receipts

    @Test(arguments: StoreKind.all) func aReadMessageIsReadForBothSidesAndNeverUnreadAgainForItsAuthor(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let first = try await scene.say("one", by: scene.anna)
        try await scene.say("two", by: scene.anna)
        #expect(try await scene.unread(of: scene.ben) == 2)
        try await scene.act(.deliverAck, on: first, by: scene.ben)
        #expect(try await scene.statuses(of: scene.anna) == [.unread, .delivered])
        try await scene.act(.readAck, on: first, by: scene.ben)
        try await scene.act(.deliverAck, on: first, by: scene.ben)
        #expect(try await scene.statuses(of: scene.anna) == [.unread, .read])
        #expect(try await scene.statuses(of: scene.ben) == [.unread, .read])
        #expect(try await scene.unread(of: scene.ben) == 1)
        // Read means delivered: the late receipt told nobody anything.
        #expect(try await scene.page(of: scene.anna) == ["one", "two", "deliverAck", "readAck"])
        #expect(try await scene.page(of: scene.ben) == ["one", "two", "deliverAck", "readAck"])
        #expect(try await scene.page(of: scene.ben, device: 1) == ["one", "two"])
    }

    @Test(arguments: StoreKind.all) func aReceiptForOnesOwnMessageChangesNothing(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("one", by: scene.anna)
        #expect(try await scene.act(.readAck, on: id, by: scene.anna).place == nil)
        #expect(try await scene.statuses(of: scene.anna) == [.unread])
    }

    @Test(arguments: StoreKind.all) func everythingUpToAMessageIsReadForItsReaderAlone(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let ids = [try await scene.say("one", by: scene.anna), try await scene.say("two", by: scene.anna)]
        try await scene.say("three", by: scene.anna)
        try await scene.act(.readAll, on: ids[1], by: scene.ben)
        #expect(try await scene.unread(of: scene.ben) == 1)
        #expect(try await scene.statuses(of: scene.ben) == [.unread, .read, .read])
        #expect(try await scene.statuses(of: scene.anna) == [.unread, .unread, .unread])
        #expect(try await scene.page(of: scene.ben) == ["one", "two", "three", "readAll"])
        #expect(try await scene.page(of: scene.anna) == ["one", "two", "three"])
        // Twice is once.
        #expect(try await scene.act(.readAll, on: ids[0], by: scene.ben).place == nil)
    }

    @Test(arguments: StoreKind.all) func aMessageCanBeUnreadAgainForItsReader(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let ids = [try await scene.say("one", by: scene.anna), try await scene.say("two", by: scene.anna)]
        try await scene.act(.readAll, on: ids[1], by: scene.ben)
        try await scene.act(.readCancel, on: ids[0], by: scene.ben)
        #expect(try await scene.unread(of: scene.ben) == 1)
        #expect(try await scene.statuses(of: scene.ben) == [.read, .unread])
        try await scene.act(.readAll, on: ids[1], by: scene.ben)
        #expect(try await scene.unread(of: scene.ben) == 0)
        try await scene.act(.readCancel, on: ids[1], by: scene.ben)
        try await scene.act(.readAck, on: ids[1], by: scene.ben)
        #expect(try await scene.unread(of: scene.ben) == 0)
        #expect(try await scene.page(of: scene.anna).count { $0 == "readCancel" } == 0)
    }

    @Test(arguments: StoreKind.all) func readingAllAndMakingOneUnreadInOneBatchHoldInTheirOrder(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("one", by: scene.anna)
        try await scene.act(.readAll, on: id, by: scene.ben)
        try await scene.act(.readCancel, on: id, by: scene.ben)
        let device = scene.ben.device()
        let target = MessageTarget.user(scene.anna.user)
        _ = await scene.store.messages.commit([
            device.does(.readAll, on: id, in: target, clientID: 910),
            device.does(.readCancel, on: id, in: target, clientID: 911),
        ])
        #expect(try await scene.unread(of: scene.ben) == 1)
    }

    @Test(arguments: StoreKind.all) func conversationsAreLookedForSoOftenInABatchAndNoMore(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("one", by: scene.anna)
        let results = await scene.store.messages.commit(
            (0..<200).map { number in
                scene.ben.device().does(.delete, on: id, in: .unnamed, clientID: 1_000 + number)
            })
        #expect(results.filter { $0.accepted != nil }.count == 128)
        #expect(results.filter { $0.outcome == .refused(.serverBusy) }.count == 72)
    }

    @Test(arguments: StoreKind.all) func anUnknownMessageIsAnInvalidParameter(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("one", by: scene.anna)
        for kind in [ItemKind.readAck, .deliverAck, .playAck, .readCancel, .recall, .delete, .append, .replace] {
            let result = await scene.result(kind, on: MessageID(id.rawValue + 1), by: scene.ben, "x")
            #expect(result.outcome == .refused(.invalidParam))
        }
        let stranger = try await scene.store.account(scene.anna.app, "carl")
        let peeking = await scene.result(.recall, on: id, by: stranger, in: .user(scene.anna.user))
        #expect(peeking.outcome == .refused(.invalidParam))
    }

    @Test(arguments: StoreKind.all) func whoNamesNoConversationMeansThatOfTheMessage(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("one", by: scene.anna)
        let deleted = try await scene.act(.delete, on: id, by: scene.ben, in: .unnamed)
        #expect(deleted.place?.target == .user(scene.anna.user))
        #expect(try await scene.history(of: scene.ben) == [])
        #expect(try await scene.history(of: scene.anna) == ["one"])
    }

    // MARK: - Recall

    @Test(arguments: StoreKind.all) func aRecalledMessageIsGoneForEverybodyAndItsContentIsErased(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("secret", by: scene.anna)
        try await scene.say("kept", by: scene.anna)
        try await scene.act(.recall, on: id, by: scene.anna)
        #expect(try await scene.page(of: scene.ben) == ["kept", "recall"])
        #expect(try await scene.page(of: scene.anna) == ["kept", "recall"])
        #expect(try await scene.history(of: scene.ben) == ["kept"])
        #expect(try await scene.unread(of: scene.ben) == 1)
        let secret = Array("secret".utf8)
        let found = try await scene.store.database.reading { sql in
            try sql.first("SELECT count(*) FROM messages WHERE payload = ?1", [.blob(secret)]) { $0.int64(0) }
        }
        #expect(found == 0)
        // Who takes it back again hears that it is done.
        #expect(try await scene.act(.recall, on: id, by: scene.anna).place == nil)
        #expect(await scene.result(.append, on: id, by: scene.anna, "x").outcome == .refused(.messageInvalidType))
    }

    @Test(arguments: StoreKind.all) func whatIsAddedAndTakenBackInOneBatchIsErased(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let ids = [try await scene.say("one", by: scene.anna), try await scene.say("two", by: scene.anna)]
        let device = scene.anna.device()
        let target = MessageTarget.user(scene.ben.user)
        let results = await scene.store.messages.commit([
            device.does(.recall, on: ids[0], in: target, recalls: .fiveMinutes, clientID: 901),
            device.does(.append, on: ids[1], in: target, " more", clientID: 902),
            device.does(.recall, on: ids[1], in: target, recalls: .fiveMinutes, clientID: 903),
        ])
        #expect(results.compactMap(\.accepted).count == 3)
        let left = try await scene.store.database.reading { sql in
            try sql.all("SELECT payload FROM messages ORDER BY id") { $0.blob(0) }
        }
        #expect(left.allSatisfy { $0.isEmpty })
        #expect(try await scene.page(of: scene.ben) == ["recall", "recall"])
    }

    @Test(arguments: StoreKind.all) func aRecallIsBoundByItsWindowAndItsAuthor(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("one", by: scene.anna)
        #expect(await scene.result(.recall, on: id, by: scene.ben).outcome == .refused(.userPermissionDenied))
        #expect(await scene.result(.recall, on: id, by: scene.anna, recalls: .disabled).outcome == .refused(.messageRecallDisabled))
        scene.store.clock.advance(by: 300_001)
        #expect(await scene.result(.recall, on: id, by: scene.anna).outcome == .refused(.messageOutRecallTime))
        try await scene.act(.recall, on: id, by: scene.ben, recalls: .always)
        #expect(try await scene.history(of: scene.anna) == [])
        let receipt = try await scene.act(.readAck, on: try await scene.say("two", by: scene.anna), by: scene.ben)
        #expect(await scene.result(.recall, on: receipt.id, by: scene.ben).outcome == .refused(.messageInvalidType))
    }

    // MARK: - Edits

    @Test(arguments: StoreKind.all) func editsChangeTheStoredTextOnceAndInOrder(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("a", by: scene.anna)
        let append = scene.anna.device().does(.append, on: id, in: .user(scene.ben.user), "b", clientID: 900)
        let other = scene.anna.device(2).does(.append, on: id, in: .user(scene.ben.user), "c", clientID: 900)
        let results = await scene.store.messages.commit([append, other, append])
        let edits = results.compactMap(\.accepted)
        #expect(edits.count == 2 && results[2].outcome == .duplicate(edits[0].id))
        #expect(try await scene.history(of: scene.ben) == ["abc"])
        let times = edits.compactMap { $0.editedAt?.milliseconds }
        #expect(times[0] >= id.instant.milliseconds && times[1] >= times[0] + 2)
        let replaced = try await scene.act(.replace, on: id, by: scene.anna, "new")
        #expect(replaced.editedAt.map { $0.milliseconds >= times[1] + 2 } == true)
        let page = try await scene.store.conversations.page(scene.ben.device(), with: .user(scene.anna.user))
        #expect(page.first?.editedAt == replaced.editedAt && page.first?.text == "new")
        #expect(page.map(\.kind) == [.message, .append, .append, .replace])
        #expect(await scene.result(.append, on: id, by: scene.ben, "x").outcome == .refused(.userPermissionDenied))
        #expect(await scene.result(.append, on: id, by: scene.anna, "").outcome == .refused(.invalidParam))
    }

    // MARK: - Deletion

    @Test(arguments: StoreKind.all) func aDeletedMessageIsGoneForWhoDeletedIt(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("one", by: scene.anna)
        try await scene.say("two", by: scene.anna)
        try await scene.act(.delete, on: id, by: scene.ben)
        #expect(try await scene.history(of: scene.ben) == ["two"])
        #expect(try await scene.page(of: scene.ben) == ["two", "delete"])
        #expect(try await scene.unread(of: scene.ben) == 1)
        #expect(try await scene.history(of: scene.anna) == ["two", "one"])
        #expect(try await scene.page(of: scene.anna) == ["one", "two"])
    }

    @Test(arguments: StoreKind.all) func aDeletedConversationComesBackWithTheNextMessage(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        try await scene.say("one", by: scene.anna)
        for sn: Int32 in 1...2 { _ = try await scene.store.admit(scene.ben, "guid \(sn)") }
        try await scene.clear(by: scene.ben)
        #expect(try await scene.history(of: scene.ben) == [])
        #expect(try await scene.page(of: scene.ben) == ["clear"])
        #expect(try await scene.store.conversations.list(scene.ben.device(1)).isEmpty)
        #expect(try await scene.store.conversations.list(scene.ben.device(2)).map(\.undelivered) == [1])
        #expect(try await scene.unread(of: scene.ben) == 0)
        try await scene.say("two", by: scene.anna)
        #expect(try await scene.history(of: scene.ben) == ["two"])
        #expect(try await scene.store.conversations.list(scene.ben.device(1)).map(\.undelivered) == [1])
        #expect(try await scene.unread(of: scene.ben) == 1)
        #expect(try await scene.history(of: scene.anna) == ["two", "one"])
    }

    @Test(arguments: StoreKind.all) func aConversationDeletedOnOneDeviceStaysOnTheOthers(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        try await scene.say("one", by: scene.anna)
        for sn: Int32 in 1...2 { _ = try await scene.store.admit(scene.ben, "guid \(sn)") }
        try await scene.clear(by: scene.ben, everywhere: false)
        #expect(try await scene.history(of: scene.ben, device: 1) == [])
        #expect(try await scene.history(of: scene.ben, device: 2) == ["one"])
        #expect(try await scene.store.conversations.list(scene.ben.device(1)).isEmpty)
        #expect(try await scene.store.conversations.list(scene.ben.device(2)).count == 1)
        #expect(try await scene.page(of: scene.ben, device: 2) == ["one"])
    }

    // MARK: - Groups and the system

    @Test(arguments: StoreKind.all) func inAGroupOwnerAndAdminsMayRecallAndReceiptsGoToTheAuthorAlone(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        var people: [Account] = []
        for name in ["owner", "admin", "anna", "ben"] { people.append(try await store.account(app, name)) }
        let group = GroupID(77)
        try await store.gather(people, in: group)
        let said = await store.messages.commit(people[2].device().says(Array("hi".utf8), to: .group(group), clientID: 1))
        let id = try #require(said.accepted).id
        let outsider = try await store.account(app, "zoe")
        let refused = await store.messages.commit(outsider.device().says(Array("hi".utf8), to: .group(group), clientID: 1))
        #expect(refused.outcome == .refused(.groupMemberPermissionRequired))
        // A reader names the author; the group is found by the message.
        let read = await store.messages.commit(people[3].device().does(.readAck, on: id, in: .user(people[2].user), clientID: 2))
        #expect(read.accepted?.place?.target == .group(group))
        #expect(read.accepted?.place?.readers == [people[3].user, people[2].user])
        let kinds = try await people.map { person in person }.asyncMap { person in
            try await store.conversations.page(person.device(2), with: .group(group)).map(\.kind)
        }
        #expect(kinds == [[.message], [.message], [.message, .readAck], [.message, .readAck]])
        #expect(try await store.conversations.unread(people[3]).isEmpty)
        let recall = { (person: Account, clientID: Int64) in
            await store.messages.commit(
                person.device().does(.recall, on: id, in: .group(group), recalls: .fiveMinutes, clientID: clientID)
            ).outcome
        }
        #expect(await recall(people[3], 3) == .refused(.groupAdminPermissionRequired))
        guard case .accepted = await recall(people[1], 4) else { return #expect(Bool(false), "an admin may") }
        #expect(try await store.conversations.history(people[0].device(), with: .group(group)).items.isEmpty)
    }

    @Test(arguments: StoreKind.all) func theSystemWritesToAConversationOfItsReceiverAlone(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let system = Account(app: scene.anna.app, user: .system).device(0)
        let sent = await scene.store.messages.commit(system.says(Array("notice".utf8), to: .user(scene.ben.user)))
        let id = try #require(sent.accepted).id
        let list = try await scene.store.conversations.list(scene.ben.device())
        #expect(list.map(\.peer) == [.system] && list.map(\.undelivered) == [1])
        #expect(try await scene.store.conversations.unread(scene.ben) == [UnreadCount(peer: .system, count: 1)])
        try await scene.act(.readAck, on: id, by: scene.ben, in: .user(.system))
        #expect(try await scene.store.conversations.unread(scene.ben).isEmpty)
        let taken = await scene.result(.recall, on: id, by: scene.ben, in: .user(.system))
        #expect(taken.outcome == .refused(.messageInvalidType))
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
