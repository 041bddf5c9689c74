import HearthCore

/// What a client says of its device when it logs in (Provision, fields 7 to 13).
public struct DeviceClaim: Sendable {
    /// The key of a device; one guid under two users is normal, as SDKs keep it in a variable.
    public let guid: String
    /// 1 iOS, 2 Android, 3 Windows, 4 macOS, 5 Linux, 6 Web, 0 for everything else.
    public let platform: Int
    public let userAgent: String
    public let sdkVersion: String

    public init(guid: String, platform: Int, userAgent: String, sdkVersion: String) {
        self.guid = guid
        // The limit counts by platform: a number made up must not open another count.
        self.platform = (1...6).contains(platform) ? platform : 0
        self.userAgent = userAgent
        self.sdkVersion = sdkVersion
    }
}

/// A login that asks for its device.
public struct DeviceRequest: Sendable {
    public let account: Account
    public let claim: DeviceClaim
    /// The token that logs in. It is bound to the device, and never revoked by this.
    public let tokenID: String
    /// Where a new device starts to read; the user's first device ever starts at the beginning.
    public let registeredAt: MessageID
    public let limit: DeviceLimit
    /// The user's devices that are connected at this moment.
    public let connected: Set<DeviceSN>
    public let now: Instant

    public init(
        account: Account, claim: DeviceClaim, tokenID: String, registeredAt: MessageID, limit: DeviceLimit,
        connected: Set<DeviceSN>, now: Instant
    ) {
        self.account = account
        self.claim = claim
        self.tokenID = tokenID
        self.registeredAt = registeredAt
        self.limit = limit
        self.connected = connected
        self.now = now
    }
}

/// The device of a login, and what became of others for it.
public struct AdmittedDevice: Sendable, Equatable {
    public let number: DeviceSN
    /// Whether the guid was seen for the first time.
    public let isNew: Bool
    /// The devices that had to go for this one, by number. They are not registered any more.
    public let evicted: [DeviceSN]

    public init(number: DeviceSN, isNew: Bool = false, evicted: [DeviceSN] = []) {
        self.number = number
        self.isNew = isNew
        self.evicted = evicted
    }
}

/// Where devices are kept.
public protocol DeviceStore: Sendable {
    /// The user's device with this guid: the known one, whatever the limit, or a new one with the next number from 1 up.
    /// The number of a device that is gone is not given again.
    ///
    /// Notes the login, binds the token to the device and removes who has to go, in one transaction. A removed device
    /// loses its row, its cursors and its tokens.
    /// - Throws: `UserTooManyDevice`, `ServerCannotCreateDeviceSn`, `UserRemoved`, `InvalidToken` for a token that has been
    ///   revoked, or trouble of the store.
    func admit(_ request: DeviceRequest) async throws(Failure) -> AdmittedDevice

    /// Notes when devices were connected last.
    /// - Returns: those that are not registered any more.
    func noteSeen(_ seen: [DeviceAddress: Instant]) async throws(Failure) -> [DeviceAddress]
}

/// Who is connected, as use cases see it.
public protocol LiveDevices: Sendable {
    /// The user's devices that are connected to this server.
    func connected(_ account: Account) -> Set<DeviceSN>

    /// Tells the user's connected devices of an event, as the kick table says.
    /// - Parameter device: whom it is about; nil means all devices of the user.
    func tell(_ event: DeviceEvent, _ account: Account, device: DeviceSN?)
}
