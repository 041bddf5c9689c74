import HearthCore

/// What a client says of its device when it logs in (Provision, fields 7 to 13).
public struct DeviceClaim: Sendable {
    /// The key of a device; one guid under two users is normal, as SDKs keep it in a variable.
    public let guid: String
    /// 1 iOS, 2 Android, 3 Windows, 4 macOS, 5 Linux, 6 Web.
    public let platform: Int
    public let userAgent: String
    public let sdkVersion: String

    public init(guid: String, platform: Int, userAgent: String, sdkVersion: String) {
        self.guid = guid
        self.platform = platform
        self.userAgent = userAgent
        self.sdkVersion = sdkVersion
    }
}

/// Where devices are kept.
public protocol DeviceStore: Sendable {
    /// The serial number of the user's device with this guid: the known one, or the next free one from 1 up.
    /// Notes the login and binds the token to the device, in one transaction.
    /// - Parameter registeredAt: where a new device starts to read; the user's first device starts at the beginning.
    func admit(
        _ account: Account, _ claim: DeviceClaim, tokenID: String, registeredAt: MessageID, now: Instant
    ) async throws(Failure) -> DeviceSN
}
