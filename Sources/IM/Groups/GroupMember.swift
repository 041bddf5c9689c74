import HearthCore

/// Somebody in a group.
public struct GroupMember: Sendable, Equatable {
    public let user: UserID
    public var role: GroupRole
    /// What he is called in the group; empty for his own name.
    public var displayName: String
    public var muteMode: GroupMuteMode
    public var pushMode: GroupPushMode
    public let joinedAt: Instant

    public init(
        user: UserID, role: GroupRole = .member, displayName: String = "", muteMode: GroupMuteMode = .none,
        pushMode: GroupPushMode = .all, joinedAt: Instant
    ) {
        self.user = user
        self.role = role
        self.displayName = displayName
        self.muteMode = muteMode
        self.pushMode = pushMode
        self.joinedAt = joinedAt
    }
}

/// Somebody as a group knows him, member or not.
public struct GroupPerson: Sendable, Equatable {
    public let user: UserID
    /// Nil for who never was.
    public var status: UserStatus?
    /// He wants to be asked before he is in a group: `group_confirm` of his settings.
    public var confirmsInvitations: Bool
    /// How many groups he is in.
    public var joined: Int
    /// Nil for who is not in the group.
    public var member: GroupMember?
    /// How often he was removed from it.
    public var kicks: Int
    public var isBlocked: Bool
    public var ban: SendBan

    public init(
        user: UserID, status: UserStatus?, confirmsInvitations: Bool = false, joined: Int = 0, member: GroupMember? = nil,
        kicks: Int = 0, isBlocked: Bool = false, ban: SendBan = .none
    ) {
        self.user = user
        self.status = status
        self.confirmsInvitations = confirmsInvitations
        self.joined = joined
        self.member = member
        self.kicks = kicks
        self.isBlocked = isBlocked
        self.ban = ban
    }
}
