import HearthCore

/// The other side of a conversation, as a client names it: `xid.uid`.
public enum Peer: Hashable, Sendable {
    /// uid 0: notices for this user alone.
    case system
    case user(UserID)
    case group(GroupID)

    /// Users have even ids, groups odd ones. Nil for what can be neither.
    public init?(wire: UInt64) {
        guard wire <= Limits.largestClientInteger else { return nil }
        let id = Int64(wire)
        self = id == 0 ? .system : id.isMultiple(of: 2) ? .user(UserID(id)) : .group(GroupID(id))
    }

    public var wire: UInt64 {
        switch self {
        case .system: 0
        case .user(let user): UInt64(user.rawValue)
        case .group(let group): UInt64(group.rawValue)
        }
    }
}

/// A conversation as one device finds it.
public struct OpenConversation: Sendable {
    public let id: ConversationID
    /// Everything up to here counts as delivered to this device.
    public let cursor: MessageID
    public let newest: MessageID
    /// What was written while the device was away is not for it: a chatroom.
    public let isTransient: Bool

    public init(id: ConversationID, cursor: MessageID, newest: MessageID, isTransient: Bool = false) {
        self.id = id
        self.cursor = cursor
        self.newest = newest
        self.isTransient = isTransient
    }
}

/// One line of a conversation list.
public struct ConversationState: Sendable {
    public let peer: Peer
    public let id: ConversationID
    public let newest: MessageID
    public let cursor: MessageID
    /// Items after the cursor; a trigger for the client, not a number it shows.
    public let undelivered: Int
    /// Deleted, with nothing in it since, or the system's: listed only as long as something is undelivered.
    public let isCleared: Bool

    public init(
        peer: Peer, id: ConversationID, newest: MessageID, cursor: MessageID, undelivered: Int, isCleared: Bool = false
    ) {
        self.peer = peer
        self.id = id
        self.newest = newest
        self.cursor = cursor
        self.undelivered = undelivered
        self.isCleared = isCleared
    }
}

/// A piece of history.
public struct HistoryPage: Sendable {
    /// A message and how the reader stands to it: what he was told as its author, or whether he has read it.
    public struct Entry: Sendable {
        public let item: TimelineItem
        public let status: MessageStatus

        public init(item: TimelineItem, status: MessageStatus) {
            self.item = item
            self.status = status
        }
    }

    /// Messages alone, newest first.
    public let items: [Entry]
    /// Where to ask on; zero when nothing is left in that direction.
    public let next: MessageID

    public init(items: [Entry], next: MessageID) {
        self.items = items
        self.next = next
    }
}

/// Which way history is read.
public enum HistoryDirection: Sendable, Equatable {
    /// Before a message, or from the newest when it is zero.
    case older(than: MessageID)
    case newer(than: MessageID)
}

/// How many messages of a conversation somebody has not read.
public struct UnreadCount: Sendable, Equatable {
    public let peer: Peer
    public let count: Int

    public init(peer: Peer, count: Int) {
        self.peer = peer
        self.count = count
    }
}
