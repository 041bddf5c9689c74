import HearthCore

/// A device as its owner sees it in a list.
public struct ListedDevice: Sendable, Equatable {
    public let number: DeviceSN
    /// As in `DeviceClaim`.
    public let platform: Int
    public let userAgent: String

    public init(number: DeviceSN, platform: Int, userAgent: String) {
        self.number = number
        self.platform = platform
        self.userAgent = userAgent
    }
}

/// Which logins of a user are to end.
public enum EndedLogins: Sendable, Equatable {
    /// Those with one device.
    case device(DeviceSN)
    /// Those with all devices but the caller's, and those that have no device yet. The token with this id lives on.
    case others(than: DeviceSN?, tokenID: String)
    case all
    /// As `all`, by an operator.
    case dropped

    /// Why they end.
    public var end: TokenEnd { self == .dropped ? .dropped : .otherDevice }
}

/// Where the devices of a user are looked at and taken away.
public protocol UserDeviceStore: Sendable {
    /// By number, smallest first.
    func list(of account: Account) async throws(Failure) -> [ListedDevice]
    /// Takes a device away with its tokens and cursors, in one transaction.
    /// - Returns: whether it was there.
    func remove(_ device: DeviceAddress, now: Instant) async throws(Failure) -> Bool
    /// Ends tokens; devices stay registered.
    /// - Returns: whether the device that is named is there; true where none is.
    func end(_ logins: EndedLogins, of account: Account, now: Instant) async throws(Failure) -> Bool
}

/// What a user, or an operator for him, does with his devices.
public struct UserDevices: Sendable {
    private let store: any UserDeviceStore
    private let live: any LiveDevices
    private let clock: any WallClock

    public init(store: any UserDeviceStore, live: any LiveDevices, clock: any WallClock) {
        self.store = store
        self.live = live
        self.clock = clock
    }

    public func list(of account: Account) async throws(Failure) -> [ListedDevice] {
        try await store.list(of: account)
    }

    /// Whether a device of the user is connected to this server. When a device was seen last would tell of other servers,
    /// but for some minutes also of devices that have gone.
    public func isOnline(_ account: Account) -> Bool { !live.connected(account).isEmpty }

    /// Takes a device away: its login is over, and it comes back as a new one.
    /// - Throws: `InvalidRequestParameter` for a number that no device of the user has.
    public func remove(_ device: DeviceAddress) async throws(Failure) {
        try Self.check(device)
        guard try await store.remove(device, now: clock.now()) else { throw ClientText.refusal("device_sn") }
        live.tell(.removed, device.account, device: device.device)
    }

    /// Ends the logins with a device, whoever's it is of the user's; it stays registered.
    /// - Throws: `InvalidRequestParameter` for a number that no device of the user has.
    public func kick(_ device: DeviceAddress) async throws(Failure) {
        try Self.check(device)
        guard try await store.end(.device(device.device), of: device.account, now: clock.now()) else {
            throw ClientText.refusal("device_sn")
        }
        live.tell(.kicked, device.account, device: device.device)
    }

    /// Ends all logins of the user but the caller's own.
    /// - Parameters:
    ///   - device: the device of the caller's token, if it has one.
    ///   - tokenID: the caller's token.
    public func kickOthers(of account: Account, than device: DeviceSN?, tokenID: String) async throws(Failure) {
        _ = try await store.end(.others(than: device, tokenID: tokenID), of: account, now: clock.now())
        for other in live.connected(account).sorted() where other != device { live.tell(.kicked, account, device: other) }
    }

    /// Ends all logins of the user, for an operator.
    public func kickAll(of account: Account) async throws(Failure) {
        _ = try await store.end(.all, of: account, now: clock.now())
        live.tell(.kicked, account, device: nil)
    }

    /// Ends all logins of the user as if the server had lost them: his devices ask for his password again.
    /// - Throws: `UserNotExist`.
    public func drop(_ account: Account) async throws(Failure) {
        _ = try await store.end(.dropped, of: account, now: clock.now())
        live.tell(.dropped, account, device: nil)
    }

    /// Devices are numbered from 1 up: 0 stands for none, and for all that are gone.
    private static func check(_ device: DeviceAddress) throws(Failure) {
        guard device.device.rawValue > 0 else { throw ClientText.refusal("device_sn") }
    }
}
