import Database
import HearthCore
import IM
import Testing

/// The limit of devices and the last sight of them, on both databases.
struct DeviceLimitStoreTests {
    /// An account whose devices were seen in the order of their numbers, a second after each other.
    private func anna(_ store: OpenStore, devices: Int) async throws -> Account {
        let anna = try await store.account(try await store.app(), "anna")
        for number in 0..<devices {
            try await store.admit(anna, "guid \(number + 1)")
            store.clock.advance(by: 1_000)
        }
        return anna
    }

    private func numbers(_ store: OpenStore, _ account: Account) async throws -> [Int64] {
        try await store.database.reading { sql in
            try sql.all(
                "SELECT sn FROM devices WHERE app = ?1 AND user_id = ?2 ORDER BY sn",
                [.integer(account.app.rawValue), .integer(account.user.rawValue)]
            ) { $0.int64(0) }
        }
    }

    @Test(arguments: StoreKind.all) func aNewDeviceAboveTheLimitIsRefused(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await anna(store, devices: 2)
        await #expect(throws: Failure(.userTooManyDevice)) {
            try await store.login(anna, "guid 3", limit: 2, whenFull: .refuse)
        }
        #expect(try await numbers(store, anna) == [1, 2])
        let known = try await store.login(anna, "guid 1", limit: 1, whenFull: .refuse)
        #expect(known == AdmittedDevice(number: DeviceSN(1)), "a known one logs in whatever the limit")
        let third = try await store.login(anna, "guid 3", limit: 3, whenFull: .refuse)
        #expect(third == AdmittedDevice(number: DeviceSN(3), isNew: true), "a refused login took no number")
    }

    @Test(arguments: StoreKind.all) func theDeviceOfflineLongestMakesRoom(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await anna(store, devices: 3)
        let ben = try await store.account(anna.app, "ben")
        try await store.admit(ben, "guid 2")
        let first = DeviceAddress(account: anna, device: DeviceSN(1))
        #expect(try await store.devices.noteSeen([first: store.clock.now()]) == [])
        let admitted = try await store.login(anna, "guid 4", limit: 3)
        #expect(admitted == AdmittedDevice(number: DeviceSN(4), isNew: true, evicted: [DeviceSN(2)]))
        #expect(try await numbers(store, anna) == [1, 3, 4])
        #expect(try await numbers(store, ben) == [1])
    }

    @Test(arguments: StoreKind.all) func connectedDevicesGoLast(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await anna(store, devices: 3)
        let connected: Set<DeviceSN> = [DeviceSN(1), DeviceSN(2)]
        #expect(try await store.login(anna, "guid 4", limit: 3, connected: connected).evicted == [DeviceSN(3)])
        let now: Set<DeviceSN> = connected.union([DeviceSN(4)])
        #expect(try await store.login(anna, "guid 5", limit: 2, connected: now).evicted == [DeviceSN(1), DeviceSN(2)])
        #expect(try await numbers(store, anna) == [4, 5])
    }

    @Test(arguments: StoreKind.all) func everyPlatformCountsForItself(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await anna(store, devices: 2)
        #expect(try await store.login(anna, "phone", platform: 1, limit: 2).evicted == [])
        #expect(try await store.login(anna, "tablet", platform: 1, limit: 2).evicted == [])
        #expect(try await store.login(anna, "watch", platform: 1, limit: 2).evicted == [DeviceSN(3)])
        #expect(try await numbers(store, anna) == [1, 2, 4, 5])
    }

    /// A new device under an old number would take the old one's messages for its own.
    @Test(arguments: StoreKind.all) func theNumberOfADeviceThatIsGoneIsNotGivenAgain(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await anna(store, devices: 2)
        try await store.database.writing { try $0.execute("DELETE FROM devices WHERE sn = 2") }
        #expect(try await store.login(anna, "guid 3").number == DeviceSN(3))
        #expect(try await store.login(anna, "guid 4", limit: 1).number == DeviceSN(4))
        #expect(try await store.login(anna, "guid 1", limit: 1) == AdmittedDevice(number: DeviceSN(5), isNew: true, evicted: [DeviceSN(4)]))
    }

    @Test(arguments: StoreKind.all) func anEvictedDeviceLosesItsTokensAndNobodyElse(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let now = store.clock.now()
        for (id, user) in [("evicted", anna.user), ("other", anna.user), ("both", anna.user), ("bens", ben.user)] {
            let row = TokenRow(user: user, role: .user, expiresAt: now.advanced(by: 99))
            try await store.tokens.save(anna.app, id: id, row: row, issuedAt: now)
        }
        try await store.admit(ben, "one", token: "bens")
        try await store.admit(anna, "one", token: "evicted")
        try await store.admit(anna, "one", token: "both")
        store.clock.advance(by: 1)
        try await store.admit(anna, "two", token: "other")
        // The token that logs in now was the evicted device's as well.
        let third = try await store.login(anna, "three", limit: 2, token: "both")
        #expect(third.evicted == [DeviceSN(1)])
        var revoked: [String] = []
        for id in ["evicted", "other", "both", "bens"] where try await store.tokens.find(anna.app, id: id)?.ended != nil {
            revoked.append(id)
        }
        #expect(revoked == ["evicted"])
        #expect(try await store.tokens.find(anna.app, id: "both")?.device == DeviceSN(3))
    }

    /// The cursors of a device go with it. What they confirmed stays known: the next device does not begin at the beginning.
    @Test(arguments: StoreKind.all) func whatAnEvictedDeviceConfirmedIsNotReadAgain(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let first = try await store.admit(ben, "first")
        let ids = try await store.write(["one", "two", "three"], from: anna, to: ben)
        let place = try await store.conversation(first, anna)
        #expect(place.cursor == .zero)
        try await store.confirm(first, place.id, ids[1])
        for guid in ["second", "third"] {
            store.clock.advance(by: 60_000)
            let admitted = try await store.login(ben, guid, limit: 1)
            #expect(admitted.evicted.count == 1)
            let device = DeviceAddress(account: ben, device: admitted.number)
            #expect(try await store.conversation(device, anna).cursor == ids[1])
            #expect(try await store.conversations.list(device).map(\.undelivered) == [1])
        }
        let rows = try await store.database.reading { try $0.all("SELECT device FROM cursors") { $0.int64(0) } }
        #expect(rows == [0])
    }

    @Test(arguments: StoreKind.all) func devicesThatComeTogetherKeepTheLimit(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await store.account(try await store.app(), "anna")
        let admitted = try await withThrowingTaskGroup { tasks in
            for number in 0..<20 { tasks.addTask { try await store.login(anna, "guid \(number)", limit: 3) } }
            return try await tasks.reduce(into: [AdmittedDevice]()) { $0.append($1) }
        }
        #expect(Set(admitted.map(\.number.rawValue)) == Set(1...20))
        let evicted = admitted.flatMap(\.evicted).map { Int64($0.rawValue) }
        #expect(evicted.count == 17 && Set(evicted).count == 17)
        #expect(try await Set(numbers(store, anna)) == Set(1...20).subtracting(evicted))
    }

    @Test(arguments: StoreKind.all) func theLastSightOnlyMovesForward(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await anna(store, devices: 2)
        let devices = (1...2).map { DeviceAddress(account: anna, device: DeviceSN($0)) }
        let now = store.clock.now()
        #expect(try await store.devices.noteSeen([devices[0]: now.advanced(by: 5), devices[1]: now.advanced(by: 6)]) == [])
        #expect(try await store.devices.noteSeen([devices[0]: now, devices[1]: now.advanced(by: 7)]) == [])
        let seen = try await store.database.reading { try $0.all("SELECT last_seen_at FROM devices ORDER BY sn") { $0.int64(0) } }
        #expect(seen == [now.milliseconds + 5, now.milliseconds + 7])
    }

    @Test(arguments: StoreKind.all) func devicesThatAreGoneAreNamed(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await anna(store, devices: 2)
        let elsewhere = Account(app: AppNumber(anna.app.rawValue + 1), user: anna.user)
        let now = store.clock.now()
        let here = DeviceAddress(account: anna, device: DeviceSN(2))
        let gone = [DeviceAddress(account: anna, device: DeviceSN(3)), DeviceAddress(account: elsewhere, device: DeviceSN(1))]
        #expect(try await Set(store.devices.noteSeen([here: now, gone[0]: now, gone[1]: now])) == Set(gone))
        #expect(try await store.devices.noteSeen([:]) == [])
    }
}
