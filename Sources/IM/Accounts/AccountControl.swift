import HearthCore

/// Where an account's right to be used is kept: its password, its state, its end.
public protocol AccountControl: Sendable {
    /// Gives an account a password and ends its tokens, in one transaction.
    /// - Parameters:
    ///   - old: the hash that must be the present one; nil for whichever is.
    ///   - kept: the id of a token that lives on.
    /// - Returns: whether `old` was the present hash. Nothing was done if not.
    /// - Throws: `UserNotExist`.
    func setPassword(
        _ account: Account, hash: String, replacing old: String?, keeping kept: String?, now: Instant
    ) async throws(Failure) -> Bool

    /// Removes an account with all that is its own, in one transaction (`AccountRemoval`).
    /// - Returns: what has become of the groups he was in: his own are destroyed, the others left.
    /// - Throws: `UserNotExist`.
    func remove(_ account: Account, now: Instant) async throws(Failure) -> [GroupCommit]

    /// Freezes accounts and ends their tokens, in one transaction: all of them or none.
    /// - Returns: those that were not frozen before.
    /// - Throws: `UserNotExist` where one is not there or removed.
    func freeze(_ app: AppNumber, _ users: [UserID], now: Instant) async throws(Failure) -> [UserID]

    /// Lets accounts be used again, all of them or none. Their tokens stay ended.
    /// - Throws: `UserNotExist` where one is not there or removed.
    func unfreeze(_ app: AppNumber, _ users: [UserID]) async throws(Failure)

    /// Until when the user may send nothing: 0 for no ban, -1 for ever, else milliseconds since 1970.
    /// - Throws: `UserNotExist`.
    func ban(_ account: Account, until: Int64) async throws(Failure)

    /// What is known of an account's right to be used, also of one that is removed; nil where there never was one.
    func state(of account: Account) async throws(Failure) -> AccountState?

    /// The users of an app that are not removed, by id: of those after `user`, and after `count` more.
    func list(_ app: AppNumber, after user: UserID, skipping count: Int, limit: Int) async throws(Failure) -> [ListedUser]
}

/// An account as an operator sees it.
public struct AccountState: Sendable, Equatable {
    public let user: UserID
    public let name: String
    public let status: UserStatus
    public let ban: SendBan
    public let createdAt: Instant

    public init(user: UserID, name: String, status: UserStatus, ban: SendBan, createdAt: Instant) {
        self.user = user
        self.name = name
        self.status = status
        self.ban = ban
        self.createdAt = createdAt
    }
}

/// A user in the list of all.
public struct ListedUser: Sendable, Equatable {
    public let user: UserID
    public let name: String
    public let isFrozen: Bool

    public init(user: UserID, name: String, isFrozen: Bool) {
        self.user = user
        self.name = name
        self.isFrozen = isFrozen
    }
}
