import HearthCore

/// A part of a list of a group, or of somebody's groups.
public struct GroupPage<Row: Sendable & Equatable>: Sendable, Equatable {
    public let rows: [Row]
    /// Where to go on; nil at the end.
    public let next: GroupCursor?
    /// How many rows the whole list has.
    public let total: Int
    /// When the list last changed, in milliseconds; grows with every change, even with two in one millisecond.
    public let version: Int64

    public init(rows: [Row], next: GroupCursor?, total: Int, version: Int64) {
        self.rows = rows
        self.next = next
        self.total = total
        self.version = version
    }
}

/// A place in a list that is ordered by time and, where that is the same, by numbers.
public struct GroupCursor: Sendable, Equatable {
    public let time: Instant
    public let first: Int64
    /// 0 where one number tells rows apart.
    public let second: Int64

    public init(time: Instant, first: Int64, second: Int64 = 0) {
        self.time = time
        self.first = first
        self.second = second
    }

    /// What clients carry: they hand it back and do not look into it.
    public var text: String { "\(time.milliseconds).\(first).\(second)" }

    /// - Throws: `InvalidRequestParameter` for a text that is none of ours.
    public init(_ text: String) throws(Failure) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 3, let time = parts[0], let first = parts[1], let second = parts[2] else {
            throw Failure(.invalidRequestParameter, "invalid request parameter: cursor")
        }
        self.init(time: Instant(milliseconds: time), first: first, second: second)
    }
}

/// Somebody who may say nothing in a group.
public struct BannedMember: Sendable, Equatable {
    public let member: GroupMember
    public let ban: SendBan

    public init(member: GroupMember, ban: SendBan) {
        self.member = member
        self.ban = ban
    }
}

/// Somebody who may not come into a group.
public struct BlockedUser: Sendable, Equatable {
    public let user: UserID
    public let since: Instant

    public init(user: UserID, since: Instant) {
        self.user = user
        self.since = since
    }
}

/// A group as one who asks sees it.
public struct GroupView: Sendable, Equatable {
    public let group: GroupRecord
    /// The one who asks; nil where he is not in it.
    public let member: GroupMember?

    public init(group: GroupRecord, member: GroupMember?) {
        self.group = group
        self.member = member
    }
}
