/// What an item of a timeline is. Raw values are stored and, for operations, those of `MessageOperation.OpType`
/// (xsync.proto): never reuse one.
public enum ItemKind: Int, Sendable {
    case message = 0
    case readAck = 1
    case readAll = 2
    case readCancel = 3
    case deliverAck = 4
    case recall = 5
    case delete = 6
    case playAck = 7
    case append = 8
    case replace = 9
    /// A conversation that was deleted on all devices of a user: DELETE_EVERYWHERE.
    case clear = 16
    /// What the server tells one person beside messages (`Notice`).
    case rosterNotice = 17
    case userNotice = 18
    /// What happened in a group: told one person, or, in the group's timeline, all its members.
    case groupNotice = 19

    /// Told by the server: nothing that could be read, taken back or changed.
    public var isNotice: Bool { [.rosterNotice, .userNotice, .groupNotice].contains(self) }

    /// Whether a client may be given it. A UserNotice of another type than those that end a login makes SDK 1.0.0 stop logging
    /// in after a reconnect (xsync.md 9.3).
    public func isFor(sdkVersion: String) -> Bool { self != .userNotice || sdkVersion != "1.0.0" }

    /// One person says of one message that it came to him.
    public var isReceipt: Bool { [.readAck, .deliverAck, .playAck].contains(self) }

    /// Whether the reader's mark, and what is unread in spite of it, has a part in it.
    public var concernsReadMark: Bool { [.readAck, .playAck, .readAll, .readCancel].contains(self) }

    /// Somebody says something: a new message, or other words in an old one.
    public var isSaid: Bool { self == .message || isEdit }

    /// Changes the text of a message.
    public var isEdit: Bool { self == .append || self == .replace }
}

/// What the author of a message knows of it. Only rises.
public enum MessageStatus: Int, Comparable, Sendable {
    case unread = 0
    case delivered = 1
    case read = 2
    case played = 3

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// `MessageBody.status`, which has no word for played.
    public var wire: UInt8 { UInt8(min(rawValue, Self.read.rawValue)) }

    /// What a receipt says; nil for what is none.
    init?(receipt: ItemKind) {
        switch receipt {
        case .deliverAck: self = .delivered
        case .readAck: self = .read
        case .playAck: self = .played
        default: return nil
        }
    }
}
