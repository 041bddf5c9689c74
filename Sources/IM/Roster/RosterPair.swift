import HearthCore

/// All that a decision about two people depends on, and what it changes.
public struct RosterPair: Sendable, Equatable {
    /// One of the two, as he stands to the other.
    public struct Side: Sendable, Equatable {
        public let user: UserID
        /// Nil when there never was such a user.
        public let status: UserStatus?
        public let authMode: AuthMode
        public let authAnswer: String
        /// What he keeps about the other.
        public var entry: RosterEntry?
        /// What he asked of the other.
        public var application: RosterApplication?

        public init(
            user: UserID, status: UserStatus?, authMode: AuthMode = .standard, authAnswer: String = "", entry: RosterEntry? = nil,
            application: RosterApplication? = nil
        ) {
            self.user = user
            self.status = status
            self.authMode = authMode
            self.authAnswer = authAnswer
            self.entry = entry
            self.application = application
        }

        /// Whether the account is there, frozen or not.
        public var exists: Bool { status == .normal || status == .frozen }
        public var hasFriend: Bool { entry?.relation == .friend }
        public var hasBlocked: Bool { entry?.isBlocked ?? false }
    }

    public let app: AppNumber
    /// Who does something.
    public var actor: Side
    public var other: Side

    public init(app: AppNumber, actor: Side, other: Side) {
        self.app = app
        self.actor = actor
        self.other = other
    }

    public var areFriends: Bool { actor.hasFriend && other.hasFriend }
    public var isBlocked: Bool { actor.hasBlocked || other.hasBlocked }
}

/// What one user does about another.
public enum RosterCommand: Sendable, Equatable {
    /// - Parameter until: when the application expires, should it have to be answered.
    case apply(RosterRequest, until: Instant)
    case accept
    case decline(reason: String)
    case delete
    case block
    case unblock
    case set(RosterEntryChange)
    /// What an operator does: friends at once, whatever the two say of each other.
    case befriend
}

/// What a command comes to: how the two stand afterwards, and what is told.
public struct RosterDecision: Sendable, Equatable {
    public var pair: RosterPair
    public var notices: [Notice] = []

    public init(_ pair: RosterPair) { self.pair = pair }
}
