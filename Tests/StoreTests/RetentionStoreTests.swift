import Database
import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

struct RetentionStoreTests {
    /// Everything older than five days goes, in steps of so many rows. Gives what each step removed.
    private func removeOld(_ store: OpenStore, of app: AppNumber, limit: Int = 500) async throws -> [Int] {
        let before = MessageID(at: store.clock.now().advanced(by: -5 * VirtualClock.day), node: 0)
        var removed: [Int] = []
        var place: ConversationID?
        while true {
            let step = try await store.retention.removeOld(before: before, of: app, after: place, limit: limit)
            removed.append(step.removed)
            place = step.place
            if step.isLast { return removed }
        }
    }

    private func rows(_ store: OpenStore) async throws -> [String: Int64] {
        let all = try await store.database.reading { try StoredSchema.rows($0) }
        return all.filter { ["messages", "own_items", "hidden_messages", "read_cancellations"].contains($0.key) }
    }

    @Test(arguments: StoreKind.all) func oldMessagesGoInStepsAndTheRestStays(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let carl = try await store.account(anna.app, "carl")
        let other = try await store.account(try await store.app("other"), "other")
        try await store.write((0..<7).map { "old \($0)" }, from: anna, to: ben)
        try await store.write((0..<5).map { "old \($0)" }, from: carl, to: anna)
        try await store.write(["theirs"], from: other, to: other)
        store.clock.advance(by: 5 * VirtualClock.day + 1)
        let young = try await store.write(["young", "younger"], from: ben, to: anna)
        #expect(try await removeOld(store, of: anna.app, limit: 5) == [5, 5, 2])
        #expect(try await removeOld(store, of: anna.app, limit: 5) == [0])
        #expect(try await store.conversations.history(anna, with: ben).items.map(\.text) == ["younger", "young"])
        #expect(try await store.conversations.history(anna, with: carl).items.isEmpty)
        #expect(try await store.conversations.history(other, with: other).items.map(\.text) == ["theirs"])
        // Both conversations are still there and go on.
        #expect(try await store.conversations.list(anna.device()).map(\.peer) == [.user(carl.user), .user(ben.user)])
        let next = try await store.write(["newest"], from: ben, to: anna)
        #expect(next[0] > young[1])
        #expect(try await store.conversations.history(anna, with: ben, limit: 2).next == young[1])
        #expect(try await store.conversations.history(anna, with: ben, .older(than: young[1]), limit: 2).next == .zero)
    }

    @Test(arguments: StoreKind.all) func theBoundIsExact(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.write(["gone"], from: anna, to: ben)
        store.clock.advance(by: 1)
        try await store.write(["kept"], from: anna, to: ben)
        store.clock.advance(by: 5 * VirtualClock.day)
        _ = try await removeOld(store, of: anna.app)
        #expect(try await store.conversations.history(anna, with: ben).items.map(\.text) == ["kept"])
    }

    @Test(arguments: StoreKind.all) func whatPeopleNotedGoesWithTheMessages(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        func live() async throws {
            let ids = [try await scene.say("one", by: scene.anna), try await scene.say("two", by: scene.anna)]
            try await scene.act(.readAll, on: ids[1], by: scene.ben)
            try await scene.act(.readCancel, on: ids[0], by: scene.ben)
            try await scene.act(.delete, on: ids[1], by: scene.ben)
            try await scene.act(.replace, on: ids[0], by: scene.anna, "new")
        }
        try await live()
        let first = try await rows(scene.store)
        #expect(first == ["messages": 3, "own_items": 3, "hidden_messages": 1, "read_cancellations": 1])
        scene.store.clock.advance(by: 6 * VirtualClock.day)
        try await live()
        // The second time all was read the first mark went by itself.
        #expect(try await removeOld(scene.store, of: scene.anna.app, limit: 3).reduce(0, +) == 7)
        #expect(try await rows(scene.store) == first)
        #expect(try await scene.unread(of: scene.ben) == 1)
        #expect(try await scene.history(of: scene.ben) == ["new"])
    }

    @Test(arguments: StoreKind.all) func aDeletedMessageDoesNotComeBackBetweenTwoSteps(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        var ids: [MessageID] = []
        for number in 0..<4 { ids.append(try await scene.say("\(number)", by: scene.anna)) }
        for id in ids { try await scene.act(.delete, on: id, by: scene.ben) }
        scene.store.clock.advance(by: 6 * VirtualClock.day)
        let before = MessageID(at: scene.store.clock.now().advanced(by: -5 * VirtualClock.day), node: 0)
        var place: ConversationID?
        for _ in 0..<20 {
            let step = try await scene.store.retention.removeOld(before: before, of: scene.anna.app, after: place, limit: 1)
            place = step.place
            #expect(step.removed <= 1)
            #expect(try await scene.history(of: scene.ben).isEmpty)
            if step.isLast { break }
        }
        #expect(try await rows(scene.store).values.allSatisfy { $0 == 0 })
    }

