import HearthCore
import IM
import Testing

/// Every cell of the kick table against what xsync.md says in sections 9.3 and 11, written out once more.
struct KickTableTests {
    private static let types: [(DeviceEvent, Int)] = [
        (.sameGUID, 4), (.evicted, 5), (.kicked, 5), (.dropped, 0), (.removed, 10), (.passwordChanged, 1), (.userFrozen, 2),
        (.userRemoved, 3),
        (.firstLogin, 9), (.cameOn, 7), (.wentOff, 8), (.profileChanged, 6), (.clusterChanged, 11), (.dnsChanged, 12),
        (.trafficLimit, 13),
    ]

    @Test(arguments: types) func theNotice(event: DeviceEvent, type: Int) {
        #expect(KickTable.row(event).notice.rawValue == type)
    }

    @Test(arguments: [
        (DeviceEvent.sameGUID, KickRow.Audience.thatConnection), (.evicted, .thatDevice), (.kicked, .thatDevice),
        (.removed, .thatDevice), (.passwordChanged, .otherDevices), (.userFrozen, .allDevices), (.userRemoved, .allDevices),
        (.firstLogin, .otherDevices), (.cameOn, .otherDevices), (.wentOff, .otherDevices), (.profileChanged, .otherDevices),
        (.clusterChanged, .allDevices), (.dnsChanged, .allDevices), (.trafficLimit, .allDevices),
    ])
    func whoHearsIt(event: DeviceEvent, audience: KickRow.Audience) {
        #expect(KickTable.row(event).audience == audience)
    }

    @Test(arguments: [
        (DeviceEvent.sameGUID, true), (.evicted, true), (.kicked, true), (.removed, true), (.dropped, true), (.passwordChanged, true),
        (.userFrozen, true), (.userRemoved, true), (.firstLogin, false), (.cameOn, false), (.wentOff, false),
        (.profileChanged, false), (.clusterChanged, true), (.dnsChanged, true), (.trafficLimit, false),
    ])
    func whetherTheLoginEnds(event: DeviceEvent, ends: Bool) {
        #expect(KickTable.row(event).endsLogin == ends)
    }

    /// Tabs of one browser share a token; a move to another server leaves tokens alone.
    @Test(arguments: [
        (DeviceEvent.sameGUID, false), (.evicted, true), (.kicked, true), (.removed, true), (.dropped, true), (.passwordChanged, true),
        (.userFrozen, true), (.userRemoved, true), (.firstLogin, false), (.cameOn, false), (.wentOff, false),
        (.profileChanged, false), (.clusterChanged, false), (.dnsChanged, false), (.trafficLimit, false),
    ])
    func whetherTokensAreRevoked(event: DeviceEvent, revokes: Bool) {
        #expect(KickTable.row(event).revokesTokens == revokes)
    }

    /// Types 0, 1, 2, 3, 4, 5, 10 and 11, and no other.
    @Test(arguments: [
        (DeviceEvent.sameGUID, true), (.evicted, true), (.kicked, true), (.removed, true), (.dropped, true), (.passwordChanged, true),
        (.userFrozen, true), (.userRemoved, true), (.firstLogin, false), (.cameOn, false), (.wentOff, false),
        (.profileChanged, false), (.clusterChanged, true), (.dnsChanged, false), (.trafficLimit, false),
    ])
    func whetherTheFirstSDKMayHearIt(event: DeviceEvent, isForFirstSDK: Bool) {
        #expect(KickTable.row(event).isForFirstSDK == isForFirstSDK)
    }

    @Test func everyEventHasItsRow() {
        #expect(Set(Self.types.map(\.0)) == Set(DeviceEvent.allCases))
        #expect(Set(Self.types.map(\.1)) == Set(UserNotice.allCases.map(\.rawValue)))
    }

    @Test func onlyComingAndGoingNamesTheDevice() {
        #expect(UserNotice.allCases.filter(\.namesDevice).map(\.rawValue) == [7, 8, 9])
    }
}
