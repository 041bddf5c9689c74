import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

struct ServerSendsTests {
    /// Accepts everything on a thread of its own, and knows how many waited at most.
    private final class SlowLog: MessageLog {
        let largest = Mutex(0)
        let taken = Mutex<[MessageTarget]>([])

        func commit(_ batch: [OutgoingMessage], completion: @escaping @Sendable ([SendResult]) -> Void) {
            largest.withLock { $0 = max($0, batch.count) }
            taken.withLock { $0 += batch.map(\.target) }
            Task {
                completion(
                    batch.map { message in
                        .accepted(AcceptedMessage(message: message, id: MessageID(message.clientID), place: nil))
                    })
            }
        }
    }

    private struct Silence: Announcer {
        func announce(_ messages: [AcceptedMessage]) {}
    }

    private let log = SlowLog()
    private let accounts = InMemoryAccounts()
    private let system = Account(app: Sample.app, user: .system)

    /// With a queue that has room for one call at a time.
    private func sends(capacity: Int = 500) -> ServerSends {
        ServerSends(
            sends: MessageGate(
                sends: SendQueue(log: log, windows: RecentWindows(), announcer: Silence(), capacity: capacity, batchSize: 1_000)),
            bodies: PlainBodyCodec(), accounts: accounts, ids: MessageIDs(node: 0, newest: .zero, clock: VirtualClock()))
    }

    private func draft(_ contentType: Int64 = 0, related: Int64? = nil, transaction: Int64? = nil) throws -> MessageDraft {
        try MessageDraft(
            contentType: contentType, related: related, body: BodyFields(contentType: 0, content: "hi"), isOnlineOnly: false,
            transaction: transaction)
    }

    @Test func aLongListNeverFillsTheQueue() async throws {
        let ids = (1...10_000).map { Int64($0 * 2) }
        let sent = try await sends().send(try draft(), from: system, to: try MessageReceivers(type: 1, ids: ids), settings: AppSettings())
        #expect(sent.count == 10_000)
        #expect(log.taken.withLock { $0 } == ids.map { .user(UserID($0)) })
        #expect(log.largest.withLock { $0 } <= 500)
    }

    @Test func aFullQueueIsToldAsSuch() async throws {
        await #expect(throws: Failure(.serverBusy)) {
            try await sends(capacity: 0).send(
                try draft(), from: system, to: try MessageReceivers(type: 1, ids: [2, 4]), settings: AppSettings())
        }
    }

    @Test func aBroadcastNeverFillsTheQueue() async throws {
        for number in 1...1_501 { accounts.add(Account(app: Sample.app, user: UserID(Int64(number * 2))), name: "u\(number)") }
        accounts.add(Account(app: AppNumber(2), user: UserID(9_998)), name: "stranger")
        let broadcast = try await sends().broadcast(try draft(), in: Sample.app, settings: AppSettings())
        #expect(broadcast.sent == 1_501 && broadcast.failure == nil)
        #expect(log.taken.withLock { $0 } == (1...1_501).map { .user(UserID(Int64($0 * 2))) })
        #expect(log.largest.withLock { $0 } <= 500)
    }

    @Test func anOperationIsNotForEverybody() async throws {
        await #expect(throws: Failure.self) {
            try await sends().broadcast(try draft(10, related: 5), in: Sample.app, settings: AppSettings())
        }
        #expect(log.taken.withLock { $0 }.isEmpty)
    }

    @Test func contentTypesAreThoseOfTheVendor() throws {
        for contentType in 0...7 as ClosedRange<Int64> {
            #expect(try draft(contentType).action == .message(contentType: Int32(contentType), isEphemeral: false))
        }
        for (contentType, kind) in [(9, ItemKind.readAck), (10, .recall), (11, .append), (12, .replace)] as [(Int64, ItemKind)] {
            let operation = Operation(kind, on: MessageID(5), recalls: .always)
            #expect(try draft(contentType, related: 5).action == .operation(operation))
            #expect(throws: Failure.self) { try draft(contentType) }
        }
        for contentType in [-1, 8, 13, Int64.max] { #expect(throws: Failure.self) { try draft(contentType, related: 5) } }
        #expect(try draft(transaction: 0).transaction == nil && draft(transaction: -1).transaction == -1)
    }

    @Test func receiversAreOfOneKindAndEachOnce() throws {
        #expect(try MessageReceivers(type: 2, ids: [3, 1, 3]).targets == [.group(GroupID(3)), .group(GroupID(1))])
        for (type, ids) in [(1, []), (1, [0]), (2, [-1]), (1, [1 << 53])] as [(Int64, [Int64])] {
            #expect(throws: Failure(.messageInvalid)) { try MessageReceivers(type: type, ids: ids) }
        }
        for type in [0, 3] as [Int64] { #expect(throws: Failure.self) { try MessageReceivers(type: type, ids: [2]) } }
    }
}
