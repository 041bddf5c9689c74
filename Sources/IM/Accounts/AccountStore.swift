import HearthCore

/// Where accounts are kept.
public protocol AccountStore: Sendable {
    /// Writes a new account and gives it an even id.
    /// - Parameter room: how many users there may be then.
    /// - Throws: `UserAlreadyExist` when the name is taken in this app, else what `UserRoom.check` throws.
    func create(
        _ app: AppNumber, name: UserName, nickName: String, passwordHash: String, within room: UserRoom, now: Instant
    ) async throws(Failure) -> UserID
    func credentials(_ app: AppNumber, name: String) async throws(Failure) -> Credentials?
    /// By name; if nobody has it by mobile number, then by e-mail address.
    func credentials(_ app: AppNumber, loginName: String) async throws(Failure) -> Credentials?
    func credentials(_ account: Account) async throws(Failure) -> Credentials?
    /// The profiles of those of `users` that exist and are not removed, in no particular order.
    func profiles(_ app: AppNumber, _ users: [UserID]) async throws(Failure) -> [Profile]
    /// The next users of an app that are not removed, by id, smallest first. Empty at the end.
    func users(of app: AppNumber, after user: UserID, limit: Int) async throws(Failure) -> [UserID]
}

extension AccountStore {
    /// As `create`, without a nick name.
    public func create(
        _ app: AppNumber, name: UserName, passwordHash: String, within room: UserRoom = .unlimited, now: Instant
    ) async throws(Failure) -> UserID {
        try await create(app, name: name, nickName: "", passwordHash: passwordHash, within: room, now: now)
    }
}

/// Slow, memory-hard password hashing off the event loops.
public protocol PasswordHashing: Sendable {
    /// - Throws: `ServerBusy` when too many hashes wait.
    func hash(_ password: String) async throws(Failure) -> String
    /// - Throws: `ServerBusy` when too many hashes wait.
    func verify(_ password: String, against hash: String) async throws(Failure) -> Bool
    /// As much work as `verify`, for names that do not exist: the time of an answer must not tell.
    func verifyAgainstNothing(_ password: String) async throws(Failure)
}
