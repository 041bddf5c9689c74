import HearthCore

/// What must be known to decide about a send. The store reads it for a whole batch.
public struct SendFacts: Sendable {
    /// Nil when the account does not exist.
    public var sender: UserStatus?
    /// Until when the sender may send nothing.
    public var ban: SendBan
    /// Nil when there is no such user or group.
    public var target: Target?
    /// How a person who is written to stands to the sender.
    public var standing: Standing
    public var now: Instant

    /// What is known of the other side.
    public enum Target: Sendable, Equatable {
        case user(UserStatus)
        /// With what it says of the sender.
        case group(GroupStanding)
    }

    /// What the roster of one person says of another.
    public struct Standing: Sendable, Equatable {
        public let isFriend: Bool
        /// He wants nothing from the other, friend or not.
        public let isBlocked: Bool

        public init(isFriend: Bool, isBlocked: Bool) {
            self.isFriend = isFriend
            self.isBlocked = isBlocked
        }

        /// Of somebody his roster does not know.
        public static let stranger = Standing(isFriend: false, isBlocked: false)
    }

    public init(
        sender: UserStatus?, ban: SendBan = .none, target: Target?, standing: Standing = .stranger,
        now: Instant = Instant(milliseconds: 0)
    ) {
        self.sender = sender
        self.ban = ban
        self.target = target
        self.standing = standing
        self.now = now
    }
}

/// Decides about sends: pure, so that every door and every store decides alike.
public enum SendRules {
    /// The sender's own state comes first, also before the memory of duplicates.
    /// - Throws: `UserRemoved`, `UserFrozen`.
    public static func admit(_ facts: SendFacts) throws(Failure) {
        switch facts.sender {
        case .normal: return
        case .frozen: throw Failure(.userFrozen)
        case .removed, nil: throw Failure(.userRemoved)
        }
    }

    /// Whether the sender may say anything to anybody: a new message, or other words in an old one. Whoever is banned still
    /// reads, takes back and deletes.
    /// - Throws: `UserBanned`.
    public static func allow(_ kind: ItemKind, _ facts: SendFacts) throws(Failure) {
        guard kind.isSaid, facts.ban.holds(at: facts.now) else { return }
        throw Failure(.userBanned)
    }

    /// Whether this new message may be written to this target.
    /// - Throws: `UserBanned`, `UserNotExist`, `RosterBlockListExist`, `RosterNotFriend`, `GroupNotExist`,
    ///   `GroupRecoveryMode`, `GroupMemberPermissionRequired`, `GroupMemberBanned`.
    public static func decide(_ message: OutgoingMessage, _ facts: SendFacts) throws(Failure) {
        try allow(message.kind, facts)
        switch (message.target, facts.target) {
        case (.user(let user), .user(.normal)), (.user(let user), .user(.frozen)): try relate(message, user, facts.standing)
        case (.user, _), (.unnamed, _): throw Failure(.userNotExist)
        case (.group, .group(let standing)):
            try standing.admit(message.kind, from: message.sender.account.user, at: facts.now)
        case (.group, _): throw Failure(.groupNotExist)
        }
    }

    /// Whether somebody may say this to a person: in a new message, or with other words in an old one. Nobody blocks the system,
    /// or himself, and what is not said is free.
    /// - Parameter standing: how that person stands to the sender.
    /// - Throws: `RosterBlockListExist`, `RosterNotFriend`.
    public static func relate(
        _ message: OutgoingMessage, _ user: UserID, _ standing: SendFacts.Standing
    ) throws(Failure) {
        let sender = message.sender.account.user
        guard message.kind.isSaid, sender != .system, sender != user else { return }
        if standing.isBlocked { throw Failure(.rosterBlockListExist) }
        if message.isForFriendsOnly, !standing.isFriend { throw Failure(.rosterNotFriend) }
    }
}
