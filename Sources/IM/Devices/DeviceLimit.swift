import HearthCore

/// How many devices a user may have on one platform, and what happens beyond (`devices.per.platform`, `devices.when.full`).
public struct DeviceLimit: Sendable, Equatable {
    public let perPlatform: Int
    public let whenFull: DevicesWhenFull

    public init(perPlatform: Int, whenFull: DevicesWhenFull) {
        self.perPlatform = perPlatform
        self.whenFull = whenFull
    }

    /// The limit that an app has set.
    public init(_ settings: AppSettings) {
        self.init(perPlatform: settings.devicesPerPlatform, whenFull: settings.devicesWhenFull)
    }

    /// Which of a user's devices of one platform have to go so that one more fits, by number.
    ///
    /// First goes who was offline longest; who is connected goes last, among those the one that logged in longest ago.
    /// After the limit was lowered several may have to go at once.
    /// - Throws: `UserTooManyDevice` where the new device is refused instead.
    public func evicted(
        from registered: [RegisteredDevice], connected: Set<DeviceSN>
    ) throws(Failure) -> [DeviceSN] {
        let surplus = registered.count + 1 - perPlatform
        guard surplus > 0 else { return [] }
        guard whenFull == .evict else { throw Failure(.userTooManyDevice) }
        let ranked = registered.map { device in
            let isHere = connected.contains(device.number)
            return (isHere ? 1 : 0, isHere ? device.lastLogin : device.lastSeen, device.number.rawValue)
        }
        return ranked.sorted(by: <).prefix(surplus).map { DeviceSN($0.2) }.sorted { $0.rawValue < $1.rawValue }
    }
}

/// What the limit has to know of a device.
public struct RegisteredDevice: Sendable, Equatable {
    public let number: DeviceSN
    /// When it was connected last. For a device connected to another server this is some minutes old at most.
    public let lastSeen: Instant
    public let lastLogin: Instant

    public init(number: DeviceSN, lastSeen: Instant, lastLogin: Instant) {
        self.number = number
        self.lastSeen = lastSeen
        self.lastLogin = lastLogin
    }
}
