import HearthCore

/// One entry of somebody's roster, or a stranger's card: what a client shows of a person.
public struct RosterItem: Sendable, Equatable {
    /// Without the owner's own fields: they are nobody else's business. Of a removed user the name alone.
    public let profile: Profile
    public let relation: Relation
    public let alias: String
    public let ext: String
    public let isMuted: Bool
    /// How the person becomes friends with others.
    public let authMode: AuthMode
    /// What is asked of others in mode `question`. The answer is never shown.
    public let authQuestion: String

    public init(
        profile: Profile, relation: Relation, alias: String = "", ext: String = "", isMuted: Bool = false,
        authMode: AuthMode = .standard, authQuestion: String = ""
    ) {
        self.profile = profile
        self.relation = relation
        self.alias = alias
        self.ext = ext
        self.isMuted = isMuted
        self.authMode = authMode
        self.authQuestion = authQuestion
    }
}

/// How the caller stands to a user (floo-web, types.js; BMXRosterItem_RosterRelation).
public enum Relation: Int, Sendable {
    case friend = 0
    /// The user's account is gone.
    case deleted = 1
    case stranger = 2
    /// Only shown: a block is kept beside the relation, as who is blocked may be a friend.
    case blocked = 3
}

/// How a person is looked up.
public enum RosterKey: Sendable, Equatable {
    case id(UserID)
    case name(String)
    case mobile(String)
}
