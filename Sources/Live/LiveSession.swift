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
