import HearthCore
import IM
import TestSupport
import Testing

/// Random sends and resends from several devices, in random batches, with restarts and a clock that wanders over midnight,
/// compared with a model that is two dictionaries.
struct SendModelTests {
    /// Everything a message is told apart by.
    private struct Identity: Hashable {
        let device: DeviceAddress
        let target: MessageTarget
        let clientID: Int64
        let payload: [UInt8]

        init(_ message: OutgoingMessage) {
            (device, target) = (message.sender, message.target)
            (clientID, payload) = (message.clientID, message.payload)
        }
    }

    private struct Model {
        var ids: [Identity: MessageID] = [:]
        var timelines: [Set<Account>: [TimelineEntry]] = [:]
        var newest = MessageID.zero

        /// Compares one answer and takes it in.
        mutating func take(_ message: OutgoingMessage, _ result: SendResult, to other: Account) throws {
            let identity = Identity(message)
            if let id = ids[identity] {
                #expect(result.outcome == .duplicate(id))
                return
            }
            let accepted = try #require(result.accepted, "\(result)")
            let pair: Set<Account> = [message.sender.account, other]
            #expect(accepted.id > newest)
            #expect(accepted.place?.previous == timelines[pair]?.last?.id ?? .zero)
            newest = max(newest, accepted.id)
            ids[identity] = accepted.id
            timelines[pair, default: []].append(TimelineEntry(id: accepted.id, payload: message.payload))
        }
    }

    private struct TimelineEntry: Hashable {
        let id: MessageID
        let payload: [UInt8]
    }

    @Test(arguments: StoreKind.all, [1, 2, 3, 4, 5, 6] as [UInt64])
    func theStoreAgreesWithTheModel(kind: StoreKind, seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let midnight = VirtualClock.noon.advanced(by: VirtualClock.day / 2)
        var store = try await OpenStore(kind, clock: VirtualClock(midnight.advanced(by: -4_000)))
        var people: [Account] = []
        for id in ["first", "second"] {
            let app = try await store.app(id)
            for name in ["anna", "ben", "carl"] { people.append(try await store.account(app, name)) }
        }
        var model = Model()
        var sent: [(message: OutgoingMessage, other: Account)] = []
        for _ in 0..<40 {
            store.clock.advance(by: .random(in: -300...500, using: &generator))
            if Int.random(in: 0..<6, using: &generator) == 0 { store = try await store.reopened() }
            var batch: [(message: OutgoingMessage, other: Account)] = []
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                if Int.random(in: 0..<3, using: &generator) == 0, let again = (sent + batch).randomElement(using: &generator) {
                    batch.append(again)
                } else {
                    batch.append(Self.fresh(people, &generator))
                }
            }
            let results = try await Self.commit(batch.map(\.message), to: store, &generator)
            for (send, result) in zip(batch, results) { try model.take(send.message, result, to: send.other) }
            sent += batch
        }
        try await check(model, in: store)
        try await check(model, in: try await store.reopened())
    }

    /// Few texts and client ids, so that sends are also alike by chance.
    private static func fresh(_ people: [Account], _ generator: inout SeededGenerator) -> (OutgoingMessage, Account) {
        let app = 3 * Int.random(in: 0...1, using: &generator)
        let sender = people[app + .random(in: 0..<3, using: &generator)]
        let other = people[app + .random(in: 0..<3, using: &generator)]
        let message = sender.device(.random(in: 1...2, using: &generator)).says(
            "text \(Int.random(in: 0..<8, using: &generator))", to: other, clientID: .random(in: 1...4, using: &generator))
        return (message, other)
    }

    /// One batch, split at random.
    private static func commit(
        _ batch: [OutgoingMessage], to store: OpenStore, _ generator: inout SeededGenerator
    ) async throws -> [SendResult] {
        var results: [SendResult] = []
        var rest = batch[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(.random(in: 1...rest.count, using: &generator)))
            rest = rest.dropFirst(part.count)
            results += await store.messages.commit(part)
        }
        return results
    }

    private func check(_ model: Model, in store: OpenStore) async throws {
        for (pair, entries) in model.timelines {
            let one = try #require(pair.first)
            let other = pair.first { $0 != one } ?? one
            let conversation = try await store.conversation(one.device(), other)
            var found: [TimelineEntry] = []
            while true {
                let page = try await store.conversations.items(
                    one.app, conversation.id, after: found.last?.id ?? .zero, limit: Limits.pageItems)
                if page.isEmpty { break }
                found += page.map { TimelineEntry(id: $0.id, payload: $0.payload) }
            }
            #expect(found == entries)
            #expect(conversation.newest == entries.last?.id)
            #expect(try await store.conversation(other.device(), one).id == conversation.id)
        }
    }
}
