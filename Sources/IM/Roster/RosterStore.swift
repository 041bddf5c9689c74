import HearthCore

/// Where rosters are read.
public protocol RosterStore: Sendable {
    /// The ids of a user's friends, oldest friendship first: those behind a place in that order, at most `limit` of them.
    func friends(of account: Account, after cursor: RosterCursor?, limit: Int) async throws(Failure) -> RosterPage
    /// Whom a user has blocked, friends or not, in the order in which they came into his roster.
    func blocked(of account: Account) async throws(Failure) -> RosterPage
    /// Items for all of `users` that exist, friends or not, and for those whose account is gone but who are in the roster.
    func items(of account: Account, for users: [UserID]) async throws(Failure) -> [RosterItem]
    /// - Throws: `UserNotExist` when there never was such a user, `RosterHasDeletedFromSystem` when the account is gone.
    func item(of account: Account, _ key: RosterKey) async throws(Failure) -> RosterItem
    /// What others ask of a user, newest first, open or not: those older than a place in that order.
    func applications(to account: Account, before cursor: RosterCursor?, limit: Int) async throws(Failure) -> ApplicationPage
}

/// Where rosters are changed.
public protocol RosterChangeStore: Sendable {
    /// Lets `RosterRules` decide each step, in this order, on what the steps before have left; all in one transaction in which nobody else
    /// changes the roster of any of these people. A step that is refused changes nothing and keeps no other from happening.
    func change(
        _ actor: Account, _ steps: [RosterStep], now: Instant
    ) async throws(Failure) -> [Result<RosterDecision, Failure>]
    /// Those of `users` whose account is there, frozen or not.
    func existing(_ app: AppNumber, _ users: Set<UserID>) async throws(Failure) -> Set<UserID>
    /// How two people stand to each other.
    func pair(_ actor: Account, _ other: UserID) async throws(Failure) -> RosterPair
}

/// One thing that is done about one user.
public struct RosterStep: Sendable, Equatable {
    public let other: UserID
    public let command: RosterCommand

    public init(_ other: UserID, _ command: RosterCommand) {
        self.other = other
        self.command = command
    }
}

/// A place in a list that is ordered by time and, where that is the same, by user.
public struct RosterCursor: Sendable, Equatable {
    public let time: Instant
    public let user: UserID

    public init(time: Instant, user: UserID) {
        self.time = time
        self.user = user
    }

    /// What clients carry: they hand it back and do not look into it.
    public var text: String { "\(time.milliseconds).\(user)" }

    /// - Throws: `InvalidRequestParameter` for a text that is none of ours.
    public init(_ text: String) throws(Failure) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 2, let time = parts[0], let user = parts[1] else { throw RosterTexts.refusal(of: "cursor") }
        self.init(time: Instant(milliseconds: time), user: UserID(user))
    }
}

/// A part of a list of users.
public struct RosterPage: Sendable, Equatable {
    public let users: [UserID]
    /// Where to go on; nil at the end.
    public let next: RosterCursor?
    /// When the roster last changed, in milliseconds; grows with every change, even with two in one millisecond.
    public let version: Int64

    public init(users: [UserID], next: RosterCursor? = nil, version: Int64) {
        self.users = users
        self.next = next
        self.version = version
    }
}

/// A part of the list of those who want to be friends.
public struct ApplicationPage: Sendable, Equatable {
    public struct Row: Sendable, Equatable {
        public let applicant: UserID
        public let application: RosterApplication

        public init(applicant: UserID, application: RosterApplication) {
            self.applicant = applicant
            self.application = application
        }
    }

    public let rows: [Row]
    /// Where to go on; nil at the end.
    public let next: RosterCursor?
    /// As that of `RosterPage`.
    public let version: Int64

    public init(rows: [Row], next: RosterCursor?, version: Int64) {
        self.rows = rows
        self.next = next
        self.version = version
    }
}
