import HearthCore
import IM
import Live
import TestSupport
import Testing

/// What devices hear of each other.
struct DeviceNoticeTests {
    private let hub = Hub(audiences: .none)
    private let bob = Account(app: AppNumber(1), user: UserID(4))

    private func enter(_ sn: Int32, user: Int64 = 4, sdk: String = "3.0.0") -> Listener {
        let listener = Listener(user, sn, sdk: sdk)
        hub.enter(listener)
        return listener
    }

    /// What devices 1, 2 and 3 (which has SDK 1.0.0) hear of an event of device 1, by xsync.md 9.3 and 11.
    private static let rows: [(DeviceEvent, [[String]])] = [
        (.sameGUID, [["4 end"], [], []]), (.evicted, [["5 end"], [], []]), (.kicked, [["5 end"], [], []]),
        (.dropped, [["0 end"], ["0 end"], ["0 end"]]), (.removed, [["10 end"], [], []]), (.passwordChanged, [[], ["1 end"], ["1 end"]]),
        (.userFrozen, [["2 end"], ["2 end"], ["2 end"]]), (.userRemoved, [["3 end"], ["3 end"], ["3 end"]]),
        (.firstLogin, [[], ["9 1"], []]), (.cameOn, [[], ["7 1"], []]), (.wentOff, [[], ["8 1"], []]),
        (.profileChanged, [[], ["6"], []]), (.clusterChanged, [["11 end"], ["11 end"], ["11 end"]]),
        (.dnsChanged, [["12 end"], ["12 end"], []]), (.trafficLimit, [["13"], ["13"], []]),
    ]

    @Test(arguments: rows) func everyEventReachesWhoItConcerns(event: DeviceEvent, heard: [[String]]) {
        let devices = [enter(1), enter(2), enter(3, sdk: "1.0.0")]
        let stranger = enter(1, user: 6)
        for device in devices { _ = device.news() }
        hub.tell(event, bob, device: DeviceSN(1))
        #expect(devices.map { $0.news() } == heard)
        #expect(stranger.news() == [])
    }

    @Test func everyEventIsTried() {
        #expect(Set(Self.rows.map(\.0)) == Set(DeviceEvent.allCases))
    }

    /// A kick without a device number ends all logins; a password set by an operator ends those of all devices.
    @Test(arguments: [(DeviceEvent.kicked, "5 end"), (.removed, "10 end"), (.passwordChanged, "1 end"), (.userFrozen, "2 end")])
    func withoutADeviceItConcernsAll(event: DeviceEvent, line: String) {
        let devices = [enter(1), enter(2), enter(3, sdk: "1.0.0")]
        for device in devices { _ = device.news() }
        hub.tell(event, bob, device: nil)
        #expect(devices.map { $0.news() } == [[line], [line], [line]])
    }

    @Test func tellingWhoIsNotThereDoesNothing() {
        let here = enter(1)
        hub.tell(.evicted, bob, device: DeviceSN(2))
        hub.tell(.userFrozen, Account(app: AppNumber(2), user: UserID(4)), device: nil)
        #expect(here.news() == [])
    }

    @Test func theOthersHearADeviceComeAndGo() {
        let one = enter(1)
        let old = enter(3, sdk: "1.0.0")
        let two = enter(2)
        #expect(one.news() == ["7 3", "7 2"])
        hub.leave(two)
        hub.leave(two)
        hub.leave(old)
        #expect(one.news() == ["8 2", "8 3"])
        #expect(two.news() == [])
        #expect(old.news() == [])
    }

    /// Three tabs, one after the other: each ends the one before. For the user's phone it is a login each, and no logout
    /// before the last one is closed.
    @Test func theLastOfThreeTabsWins() {
        let phone = enter(9)
        let tabs = (enter(1), enter(1), enter(1))
        #expect(tabs.0.news() == ["4 end"])
        #expect(tabs.1.news() == ["4 end"])
        #expect(tabs.2.news() == [])
        #expect(phone.news() == ["7 1", "7 1", "7 1"])
        hub.leave(tabs.1)
        hub.leave(tabs.0)
        #expect(phone.news() == [])
        #expect(hub.connected(bob) == [DeviceSN(1), DeviceSN(9)])
        hub.leave(tabs.2)
        #expect(phone.news() == ["8 1"])
    }

    /// The old connection was known to be dead before the new one came.
    @Test func aReconnectKicksNobody() {
        let phone = enter(9)
        let dead = enter(1)
        hub.leave(dead)
        let new = enter(1)
        #expect(dead.news() == [])
        #expect(new.news() == [])
        #expect(phone.news() == ["7 1", "8 1", "7 1"])
    }

    @Test func connectedDevicesAreThoseOfTheUser() {
        let listeners = [enter(1), enter(2), enter(7, user: 6)]
        #expect(hub.connected(bob) == [DeviceSN(1), DeviceSN(2)])
        #expect(Set(hub.devices) == Set(listeners.map(\.address)))
    }
}
