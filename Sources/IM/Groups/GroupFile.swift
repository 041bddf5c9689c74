import HearthCore

/// The number of a file that a group shares, below 2^53.
public struct GroupFileID: Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A file that a group shares. The file itself is somewhere else, at its `url`.
public struct GroupFile: Sendable, Equatable {
    public let id: GroupFileID
    public let uploader: UserID
    public var name: String
    public let url: String
    public let type: String
    /// In bytes, as the uploader says.
    public let size: Int64
    public let createdAt: Instant
    public var updatedAt: Instant

    public init(
        id: GroupFileID, uploader: UserID, name: String, url: String, type: String, size: Int64, createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.uploader = uploader
        self.name = name
        self.url = url
        self.type = type
        self.size = size
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
