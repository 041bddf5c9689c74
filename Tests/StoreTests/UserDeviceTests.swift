import HearthCore
import IM
import TestSupport
import Testing

/// Devices as their owner handles them, on both databases.
struct UserDeviceTests {
    private let live = RecordingDevices()

    private func devices(_ store: OpenStore) -> UserDevices {
        UserDevices(store: store.userDevices, live: live, clock: store.clock)
    }

    /// Anna with three devices and a token that has none; Ben with a device of the same guid and number.
    private func people(_ store: OpenStore) async throws -> (anna: Account, ben: Account) {
        let (anna, ben) = try await store.pair()
        for name in ["one", "three", "two"] { try await store.token(name, of: anna, on: name) }
        try await store.token("again", of: anna, on: "one")
        try await store.token("unused", of: anna)
        try await store.token("bens", of: ben, on: "one")
        return (anna, ben)
    }

    private func told(_ event: DeviceEvent, _ account: Account, _ number: Int32?) -> RecordingDevices.Told {
        RecordingDevices.Told(event, account, number.map(DeviceSN.init))
    }

    @Test(arguments: StoreKind.all) func devicesAreListedByNumber(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await people(store)
        try await store.login(ben, "phone", platform: 1)
        #expect(try await devices(store).list(of: anna).map(\.number.rawValue) == [1, 2, 3])
        #expect(
            try await devices(store).list(of: ben) == [
                ListedDevice(number: DeviceSN(1), platform: 6, userAgent: "test"),
                ListedDevice(number: DeviceSN(2), platform: 1, userAgent: "test"),
            ])
        #expect(try await devices(store).list(of: Account(app: anna.app, user: UserID(4))) == [])
    }

    @Test(arguments: StoreKind.all) func aRemovedDeviceGoesWithItsTokens(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await people(store)
        try await devices(store).remove(DeviceAddress(account: anna, device: DeviceSN(1)))
        #expect(try await devices(store).list(of: anna).map(\.number.rawValue) == [2, 3])
        #expect(try await devices(store).list(of: ben).map(\.number.rawValue) == [1])
        #expect(try await store.liveTokens() == ["bens", "three", "two", "unused"])
        #expect(live.told == [told(.removed, anna, 1)])
        for number in [1, 4, 0, -1] as [Int32] {
            await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: device_sn")) {
                try await devices(store).remove(DeviceAddress(account: anna, device: DeviceSN(number)))
            }
        }
        #expect(live.told.count == 1)
    }

    /// What a removed device confirmed is not given to the next one again.
    @Test(arguments: StoreKind.all) func whatARemovedDeviceConfirmedStaysKnown(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await people(store)
        let first = DeviceAddress(account: anna, device: DeviceSN(1))
        let ids = try await store.write(["one", "two"], from: ben, to: anna)
        try await store.confirm(first, try await store.conversation(first, ben).id, ids[0])
        try await devices(store).remove(first)
        #expect(try await store.numbers("SELECT device FROM cursors") == [0])
        store.clock.advance(by: 60_000)
        let next = try await store.admit(anna, "one")
        #expect(next.device == DeviceSN(4))
        #expect(try await store.conversation(next, ben).cursor == ids[0])
    }

    /// Device 0 stands for all that are gone: it is none that could go.
    @Test(arguments: StoreKind.all) func aDeviceThatIsNotThereTakesNoPlaceAway(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await people(store)
        let ids = try await store.write(["one", "two"], from: ben, to: anna)
        let first = DeviceAddress(account: anna, device: DeviceSN(1))
        let conversation = try await store.conversation(first, ben).id
        for device in [anna.device(1), anna.device(4)] { try await store.confirm(device, conversation, ids[0]) }
        try await devices(store).remove(first)
        for number in [0, -1, 4] as [Int32] {
            let nobody = DeviceAddress(account: anna, device: DeviceSN(number))
            #expect(try await !store.userDevices.remove(nobody, now: store.clock.now()))
            await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: device_sn")) {
                try await devices(store).remove(nobody)
            }
        }
        #expect(try await store.numbers("SELECT device FROM cursors ORDER BY device") == [0, 4])
    }

    /// The login was checked while its device was still there.
    @Test(arguments: StoreKind.all) func aRemovedDeviceDoesNotComeBackWithItsOldToken(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await people(store)
        try await devices(store).remove(DeviceAddress(account: anna, device: DeviceSN(1)))
        await #expect(throws: Failure(.userKickedByOtherDevices)) { try await store.admit(anna, "one", token: "one") }
        #expect(try await devices(store).list(of: anna).map(\.number.rawValue) == [2, 3])
        #expect(try await store.token("new", of: anna, on: "one") == DeviceSN(4))
    }

    @Test(arguments: StoreKind.all) func aKickedDeviceStaysRegistered(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await people(store)
        try await devices(store).kick(DeviceAddress(account: anna, device: DeviceSN(1)))
        #expect(try await devices(store).list(of: anna).map(\.number.rawValue) == [1, 2, 3])
        #expect(try await store.liveTokens() == ["bens", "three", "two", "unused"])
        #expect(live.told == [told(.kicked, anna, 1)])
        await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: device_sn")) {
            try await devices(store).kick(DeviceAddress(account: anna, device: DeviceSN(4)))
        }
    }

    @Test(arguments: StoreKind.all) func aUserKicksAllHisOtherDevices(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await people(store)
        live.connect([DeviceSN(1), DeviceSN(3), DeviceSN(2)])
        // Both tokens of the caller's device live on: its tabs share it.
        try await devices(store).kickOthers(of: anna, than: DeviceSN(1), tokenID: "again")
        #expect(try await store.liveTokens() == ["again", "bens", "one"])
        #expect(live.told == [told(.kicked, anna, 2), told(.kicked, anna, 3)])
    }

    @Test(arguments: StoreKind.all) func aCallerWithoutADeviceKeepsHisTokenAlone(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await people(store)
        try await devices(store).kickOthers(of: anna, than: nil, tokenID: "unused")
        #expect(try await store.liveTokens() == ["bens", "unused"])
    }

    @Test(arguments: StoreKind.all) func anOperatorKicksAll(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await people(store)
        try await devices(store).kickAll(of: anna)
        #expect(try await store.liveTokens() == ["bens"])
        #expect(live.told == [told(.kicked, anna, nil)])
        #expect(try await devices(store).list(of: anna).count == 3)
    }

    @Test func whoIsConnectedIsOnline() async throws {
        let store = try await OpenStore(.sqlite)
        let (anna, _) = try await store.pair()
        #expect(!devices(store).isOnline(anna))
        live.connect([DeviceSN(1)])
        #expect(devices(store).isOnline(anna))
    }
}