    @Test(arguments: StoreKind.all) func undeliveredNumbersStayRight(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        // One that has read nothing, one that stands in the middle of what goes, one that has read it all.
        var devices: [DeviceAddress] = []
        for name in ["none", "middle", "all"] { devices.append(try await store.admit(ben, name)) }
        let old = try await store.write((0..<10).map { "old \($0)" }, from: anna, to: ben)
        let conversation = try await store.conversation(devices[0], anna).id
        try await store.confirm(devices[1], conversation, old[4])
        try await store.confirm(devices[2], conversation, old[9])
        store.clock.advance(by: 6 * VirtualClock.day)
        let young = try await store.write(["a", "b", "c"], from: anna, to: ben)
        try await store.confirm(devices[0], conversation, .zero)
        let undelivered = { (device: DeviceAddress) in try await store.conversations.list(device).map(\.undelivered) }
        #expect(try await undelivered(devices[0]) == [13])
        _ = try await removeOld(store, of: anna.app)
        for device in devices { #expect(try await undelivered(device) == [3]) }
        try await store.confirm(devices[0], conversation, young[0])
        #expect(try await undelivered(devices[0]) == [2])
        store.clock.advance(by: 6 * VirtualClock.day)
        _ = try await removeOld(store, of: anna.app)
        for device in devices {
            // Nothing is there, which only a sync finds out: until then it is listed, and not a moment longer.
            #expect(try await undelivered(device) == [1])
            let open = try await store.conversation(device, anna)
            #expect(open.newest == young[2])
            #expect(try await store.conversations.page(device, with: .user(anna.user), after: open.cursor).isEmpty)
            try await store.confirm(device, conversation, open.newest)
            #expect(try await store.conversations.list(device, undeliveredOnly: true).isEmpty)
            #expect(try await undelivered(device) == [0])
        }
    }

    @Test(arguments: StoreKind.all) func aRemovedMessageIsUnknownToOperations(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let id = try await scene.say("one", by: scene.anna)
        scene.store.clock.advance(by: 6 * VirtualClock.day)
        let young = try await scene.say("two", by: scene.anna)
        _ = try await removeOld(scene.store, of: scene.anna.app)
        for kind in [ItemKind.readAck, .deliverAck, .playAck, .readCancel, .delete] {
            #expect(await scene.result(kind, on: id, by: scene.ben).outcome == .refused(.invalidParam))
        }
        #expect(await scene.result(.recall, on: id, by: scene.anna, recalls: .always).outcome == .refused(.invalidParam))
        #expect(try await scene.unread(of: scene.ben) == 1)
        try await scene.act(.readAck, on: young, by: scene.ben)
        #expect(try await scene.unread(of: scene.ben) == 0)
    }

    @Test(arguments: StoreKind.all) func manyConversationsAreWalkedInPages(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await store.pair()
        var people: [Account] = []
        for number in 0..<120 { people.append(try await store.account(anna.app, "person\(number)")) }
        _ = await store.messages.commit(people.map { anna.says("old", to: $0) })
        store.clock.advance(by: 6 * VirtualClock.day)
        let removed = try await removeOld(store, of: anna.app)
        #expect(removed.reduce(0, +) == 120 && removed.count == 3)
    }

    /// Two servers may do it beside each other.
    @Test func twoServersRemoveTheSameOnce() async throws {
        let store = try await OpenStore(.postgres)
        let (anna, ben) = try await store.pair()
        let beside = try await store.beside()
        try await store.write((0..<300).map { "old \($0)" }, from: anna, to: ben)
        store.clock.advance(by: 6 * VirtualClock.day)
        async let here = removeOld(store, of: anna.app, limit: 20)
        async let there = removeOld(beside, of: anna.app, limit: 20)
        let counts = try await (here.reduce(0, +), there.reduce(0, +))
        #expect(counts.0 + counts.1 == 300)
        #expect(try await rows(store)["messages"] == 0)
    }

    @Test(arguments: StoreKind.all) func sendsGoOnWhileAHundredThousandRowsAreRemoved(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let carl = try await store.account(anna.app, "carl")
        let first = try #require(try await store.write(["first"], from: anna, to: ben).first)
        try await fill(store, anna, from: first, count: 100_000)
        store.clock.advance(by: 6 * VirtualClock.day)
        let isRemoving = Mutex(true)
        async let steps = {
            defer { isRemoving.withLock { $0 = false } }
            return try await removeOld(store, of: anna.app)
        }()
        // One after the other, each waiting for its commit, in the conversation that is cleared and in another one.
        var sent = 0
        while isRemoving.withLock({ $0 }) {
            sent += 1
            let result = await store.messages.commit(anna.says("\(sent)", to: sent.isMultiple(of: 2) ? ben : carl, clientID: Int64(sent)))
            #expect(result.accepted != nil)
        }
        let removed = try await steps
        #expect(removed.allSatisfy { $0 <= 500 } && removed.reduce(0, +) == 100_001)
        #expect(removed.count >= 200)
        // Were they to wait for the end, there would be a handful.
        #expect(sent > removed.count / 10)
        #expect(try await rows(store)["messages"] == Int64(sent))
    }

    /// Messages of a conversation that begins with `first`, one after the other.
    private func fill(_ store: OpenStore, _ sender: Account, from first: MessageID, count: Int) async throws {
        let numbers: String
        switch store.database.dialect {
        case .sqlite: numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count)) "
        case .postgres: numbers = "WITH n (i) AS (SELECT generate_series(1, \(count))) "
        }
        let insert = "INSERT INTO messages (app, conversation, id, sequence, sender, device, content_type, payload) "
        let select = "SELECT m.app, m.conversation, m.id + i, m.sequence + i, m.sender, 1, 0, m.payload FROM messages m, n WHERE m.id = ?1"
        let statement = insert + numbers + select
        try await store.database.writing { sql in
            try sql.execute(built: statement, [.integer(first.rawValue)])
            try sql.execute(
                "UPDATE conversations SET newest = newest + ?2, given = given + ?2, sequence = sequence + ?2 WHERE app = ?1",
                [.integer(sender.app.rawValue), .integer(Int64(count))])
        }
        store.clock.advance(by: 1_000)
    }
}
