import HearthCore
import IM
import Testing

/// What the system tells one person, as the store keeps it.
struct NoticeTests {
    /// What a device is given of its system queue.
    private func told(_ account: Account, _ store: OpenStore, device: Int32 = 1, after id: MessageID = .zero) async throws -> [String] {
        try await store.conversations.page(account.device(device), with: .system, after: id)
            .filter { $0.isVisible(to: account.device(device), in: .system) }.map(\.text)
    }

    @Test(arguments: StoreKind.all) func aNoticeIsForItsReaderAloneAndNoMessage(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let result = await store.messages.commit(ben.isTold("applied"))
        let told = try #require(result.accepted)
        let place = try #require(told.place)
        #expect(place.readers == [ben.user] && place.receiver == ben.user && place.previous == .zero)
        let item = try #require(try await store.conversations.page(ben.device(), with: .system).first)
        #expect(item.id == told.id && item.kind == .rosterNotice && item.text == "applied" && item.sender == .system)
        #expect(item.receiver == ben.user && item.readers == [ben.user] && item.device == DeviceSN(0) && item.related == nil)
        #expect(try await self.told(anna, store).isEmpty)
        #expect(try await store.conversations.history(ben.device(), with: .system).items.isEmpty)
        #expect(try await store.conversations.unread(ben).isEmpty)
        let next = await store.messages.commit(ben.isTold("declined", .userNotice, clientID: 2))
        #expect(next.accepted?.place?.previous == told.id)
        #expect(try await self.told(ben, store, after: told.id) == ["declined"])
    }

    @Test(arguments: StoreKind.all) func aBatchKeepsNoticesAndMessagesInTheirOrder(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let system = Account(app: anna.app, user: .system).device(0)
        for round in 0..<2 as Range<Int64> {
            let results = await store.messages.commit([
                ben.isTold("one", clientID: 10 * round + 1), anna.says("hi", to: ben, clientID: 10 * round + 2),
                system.says(Array("all".utf8), to: .user(ben.user), clientID: 10 * round + 3),
                anna.isTold("other", clientID: 10 * round + 4), ben.isTold("two", except: 1, clientID: 10 * round + 5),
            ])
            let ids = results.compactMap { $0.accepted?.id }
            #expect(ids.count == 5)
            let page = try await store.conversations.page(ben.device(2), with: .system).suffix(3)
            #expect(page.map(\.id) == [ids[0], ids[2], ids[4]])
            #expect(page.map(\.kind) == [.rosterNotice, .message, .rosterNotice])
        }
        #expect(try await told(ben, store, device: 2) == ["one", "all", "two", "one", "all", "two"])
        #expect(try await told(ben, store) == ["one", "all", "one", "all"])
        #expect(try await told(anna, store) == ["other", "other"])
    }

    @Test(arguments: StoreKind.all) func whoIsGoneOrNeverWasIsToldNothing(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.set(.removed, of: ben)
        let nobody = Account(app: anna.app, user: UserID(77_776))
        let results = await store.messages.commit([
            ben.isTold("x"), nobody.isTold("x"), ben.isTold("x", except: 1), anna.says("hi", to: anna),
        ])
        #expect(results.dropLast().map(\.outcome) == Array(repeating: .refused(.userNotExist), count: 3))
        #expect(try await store.conversationsThere() == 1)
        // A frozen user reads it when he may log in again.
        try await store.set(.frozen, of: ben)
        #expect(await store.messages.commit(ben.isTold("x", except: 1)).accepted != nil)
    }

