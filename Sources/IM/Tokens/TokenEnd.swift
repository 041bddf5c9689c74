import HearthCore

/// Why a token was ended before its time. Clients do the same for all of them, and people who debug see what happened.
///
/// Raw values are stored.
public enum TokenEnd: Int, Sendable, CaseIterable {
    /// For a cause that the client hears of otherwise, or that nobody noted.
    case unnamed = 0
    /// The password was changed.
    case passwordChanged = 1
    /// The user ended this login from another device, removed the device, or logged in with more devices than allowed.
    case otherDevice = 2
    /// An operator ended all logins of the user.
    case dropped = 3
    /// The clients of the app were sent to another cluster.
    case clusterChanged = 4

    /// What its bearer is told.
    public var failure: FailureName {
        switch self {
        case .unnamed: .accessTokenExpired
        case .passwordChanged: .userPasswordChanged
        case .otherDevice: .userKickedByOtherDevices
        case .dropped: .userAbnormal
        case .clusterChanged: .serverNeedReconnected
        }
    }

    /// What a session hears that logged in with it.
    var event: DeviceEvent {
        switch self {
        case .unnamed, .otherDevice: .kicked
        case .passwordChanged: .passwordChanged
        case .dropped: .dropped
        case .clusterChanged: .clusterChanged
        }
    }
}
