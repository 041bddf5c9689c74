import HearthCore
import IM
import Testing

struct DeviceLimitTests {
    /// Devices with the minutes of their last sight and login.
    private func registered(_ devices: [(Int32, seen: Int64, login: Int64)]) -> [RegisteredDevice] {
        devices.map { number, seen, login in
            RegisteredDevice(
                number: DeviceSN(number), lastSeen: Instant(milliseconds: seen * 60_000),
                lastLogin: Instant(milliseconds: login * 60_000))
        }
    }

    private func evicted(
        _ limit: Int, _ devices: [(Int32, seen: Int64, login: Int64)], connected: Set<Int32> = []
    ) throws(Failure) -> [Int32] {
        try DeviceLimit(perPlatform: limit, whenFull: .evict)
            .evicted(from: registered(devices), connected: Set(connected.map { DeviceSN($0) })).map(\.rawValue)
    }

    @Test func belowTheLimitNobodyGoes() throws {
        #expect(try evicted(1, []) == [])
        #expect(try evicted(3, [(1, 5, 5), (2, 6, 6)]) == [])
        let refusing = DeviceLimit(perPlatform: 3, whenFull: .refuse)
        #expect(try refusing.evicted(from: registered([(1, 5, 5), (2, 6, 6)]), connected: []) == [])
    }

    @Test func whoWasOfflineLongestGoes() throws {
        #expect(try evicted(3, [(1, 9, 1), (2, 7, 7), (3, 8, 2)]) == [2])
    }

    @Test func whoIsConnectedGoesLast() throws {
        #expect(try evicted(2, [(1, 1, 1), (2, 9, 9)], connected: [1]) == [2])
        #expect(try evicted(3, [(1, 1, 1), (2, 9, 9), (3, 8, 8)], connected: [1, 3]) == [2])
    }

    /// When it was seen last says nothing of who is connected.
    @Test func ofTheConnectedTheOneThatLoggedInLongestAgoGoes() throws {
        #expect(try evicted(2, [(1, 3, 6), (2, 9, 5)], connected: [1, 2]) == [2])
    }

    @Test func afterTheLimitWasLoweredSeveralGo() throws {
        #expect(try evicted(1, [(1, 9, 1), (2, 7, 7), (3, 8, 2)]) == [1, 2, 3])
        #expect(try evicted(2, [(1, 9, 1), (2, 7, 7), (3, 8, 2)], connected: [2]) == [1, 3])
    }

    @Test func refusingEvictsNobody() {
        let refusing = DeviceLimit(perPlatform: 2, whenFull: .refuse)
        let error = #expect(throws: Failure(.userTooManyDevice)) {
            try refusing.evicted(from: registered([(1, 5, 5), (2, 6, 6)]), connected: [])
        }
        #expect(error?.status.rawValue == 13)
    }

    @Test func anUnknownPlatformIsOnePlatform() {
        let platforms = [-1, 0, 1, 6, 7, 99].map { DeviceClaim(guid: "", platform: $0, userAgent: "", sdkVersion: "").platform }
        #expect(platforms == [0, 0, 1, 6, 0, 0])
    }
}
