import HearthCore
import IM
import TestSupport
import Testing

struct ConversationListTests {
    @Test(arguments: StoreKind.all) func theOldestActivityComesFirst(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let anna = try await store.account(app, "anna")
        var others: [Account] = []
        for name in ["ben", "carl", "dora"] { others.append(try await store.account(app, name)) }
        for (text, position) in [("one", 2), ("two", 0), ("three", 1), ("four", 2)] {
            try await store.write([text], from: others[position], to: anna)
        }
        try await store.write(["five"], from: anna, to: others[0])
        let list = try await store.conversations.list(anna.device())
        #expect(list.map(\.peer) == [1, 2, 0].map { .user(others[$0].user) })
        #expect(list.map(\.newest) == list.map(\.newest).sorted())
    }

    @Test(arguments: StoreKind.all) func aReadConversationIsListedButNotUndelivered(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let ids = try await store.write(["one", "two", "three"], from: anna, to: ben)
        let device = try await store.admit(ben, "phone")
        let conversation = try await store.conversation(device, anna).id
        try await store.confirm(device, conversation, ids[1])
        #expect(try await store.conversations.list(device, undeliveredOnly: true).map(\.undelivered) == [1])
        try await store.confirm(device, conversation, ids[2])
        #expect(try await store.conversations.list(device, undeliveredOnly: true).isEmpty)
        let line = try #require(try await store.conversations.list(device).first)
        #expect(line.undelivered == 0 && line.cursor == ids[2] && line.newest == ids[2] && line.id == conversation)
        #expect(line.peer == .user(anna.user))
        // A key beyond everything, as a client may send.
        try await store.confirm(device, conversation, MessageID(clamping: .max))
        #expect(try await store.conversations.list(device, undeliveredOnly: true).isEmpty)
        #expect(try await store.conversations.list(device).map(\.undelivered) == [0])
    }

    /// Random messages, confirmations of random keys and several devices, against plain arithmetic.
    @Test(arguments: StoreKind.all, [1, 2, 3, 4] as [UInt64])
    func undeliveredNumbersAreExact(kind: StoreKind, seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var store = try await OpenStore(kind)
        let app = try await store.app()
        var people: [Account] = []
        for number in 0..<4 {
            people.append(try await store.account(app, "user\(number)"))
            // One device each, so that the beginning is the beginning.
            try await store.admit(people[number], "only")
        }
        var timelines: [Set<UserID>: [MessageID]] = [:]
        var cursors: [[UserID]: MessageID] = [:]
        for step in 0..<60 {
            store.clock.advance(by: .random(in: 0...2, using: &generator))
            var batch: [(Account, Account)] = []
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                batch.append((people[.random(in: 0..<4, using: &generator)], people[.random(in: 0..<4, using: &generator)]))
            }
            let results = await store.messages.commit(
                batch.enumerated().map { $1.0.says("\(step) \($0)", to: $1.1, clientID: Int64(step)) })
            for ((from, to), result) in zip(batch, results) {
                timelines[[from.user, to.user], default: []].append(try #require(result.accepted).id)
            }
            let reader = people[.random(in: 0..<4, using: &generator)]
            if let line = try await store.conversations.list(reader.device()).randomElement(using: &generator),
                case .user(let peer) = line.peer
            {
                // Exactly a message, or a number between two.
                let id = try #require(timelines[[reader.user, peer]]?.randomElement(using: &generator))
                let key = MessageID(id.rawValue + .random(in: -1...1, using: &generator))
                try await store.confirm(reader.device(), line.id, key)
                cursors[[reader.user, peer]] = max(key, cursors[[reader.user, peer]] ?? .zero)
            }
            if step % 20 == 19 { store = try await store.reopened() }
            for person in people {
                try await check(store, person, timelines, cursors)
            }
        }
    }

    private func check(
        _ store: OpenStore, _ person: Account, _ timelines: [Set<UserID>: [MessageID]], _ cursors: [[UserID]: MessageID]
    ) async throws {
        var expected: [MessageID: Int] = [:]
        for (pair, ids) in timelines where pair.contains(person.user) {
            let peer = pair.first { $0 != person.user } ?? person.user
            let cursor = cursors[[person.user, peer]] ?? .zero
            expected[try #require(ids.last)] = ids.count { $0 > cursor }
        }
        let all = try await store.conversations.list(person.device())
        #expect(all.map(\.newest) == expected.keys.sorted())
        for line in all { #expect(line.undelivered == expected[line.newest]) }
        let behind = try await store.conversations.list(person.device(), undeliveredOnly: true)
        #expect(behind.map(\.newest) == expected.filter { $0.value > 0 }.keys.sorted())
    }
}
