import HearthCore

/// The number of an announcement, below 2^53, larger than those of earlier ones.
public struct AnnouncementID: Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What a group's admins tell its members, to be read again later.
public struct GroupAnnouncement: Sendable, Equatable {
    public let id: AnnouncementID
    public let author: UserID
    public let title: String
    public let content: String
    public let createdAt: Instant

    public init(id: AnnouncementID, author: UserID, title: String, content: String, createdAt: Instant) {
        self.id = id
        self.author = author
        self.title = title
        self.content = content
        self.createdAt = createdAt
    }
}
