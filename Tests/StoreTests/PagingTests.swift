import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

struct PagingTests {
    @Test(arguments: StoreKind.all) func pagesFollowTheKey(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let ids = try await store.write((0..<25).map { "\($0)" }, from: anna, to: ben)
        let conversation = try await store.conversation(ben.device(), anna).id
        func page(_ key: MessageID, _ limit: Int) async throws -> [MessageID] {
            try await store.conversations.items(ben.app, conversation, after: key, limit: limit).map(\.id)
        }
        #expect(try await page(.zero, 10) == Array(ids[0..<10]))
        #expect(try await page(ids[9], 10) == Array(ids[10..<20]))
        #expect(try await page(ids[19], 5) == Array(ids[20..<25]))
        #expect(try await page(ids[24], 10).isEmpty)
        #expect(try await page(MessageID(ids[3].rawValue - 1), 1) == [ids[3]])
        #expect(try await page(MessageID(clamping: .max), 10).isEmpty)
        #expect(try await store.conversations.items(ben.app, ConversationID(999), after: .zero, limit: 10).isEmpty)
    }

    @Test(arguments: StoreKind.all) func aPageStaysWithinItsBytes(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let third = Limits.pageBytes / 3
        let sizes = [third, third, third, 2, Limits.pageBytes + 1, 5, Limits.pageBytes, 0, 1]
        _ = await store.messages.commit(
            sizes.enumerated().map { position, size in
                anna.device().says([UInt8](repeating: 7, count: size), to: .user(ben.user), clientID: Int64(position))
            })
        let conversation = try await store.conversation(ben.device(), anna).id
        var pages: [[Int]] = []
        var key = MessageID.zero
        while true {
            let page = try await store.conversations.items(ben.app, conversation, after: key, limit: Limits.pageItems)
            guard let last = page.last else { break }
            pages.append(page.map(\.payload.count))
            key = last.id
        }
        let most = Limits.pageBytes
        #expect(pages == [[third, third, third], [2], [most + 1], [5], [most, 0], [1]])
    }

    /// What the writers of the next test have done.
    private final class Progress: Sendable {
        private let state = Mutex<(written: [MessageID], isDone: Bool)>(([], false))

        var written: [MessageID] { state.withLock { $0.written } }
        var isDone: Bool { state.withLock { $0.isDone } }

        func wrote(_ ids: [MessageID]) { state.withLock { $0.written += ids } }
        func finish() { state.withLock { $0.isDone = true } }
    }

    /// Several writers, each in batches of random sizes, and readers of random page sizes beside them.
    @Test(arguments: StoreKind.all, [1, 2, 3] as [UInt64])
    func everyReaderSeesEachMessageOnceAndInOrderWhileOthersWrite(kind: StoreKind, seed: UInt64) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let first = try await store.write(["first"], from: anna, to: ben)
        let conversation = try await store.conversation(ben.device(), anna).id
        let progress = Progress()
        async let read = withThrowingTaskGroup { readers in
            for reader in 0..<4 as Range<UInt64> {
                readers.addTask { try await Self.read(store, ben.app, conversation, progress, seed: 100 * seed + reader) }
            }
            return try await readers.reduce(into: [[MessageID]]()) { $0.append($1) }
        }
        try await withThrowingTaskGroup(of: Void.self) { writers in
            for writer in 0..<3 as Range<Int32> {
                let (from, to) = writer == 0 ? (ben, anna) : (anna, ben)
                writers.addTask { try await Self.write(200, from.device(writer), to, store, progress, seed: 1_000 * seed) }
            }
            try await writers.waitForAll()
        }
        progress.finish()
        let expected = (first + progress.written).sorted()
        #expect(expected.count == 601)
        for seen in try await read { #expect(seen == expected) }
    }

    /// Pages by key until the writers are done and nothing more comes.
    private static func read(
        _ store: OpenStore, _ app: AppNumber, _ conversation: ConversationID, _ progress: Progress, seed: UInt64
    ) async throws -> [MessageID] {
        var generator = SeededGenerator(seed: seed)
        var seen: [MessageID] = []
        while true {
            // Asked before the page: what was written by then must be in it.
            let isDone = progress.isDone
            let page = try await store.conversations.items(
                app, conversation, after: seen.last ?? .zero, limit: .random(in: 1...40, using: &generator))
            seen += page.map(\.id)
            if isDone && page.isEmpty { return seen }
        }
    }

    private static func write(
        _ count: Int, _ sender: DeviceAddress, _ other: Account, _ store: OpenStore, _ progress: Progress, seed: UInt64
    ) async throws {
        var generator = SeededGenerator(seed: seed + UInt64(sender.device.rawValue))
        var rest = (0..<count).map { sender.says("\($0)", to: other) }[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(.random(in: 1...25, using: &generator)))
            rest = rest.dropFirst(batch.count)
            progress.wrote(try await store.messages.commit(batch).map { try #require($0.accepted).id })
        }
    }
}
