import HearthCore
import IM
import Testing

struct CursorTests {
    /// Ten messages, half an hour apart, and two devices of Ben: the second registered after the fifth.
    private struct Scene {
        var store: OpenStore
        let anna: Account
        let ben: Account
        let ids: [MessageID]
        let first: DeviceAddress
        let second: DeviceAddress
        let registered: MessageID

        init(_ kind: StoreKind) async throws {
            store = try await OpenStore(kind)
            (anna, ben) = try await store.pair()
            first = try await store.admit(ben, "first")
            var ids: [MessageID] = []
            for number in 0..<5 {
                store.clock.advance(by: 1_800_000)
                ids += try await store.write(["\(number)"], from: anna, to: ben)
            }
            store.clock.advance(by: 900_000)
            registered = MessageID(at: store.clock.now(), node: 0)
            second = try await store.admit(ben, "second")
            for number in 5..<10 {
                store.clock.advance(by: 1_800_000)
                ids += try await store.write(["\(number)"], from: anna, to: ben)
            }
            self.ids = ids
        }

        func cursor(_ device: DeviceAddress) async throws -> MessageID {
            let open = try await store.conversation(device, anna).cursor
            // The list must say the same.
            let listed = try await store.conversations.list(device).map(\.cursor)
            #expect(listed == [open])
            return open
        }

        func confirm(_ device: DeviceAddress, _ id: MessageID) async throws {
            try await store.confirm(device, try await store.conversation(device, anna).id, id)
        }
    }

    @Test(arguments: StoreKind.all) func aConversationNobodyBeganIsNotThere(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        #expect(try await store.conversations.open(anna.device(), with: ben) == nil)
        try await store.write(["one"], from: anna, to: ben)
        let carl = try await store.account(anna.app, "carl")
        #expect(try await store.conversations.open(carl.device(), with: ben) == nil)
        #expect(try await store.conversations.open(carl.device(), with: anna) == nil)
        #expect(try await store.conversations.list(carl.device()).isEmpty)
        let mine = try await store.conversation(anna.device(), ben)
        #expect(mine.id == (try await store.conversation(ben.device(), anna)).id)
    }

    @Test(arguments: StoreKind.all) func withoutAnyConfirmationADeviceBeginsAtTheBeginning(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        #expect(try await scene.cursor(scene.first) == .zero)
        #expect(try await scene.cursor(scene.second) == .zero)
    }

    @Test(arguments: StoreKind.all) func aDevicesOwnCursorHolds(kind: StoreKind) async throws {
        var scene = try await Scene(kind)
        try await scene.confirm(scene.second, scene.ids[1])
        try await scene.confirm(scene.first, scene.ids[8])
        #expect(try await scene.cursor(scene.second) == scene.ids[1])
        #expect(try await scene.cursor(scene.first) == scene.ids[8])
        scene.store = try await scene.store.reopened()
        #expect(try await scene.cursor(scene.second) == scene.ids[1])
    }

    @Test(arguments: StoreKind.all) func aNewDeviceFollowsTheFurthestConfirmation(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        try await scene.confirm(scene.first, scene.ids[2])
        #expect(try await scene.cursor(scene.second) == scene.ids[2])
        let third = try await scene.store.admit(scene.ben, "third")
        try await scene.confirm(third, scene.ids[4])
        #expect(try await scene.cursor(scene.second) == scene.ids[4])
    }

    @Test(arguments: StoreKind.all) func aNewDeviceMissesNothingSinceItsRegistration(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        try await scene.confirm(scene.first, scene.ids[9])
        #expect(try await scene.cursor(scene.second) == scene.registered)
        let undelivered = try await scene.store.conversations.list(scene.second).map(\.undelivered)
        #expect(undelivered == [5])
    }

    @Test(arguments: StoreKind.all) func theFirstDeviceReadsEverything(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        try await scene.confirm(scene.second, scene.ids[9])
        #expect(try await scene.cursor(scene.first) == .zero)
    }

    @Test(arguments: StoreKind.all) func nothingBeforeJoiningIsDelivered(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        try await scene.store.set(joined: scene.ids[6], of: scene.ben)
        #expect(try await scene.cursor(scene.first) == scene.ids[6])
        #expect(try await scene.cursor(scene.second) == scene.ids[6])
        try await scene.confirm(scene.first, scene.ids[7])
        #expect(try await scene.cursor(scene.first) == scene.ids[7])
        #expect(try await scene.cursor(scene.second) == scene.ids[6])
    }

    /// Who left and came back must not read what was said meanwhile.
    @Test(arguments: StoreKind.all) func anOldCursorDoesNotReachBeforeJoining(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        try await scene.confirm(scene.first, scene.ids[1])
        try await scene.store.set(joined: scene.ids[6], of: scene.ben)
        #expect(try await scene.cursor(scene.first) == scene.ids[6])
    }

    @Test(arguments: StoreKind.all) func confirmationsOfOthersDoNotCount(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        try await scene.confirm(scene.first, scene.ids[3])
        let own = DeviceAddress(account: scene.anna, device: scene.second.device)
        let conversation = try await scene.store.conversation(own, scene.ben).id
        try await scene.store.confirm(own, conversation, scene.ids[9])
        #expect(try await scene.cursor(scene.second) == scene.ids[3])
    }

    @Test(arguments: StoreKind.all) func aCursorNeverGoesBack(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        for (saved, expected) in [(4, 4), (2, 4), (4, 4), (7, 7), (0, 7)] {
            try await scene.confirm(scene.first, scene.ids[saved])
            #expect(try await scene.cursor(scene.first) == scene.ids[expected])
        }
    }

    @Test(arguments: StoreKind.all) func manyCursorsAreSavedAtOnce(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        let conversation = try await scene.store.conversation(scene.first, scene.anna).id
        try await scene.store.conversations.save([:])
        try await scene.store.conversations.save([
            CursorKey(device: scene.first, conversation: conversation): scene.ids[3],
            CursorKey(device: scene.second, conversation: conversation): scene.ids[5],
        ])
        #expect(try await scene.cursor(scene.first) == scene.ids[3])
        #expect(try await scene.cursor(scene.second) == scene.ids[5])
    }
}