    @Test(arguments: StoreKind.all) func theSystemIsListedAsLongAsADeviceLacksSomething(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let devices = [try await store.admit(ben, "phone"), try await store.admit(ben, "tablet")]
        let results = await store.messages.commit([
            ben.isTold("one", except: devices[0].device.rawValue, clientID: 1), anna.says("hi", to: ben, clientID: 2),
        ])
        let ids = results.compactMap { $0.accepted?.id }
        let conversation = try #require(results[0].accepted?.place?.conversation)
        #expect(try await store.conversations.list(devices[0]).filter { $0.undelivered > 0 }.map(\.peer) == [.user(anna.user)])
        let list = try await store.conversations.list(devices[1])
        #expect(list.map(\.peer) == [.system, .user(anna.user)] && list.map(\.undelivered) == [1, 1])
        try await store.confirm(devices[1], conversation, ids[0])
        #expect(try await store.conversations.list(devices[1]).map(\.peer) == [.user(anna.user)])
        // Also what the system says as messages.
        let system = Account(app: anna.app, user: .system).device(0)
        let said = try #require(await store.messages.commit(system.says(Array("all".utf8), to: .user(ben.user), clientID: 3)).accepted)
        #expect(try await store.conversations.list(devices[0], undeliveredOnly: true).map(\.peer).contains(.system))
        for device in devices { try await store.confirm(device, conversation, said.id) }
        for device in devices { #expect(try await store.conversations.list(device).map(\.peer) == [.user(anna.user)]) }
    }

    @Test(arguments: StoreKind.all) func whatADeviceDidItselfIsLookedThroughOnce(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (_, ben) = try await store.pair()
        let devices = [try await store.admit(ben, "phone"), try await store.admit(ben, "tablet")]
        let cursors = CursorBook(store: store.conversations, clock: store.clock)
        let reader = Reader(store: store.conversations, windows: RecentWindows(), cursors: cursors, audiences: .none)
        func listed(_ device: DeviceAddress) async throws -> [Peer] {
            try await withCheckedThrowingContinuation { continuation in
                reader.list(device, undeliveredOnly: true) { continuation.resume(with: $0.map { $0.map(\.peer) }) }
            }
        }
        let own = await store.messages.commit((1...3).map { ben.isTold("x", except: devices[0].device.rawValue, clientID: $0) })
        let newest = try #require(own.last?.accepted)
        let key = CursorKey(device: devices[0], conversation: try #require(newest.place).conversation)
        #expect(try await listed(devices[0]).isEmpty)
        #expect(cursors.pending(key) == newest.id)
        await cursors.flushAll()
        #expect(try await store.conversations.list(devices[0], undeliveredOnly: true).isEmpty, "its place is past it")
        #expect(try await listed(devices[1]) == [.system])
        #expect(cursors.pending(CursorKey(device: devices[1], conversation: key.conversation)) == nil)
        // Of several the one that is for it counts.
        _ = await store.messages.commit([
            ben.isTold("y", except: devices[0].device.rawValue, clientID: 4), ben.isTold("z", clientID: 5),
        ])
        #expect(try await listed(devices[0]) == [.system])
        #expect(try await store.conversations.list(devices[0]).map(\.undelivered) == [1])
        #expect(try await #require(store.conversations.open(devices[0], with: Account(app: ben.app, user: .system))).cursor == newest.id)
    }

    /// Whoever did not learn how a commit ended tells it again.
    @Test(arguments: StoreKind.all) func aNoticeThatIsToldAgainIsThereOnce(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (_, ben) = try await store.pair()
        let notices = [ben.isTold("one", clientID: 1), ben.isTold("two", except: 1, clientID: 2)]
        let first = await store.messages.commit(notices)
        let again = await store.messages.commit(notices + [ben.isTold("three", clientID: 3), ben.isTold("three", clientID: 3)])
        #expect(again.prefix(2).map(\.outcome) == first.compactMap(\.accepted).map { .duplicate($0.id) })
        #expect(again[3].outcome == again[2].accepted.map { .duplicate($0.id) })
        #expect(try await told(ben, store, device: 2) == ["one", "two", "three"])
    }

    @Test(arguments: StoreKind.all) func manyNoticesAreReadPageByPage(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (_, ben) = try await store.pair()
        let texts = (1...120).map { "notice \($0)" }
        _ = await store.messages.commit(texts.enumerated().map { ben.isTold($1, clientID: Int64($0)) })
        var (seen, cursor) = ([String](), MessageID.zero)
        while true {
            let page = try await store.conversations.page(ben.device(), with: .system, after: cursor)
            guard let last = page.last else { break }
            #expect(page.count <= 50)
            seen += page.map(\.text)
            cursor = last.id
        }
        #expect(seen == texts)
        #expect(try await store.conversations.list(ben.device()).map(\.undelivered) == [120])
    }

    @Test(arguments: StoreKind.all) func nothingIsDoneToANotice(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let notice = try #require(await scene.store.messages.commit(scene.ben.isTold("one")).accepted)
        for operation in [ItemKind.readAck, .deliverAck, .playAck, .readCancel, .recall, .delete, .append, .replace] {
            let result = await scene.result(operation, on: notice.id, by: scene.ben, "x", in: .user(.system))
            #expect(result.outcome == .refused(.messageInvalidType), "\(operation)")
            let elsewhere = await scene.result(operation, on: notice.id, by: scene.ben, "x")
            #expect(elsewhere.outcome == .refused(.invalidParam))
            let unknown = await scene.result(operation, on: MessageID(notice.id.rawValue + 1), by: scene.ben, "x", in: .user(.system))
            #expect(unknown.outcome == .refused(.invalidParam))
            let unnamed = await scene.result(operation, on: notice.id, by: scene.ben, "x", in: .unnamed)
            #expect(unnamed.outcome == .refused(.messageInvalidType), "\(operation)")
            let anothers = await scene.result(operation, on: notice.id, by: scene.anna, "x", in: .unnamed)
            #expect(anothers.outcome == .refused(.invalidParam), "\(operation)")
            let another = await scene.result(operation, on: notice.id, by: scene.anna, "x", in: .user(.system))
            #expect(another.outcome == .refused(.invalidParam))
        }
        try await scene.act(.readAll, on: notice.id, by: scene.ben, in: .user(.system))
        #expect(try await told(scene.ben, scene.store) == ["one"])
    }
}
