import HearthCore
import XSYNC

/// What a client tells, in the order it happened.
public enum Event: Hashable, Sendable {
    /// A chat or group message; each id once, however often the server gives it.
    case message(Message)
    /// Somebody is typing.
    case typing(Message)
    /// A receipt, recall, deletion or edit: `body.operation` says what.
    case operation(Message)
    case userNotice(Im_Floo_Protobuf_UserNotice)
    case groupNotice(Im_Floo_Protobuf_GroupNotice)
    case rosterNotice(Im_Floo_Protobuf_RosterNotice)
    /// An item of another kind, as it came.
    case item(Im_Floo_Protobuf_Meta)
    /// The queue with this uid was read to its end; 0 is the system queue.
    case caughtUp(UInt64)
    /// The server answered something with a failure that no call waits for, or broke the protocol.
    case trouble(ClientError)
    /// The connection was lost; the client connects again by itself.
    case disconnected(ClientError)
    case reconnected(DeviceSN)
    /// The login is over and the client stays away until it is logged in again.
    case ended(ClientError)
}
