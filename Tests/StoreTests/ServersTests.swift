import Database
import HearthCore
import IM
import Store
import Testing

/// Several servers on one PostgreSQL.
struct ServersTests {
    @Test func twoServersWriteOneConversationInOneOrder() async throws {
        let first = try await OpenStore(.postgres)
        let second = try await first.beside()
        let (anna, ben) = try await first.pair()
        async let left = first.many(from: anna, to: ben, seed: 0)
        async let right = second.many(from: ben, to: anna, seed: 10_000)
        let ids = try await left + right
        let open = try await first.conversation(anna.device(), ben)
        var read: [MessageID] = []
        while true {
            let page = try await second.conversations.items(anna.app, open.id, after: read.last ?? .zero, limit: 50)
            if page.isEmpty { break }
            read += page.map(\.id)
        }
        #expect(Set(ids).count == ids.count)
        #expect(read == ids.sorted())
        #expect(Set(ids.map { $0.rawValue >> 8 & 15 }).count == 2, "each server gives ids under a number of its own")
    }

    /// Whatever is committed before a reader looks is there, and nothing comes in behind what he has seen.
    @Test func aReaderBesideTwoWritersMissesNothing() async throws {
        let first = try await OpenStore(.postgres)
        let second = try await first.beside()
        let (anna, ben) = try await first.pair()
        _ = try #require(await first.messages.commit(anna.says("first", to: ben)).accepted)
        let open = try await first.conversation(anna.device(), ben)
        let reading = Task {
            var read: [MessageID] = []
            while !Task.isCancelled || read.count < 801 {
                let page = try await first.conversations.items(anna.app, open.id, after: read.last ?? .zero, limit: 7)
                read += page.map(\.id)
                if read.count >= 801 { break }
            }
            return read
        }
        async let left = first.many(from: anna, to: ben, seed: 0)
        async let right = second.many(from: ben, to: anna, seed: 10_000)
        let ids = try await left + right
        let read = try await reading.value
        #expect(Array(read.dropFirst()) == ids.sorted())
        let nodes = read.map { $0.rawValue >> 8 & 15 }
        let changes = zip(nodes, nodes.dropFirst()).filter { $0 != $1 }.count
        #expect(changes * 10 >= nodes.count, "\(changes) of \(nodes.count) neighbours come from different servers")
    }

    @Test func aServerThatLostItsNumberTakesOneAgain() async throws {
        let store = try await OpenStore(.postgres)
        let (anna, ben) = try await store.pair()
        let before = try #require(await store.messages.commit(anna.says("before", to: ben)).accepted)
        // As when the connection that held it was cut and another server was quicker.
        try await store.database.writing { _ = try $0.execute("UPDATE nodes SET holder = 'somebody else'") }
        let after = try #require(await store.messages.commit(anna.says("after", to: ben)).accepted)
        #expect(after.id > before.id)
        let claimed = try await store.database.reading { sql in
            try sql.all("SELECT number FROM nodes WHERE holder <> 'somebody else'") { $0.int64(0) }
        }
        #expect(claimed == [after.id.rawValue >> 8 & 15])
    }

    @Test func theSeventeenthServerIsTold() async throws {
        let first = try await OpenStore(.postgres)
        var others: [OpenStore] = []
        for _ in 1..<16 { others.append(try await first.beside()) }
        await #expect { _ = try await first.beside() } throws: { ($0 as? DatabaseError)?.kind == .inUse }
        #expect(others.count == 15)
    }

    @Test func aSendRepeatedAtAnotherServerIsADuplicate() async throws {
        let first = try await OpenStore(.postgres)
        let second = try await first.beside()
        let (anna, ben) = try await first.pair()
        let message = anna.says("once", to: ben)
        async let here = first.messages.commit(message)
        async let there = second.messages.commit(message)
        let outcomes = await [here, there].map(\.outcome)
        let ids = outcomes.compactMap { outcome -> MessageID? in
            switch outcome {
            case .accepted(let id), .duplicate(let id): id
            case .refused: nil
            }
        }
        #expect(ids.count == 2 && ids[0] == ids[1], "\(outcomes)")
    }

    @Test func aDeviceThatLogsInAtTwoServersGetsOneNumber() async throws {
        let first = try await OpenStore(.postgres)
        let second = try await first.beside()
        let (anna, _) = try await first.pair()
        async let here = first.admit(anna, "guid")
        async let there = second.admit(anna, "guid")
        let devices = try await [here, there]
        #expect(devices[0] == devices[1])
    }
}

extension OpenStore {
    /// Sends 400 messages, one at a time.
    fileprivate func many(from sender: Account, to other: Account, seed: Int64) async throws -> [MessageID] {
        var ids: [MessageID] = []
        for number in 0..<400 {
            let message = sender.says("\(number)", to: other, clientID: seed + Int64(number))
            ids.append(try #require(await messages.commit(message).accepted).id)
        }
        return ids
    }
}
