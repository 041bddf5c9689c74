import HearthCore

/// What one user keeps about another.
public struct RosterEntry: Sendable, Equatable {
    /// Never `blocked`.
    public var relation: Relation
    /// The owner wants nothing from the other.
    public var isBlocked = false
    public var alias = ""
    public var ext = ""
    /// The owner wants no alerts of the other's messages.
    public var isMuted = false
    /// Since when it is so; of a friend since when they are friends.
    public var since: Instant

    public init(relation: Relation, since: Instant) {
        self.relation = relation
        self.since = since
    }

    /// Whether it says no more than that there is nothing to say.
    public var isBlank: Bool { relation == .stranger && !isBlocked && alias.isEmpty && ext.isEmpty && !isMuted }
}

/// New values for some fields of a friend's entry; nil leaves a field as it is.
public struct RosterEntryChange: Sendable, Equatable {
    public var alias: String?
    public var ext: String?
    public var isMuted: Bool?

    public init(alias: String? = nil, ext: String? = nil, isMuted: Bool? = nil) {
        self.alias = alias
        self.ext = ext
        self.isMuted = isMuted
    }
}
