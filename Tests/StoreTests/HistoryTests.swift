import HearthCore
import IM
import Testing

struct HistoryTests {
    private struct Scene {
        let store: OpenStore
        let anna: Account
        let ben: Account
        let ids: [MessageID]

        init(_ kind: StoreKind, messages count: Int) async throws {
            store = try await OpenStore(kind)
            (anna, ben) = try await store.pair()
            ids = try await store.write((0..<count).map { "\($0)" }, from: anna, to: ben)
        }

        func page(_ direction: HistoryDirection, _ limit: Int) async throws -> (items: [MessageID], next: MessageID) {
            let page = try await store.conversations.history(ben, with: anna, direction, limit: limit)
            return (page.items.map(\.id), page.next)
        }

        /// Positions of messages as their ids, newest first.
        func newestFirst(_ range: Range<Int>) -> [MessageID] { ids[range].reversed() }
    }

    @Test(arguments: StoreKind.all) func olderPagesLeadToTheBeginning(kind: StoreKind) async throws {
        let scene = try await Scene(kind, messages: 10)
        var page = try await scene.page(.older(than: .zero), 4)
        #expect(page == (scene.newestFirst(6..<10), scene.ids[6]))
        page = try await scene.page(.older(than: page.next), 4)
        #expect(page == (scene.newestFirst(2..<6), scene.ids[2]))
        page = try await scene.page(.older(than: page.next), 4)
        #expect(page == (scene.newestFirst(0..<2), .zero))
    }

    @Test(arguments: StoreKind.all) func newerPagesLeadToTheEnd(kind: StoreKind) async throws {
        let scene = try await Scene(kind, messages: 10)
        var page = try await scene.page(.newer(than: .zero), 4)
        #expect(page == (scene.newestFirst(0..<4), scene.ids[3]))
        page = try await scene.page(.newer(than: page.next), 4)
        #expect(page == (scene.newestFirst(4..<8), scene.ids[7]))
        page = try await scene.page(.newer(than: page.next), 4)
        #expect(page == (scene.newestFirst(8..<10), .zero))
    }

    /// A page that is exactly full is the last one when nothing is behind it.
    @Test(arguments: StoreKind.all) func theEndIsKnownExactly(kind: StoreKind) async throws {
        let scene = try await Scene(kind, messages: 5)
        #expect(try await scene.page(.older(than: .zero), 5) == (scene.newestFirst(0..<5), .zero))
        #expect(try await scene.page(.older(than: .zero), 4) == (scene.newestFirst(1..<5), scene.ids[1]))
        #expect(try await scene.page(.newer(than: .zero), 5) == (scene.newestFirst(0..<5), .zero))
        #expect(try await scene.page(.newer(than: .zero), 4) == (scene.newestFirst(0..<4), scene.ids[3]))
        #expect(try await scene.page(.older(than: scene.ids[1]), 1) == (scene.newestFirst(0..<1), .zero))
        #expect(try await scene.page(.newer(than: scene.ids[3]), 1) == (scene.newestFirst(4..<5), .zero))
        #expect(try await scene.page(.older(than: scene.ids[0]), 3) == ([], .zero))
        #expect(try await scene.page(.newer(than: scene.ids[4]), 3) == ([], .zero))
        #expect(try await scene.page(.newer(than: MessageID(clamping: .max)), 3) == ([], .zero))
        #expect(try await scene.page(.older(than: MessageID(clamping: .max)), 1) == ([scene.ids[4]], scene.ids[4]))
    }

    @Test(arguments: StoreKind.all) func theKeyItselfIsNotRepeated(kind: StoreKind) async throws {
        let scene = try await Scene(kind, messages: 5)
        #expect(try await scene.page(.older(than: scene.ids[2]), 10) == (scene.newestFirst(0..<2), .zero))
        #expect(try await scene.page(.newer(than: scene.ids[2]), 10) == (scene.newestFirst(3..<5), .zero))
        let between = MessageID(scene.ids[2].rawValue + 1)
        #expect(try await scene.page(.older(than: between), 1) == ([scene.ids[2]], scene.ids[2]))
    }

    @Test(arguments: StoreKind.all) func historyEndsWhereTheReaderJoined(kind: StoreKind) async throws {
        let scene = try await Scene(kind, messages: 6)
        try await scene.store.set(joined: scene.ids[2], of: scene.ben)
        #expect(try await scene.page(.older(than: .zero), 3) == (scene.newestFirst(3..<6), .zero))
        #expect(try await scene.page(.older(than: scene.ids[1]), 3) == ([], .zero))
        #expect(try await scene.page(.newer(than: .zero), 2) == (scene.newestFirst(3..<5), scene.ids[4]))
        let hers = try await scene.store.conversations.history(scene.anna, with: scene.ben, .older(than: .zero), limit: 10)
        #expect(hers.items.count == 6)
    }

    @Test(arguments: StoreKind.all) func whoNeverWroteHasNoHistory(kind: StoreKind) async throws {
        let scene = try await Scene(kind, messages: 3)
        let carl = try await scene.store.account(scene.anna.app, "carl")
        for peer in [scene.anna, scene.ben, carl] {
            let page = try await scene.store.conversations.history(carl, with: peer, .older(than: .zero), limit: 10)
            #expect(page.items.isEmpty && page.next == .zero)
        }
    }

    @Test(arguments: StoreKind.all) func aPageCutByItsBytesSaysWhereToGoOn(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let results = await store.messages.commit(
            (0..<4).map { number in
                anna.device().says([UInt8](repeating: 1, count: Limits.pageBytes / 2), to: .user(ben.user), clientID: number)
            })
        let ids = results.compactMap(\.accepted?.id)
        let older = try await store.conversations.history(ben, with: anna, .older(than: .zero), limit: 4)
        #expect(older.items.map(\.id) == [ids[3], ids[2]] && older.next == ids[2])
        let newer = try await store.conversations.history(ben, with: anna, .newer(than: .zero), limit: 4)
        #expect(newer.items.map(\.id) == [ids[1], ids[0]] && newer.next == ids[1])
        let rest = try await store.conversations.history(ben, with: anna, .older(than: older.next), limit: 4)
        #expect(rest.items.map(\.id) == [ids[1], ids[0]] && rest.next == .zero)
    }

    @Test(arguments: StoreKind.all, 1...7) func pagesOfEverySizeTogetherAreTheWholeHistory(kind: StoreKind, limit: Int) async throws {
        let scene = try await Scene(kind, messages: 12)
        var backward: [MessageID] = []
        var key = MessageID.zero
        repeat {
            let page = try await scene.page(.older(than: key), limit)
            backward += page.items
            key = page.next
        } while key != .zero && backward.count < 100
        #expect(backward == scene.newestFirst(0..<12))
        var forward: [MessageID] = []
        repeat {
            let page = try await scene.page(.newer(than: key), limit)
            forward += page.items.reversed()
            key = page.next
        } while key != .zero && forward.count < 100
        #expect(forward == scene.ids)
    }
}
