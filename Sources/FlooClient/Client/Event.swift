import HearthCore
import XSYNC

/// What a client tells, in the order it happened.
public enum Event: Hashable, Sendable {
    /// A chat or group message; each id once, however often the server gives it.
    case message(Message)
    /// Somebody is typing.
    case typing(Message)
    /// Somebody has read a message of this user's, or this user has read one on another device.
    case read(MessageOperation)
    /// A message of this user's has come to a device of its receiver.
    case delivered(MessageOperation)
    /// Somebody has listened to a message of this user's, or this user has on another device.
    case played(MessageOperation)
    /// On another device of this user all was read up to a message.
    case readAll(MessageOperation)
    /// On another device of this user a message was made unread again.
    case markedUnread(MessageOperation)
    /// A message was taken back: it is gone for everybody.
    case recalled(MessageOperation)
    /// On another device of this user a message was deleted, for this user alone.
    case deleted(MessageOperation)
    /// A piece was added to the end of a message. The author's own device is told as well, but not in a group.
    case appended(MessageEdit)
    /// A message has new content. The author's own device is told as well.
    case replaced(MessageEdit)
    /// On another device of this user a conversation was deleted, with what was in it until then.
    case conversationDeleted(Recipient, from: XID)
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
