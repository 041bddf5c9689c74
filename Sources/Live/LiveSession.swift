import HearthCore
import IM

/// One connected and logged-in device. The gateway implements it.
public protocol LiveSession: AnyObject, Sendable {
    var address: DeviceAddress { get }
    /// Hands an event over to the connection's own event loop. Never blocks.
    func post(_ event: LiveEvent)
}

/// What a connected device hears without having asked.
public enum LiveEvent: Sendable {
    /// A conversation has something new, up to `newest`.
    case arrived(Peer, ConversationID, newest: MessageID)
    /// A message that is not stored, typing for example.
    case pushed(AcceptedMessage)
    /// The login is over, for this reason.
    case ended(EndOfLogin)
}

/// Why the server ends a login.
public enum EndOfLogin: Sendable, Equatable {
    /// The same device logged in on another connection.
    case sameDevice
}
