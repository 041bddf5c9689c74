import HearthCore
import IM

/// One connected and logged-in device. The gateway implements it.
public protocol LiveSession: AnyObject, Sendable {
    var address: DeviceAddress { get }
    /// The id of the token that it logged in with.
    var tokenID: String { get }
    /// What the client said at its login, "3.0.0" for example.
    var sdkVersion: String { get }
    /// Hands an event over to the connection's own event loop. Never blocks.
    func post(_ event: LiveEvent)
}

/// What a connected device hears without having asked.
public enum LiveEvent: Sendable {
    /// A conversation has something new, up to `newest`.
    case arrived(Peer, ConversationID, newest: MessageID)
    /// A message that is not stored, typing for example.
    case pushed(AcceptedMessage)
    /// Something happened to a device of the user.
    case noticed(DeviceNotice)
    /// The login is over for a reason that concerns many, and the hub has forgotten the session. It is told the failure, or is pushed the
    /// notice where there is one; its frames are answered with the failure, and after `patience` milliseconds it is closed.
    case ended(Failure, DeviceNotice?, patience: Int64)
}

extension LiveEvent {
    /// The end of a session of an app; nil for a client that may not hear of it and goes on.
    public init?(_ ending: AppEnding, sdkVersion: String, device: DeviceSN) {
        guard let row = ending.row else {
            self = .ended(ending.failure, nil, patience: AppEnding.patience)
            return
        }
        guard row.reaches(device, sdkVersion: sdkVersion, about: nil) else { return nil }
        self = .ended(ending.failure, DeviceNotice(row, about: nil), patience: AppEnding.patience)
    }
}

/// A UserNotice for one session. Never stored.
public struct DeviceNotice: Sendable, Equatable {
    public let type: UserNotice
    /// The number of the device that it is about, for types that name it; else empty.
    public let content: String
    /// Whether the connection is closed behind it.
    public let endsLogin: Bool

    public init(_ row: KickRow, about device: DeviceSN?) {
        type = row.notice
        content = row.notice.namesDevice ? device.map { String($0.rawValue) } ?? "" : ""
        endsLogin = row.endsLogin
    }
}
