import HearthCore

/// Why all sessions of an app end together.
public enum AppEnding: Sendable, Equatable {
    /// The app may not be used any more.
    case outOfService(AppStatus)
    /// Its clients are to connect anew.
    case reconnect(ReconnectNotice)

    /// Milliseconds between the word of the end and the end of the connection: so long a client is answered what has happened.
    public static let patience: Int64 = 5_000

    /// What a change of an app means for sessions that were there before it; nil for nothing.
    public init?(from before: App, to after: App) {
        if after.status.refusal != nil {
            guard after.status != before.status else { return nil }
            self = .outOfService(after.status)
        } else {
            guard after.reconnection.number > before.reconnection.number, let notice = after.reconnection.notice else { return nil }
            self = .reconnect(notice)
        }
    }

    /// What frames of such a session are answered with until it is closed.
    public var failure: Failure {
        switch self {
        case .outOfService(let status): status.refusal ?? Failure(.serverAppStatusNotNormal)
        case .reconnect: Failure(.serverNeedReconnected)
        }
    }

    /// The notice that its devices are pushed; nil where the failure itself is.
    public var row: KickRow? {
        switch self {
        case .outOfService: nil
        case .reconnect(let notice): KickTable.row(notice.event)
        }
    }
}

/// Everybody of an app who is connected to this server.
public protocol LiveApps: Sendable {
    /// Ends the sessions that are there now, in turns. Never blocks; who comes later is not concerned.
    func end(_ app: AppNumber, _ ending: AppEnding)
}

/// Where nobody is connected: the command line without a server.
public struct NobodyLive: LiveApps, LiveDevices {
    public init() {}

    public func end(_ app: AppNumber, _ ending: AppEnding) {}
    public func connected(_ account: Account) -> Set<DeviceSN> { [] }
    public func tell(_ event: DeviceEvent, _ account: Account, device: DeviceSN?) {}
}
