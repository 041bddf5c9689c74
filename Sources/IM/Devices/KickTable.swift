import HearthCore

/// What may happen to a user's devices.
public enum DeviceEvent: Sendable, CaseIterable {
    /// The same guid logged in on a new connection.
    case sameGUID
    /// One more device than the limit allows logged in; this one had to go.
    case evicted
    /// The user or an operator ended this login; the device stays registered.
    case kicked
    /// An operator ended all logins of the user.
    case dropped
    /// The user or an operator removed this device.
    case removed
    /// This device changed the password.
    case passwordChanged
    case userFrozen
    case userRemoved
    /// A guid logged in for the first time.
    case firstLogin
    case cameOn
    case wentOff
    /// The user's own profile or settings were changed by this device.
    case profileChanged
    case clusterChanged
    case dnsChanged
    case trafficLimit
}

/// Types of UserNotice; raw values are those of the protocol (xsync.proto, UserNotice.Type).
public enum UserNotice: Int, Sendable, CaseIterable {
    /// Clients read it as "log in again by hand".
    case unknown = 0
    case passwordChanged = 1
    case frozen = 2
    case removed = 3
    case kickBySameDevice = 4
    case kickedByOtherDevice = 5
    case infoUpdated = 6
    case deviceLogin = 7
    case deviceLogout = 8
    case deviceAdded = 9
    case deviceRemoved = 10
    case clusterChanged = 11
    case dnsUpdate = 12
    case trafficLimitExceeded = 13

    /// Whether `content` is the number of the device it is about, as decimal text: C++ clients show it as
    /// onOtherDeviceSingIn and onOtherDeviceSingOut (xsync.md section 11).
    public var namesDevice: Bool { [.deviceLogin, .deviceLogout, .deviceAdded].contains(self) }
}

/// The kick table: who hears of an event, and what becomes of his login (xsync.md, sections 9.3 and 11).
///
/// No such notice is ever stored: a later login of the same user would read it and be thrown out, or learn nothing from it.
public enum KickTable {
    public static func row(_ event: DeviceEvent) -> KickRow {
        switch event {
        // Notice, who hears it, whether the login ends, whether its tokens are revoked, whether SDK 1.0.0 may hear it.
        case .sameGUID: KickRow(.kickBySameDevice, .thatConnection, ends: true, revokes: false, sdk1: true)
        case .evicted: KickRow(.kickedByOtherDevice, .thatDevice, ends: true, revokes: true, sdk1: true)
        case .kicked: KickRow(.kickedByOtherDevice, .thatDevice, ends: true, revokes: true, sdk1: true)
        case .dropped: KickRow(.unknown, .allDevices, ends: true, revokes: true, sdk1: true)
        case .removed: KickRow(.deviceRemoved, .thatDevice, ends: true, revokes: true, sdk1: true)
        case .passwordChanged: KickRow(.passwordChanged, .otherDevices, ends: true, revokes: true, sdk1: true)
        case .userFrozen: KickRow(.frozen, .allDevices, ends: true, revokes: true, sdk1: true)
        case .userRemoved: KickRow(.removed, .allDevices, ends: true, revokes: true, sdk1: true)
        case .firstLogin: KickRow(.deviceAdded, .otherDevices, ends: false, revokes: false, sdk1: false)
        case .cameOn: KickRow(.deviceLogin, .otherDevices, ends: false, revokes: false, sdk1: false)
        case .wentOff: KickRow(.deviceLogout, .otherDevices, ends: false, revokes: false, sdk1: false)
        case .profileChanged: KickRow(.infoUpdated, .otherDevices, ends: false, revokes: false, sdk1: false)
        case .clusterChanged: KickRow(.clusterChanged, .allDevices, ends: true, revokes: false, sdk1: true)
        case .dnsChanged: KickRow(.dnsUpdate, .allDevices, ends: true, revokes: false, sdk1: false)
        case .trafficLimit: KickRow(.trafficLimitExceeded, .allDevices, ends: false, revokes: false, sdk1: false)
        }
    }
}

/// One row of the kick table.
public struct KickRow: Sendable, Equatable {
    /// Who hears of an event.
    public enum Audience: Sendable {
        /// The older connection of the device.
        case thatConnection
        case thatDevice
        /// The user's devices without the one it is about.
        case otherDevices
        case allDevices
    }

    public let notice: UserNotice
    public let audience: Audience
    /// Whether the login of who hears it is over: his connection is closed behind the notice.
    public let endsLogin: Bool
    /// Whether the use case that causes the event revokes the tokens of who hears it; else they would come back.
    public let revokesTokens: Bool
    /// Whether SDK 1.0.0 may hear it. That version stops logging in after a reconnect when it gets another type.
    public let isForFirstSDK: Bool

    init(_ notice: UserNotice, _ audience: Audience, ends: Bool, revokes: Bool, sdk1: Bool) {
        self.notice = notice
        self.audience = audience
        endsLogin = ends
        revokesTokens = revokes
        isForFirstSDK = sdk1
    }

    /// Whether a connected device hears it. A session that may not is left as it is, also where others end.
    public func reaches(_ device: DeviceSN, sdkVersion: String, about subject: DeviceSN?) -> Bool {
        guard isForFirstSDK || sdkVersion != "1.0.0" else { return false }
        guard let subject else { return true }
        switch audience {
        case .thatConnection, .thatDevice: return device == subject
        case .otherDevices: return device != subject
        case .allDevices: return true
        }
    }
}
