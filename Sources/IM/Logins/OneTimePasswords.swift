import HearthCore

/// Passwords that log one user in once, within a minute.
struct OneTimePasswords: Sendable {
    /// Milliseconds.
    static let lifetime: Int64 = 60_000
    private static let mark = "once-"

    let codes: any OneTimeCodeStore
    let clock: any WallClock

    /// A new one, not kept yet.
    static func make(for account: Account, _ randomness: any Randomness, now: Instant) -> OneTimeCode {
        OneTimeCode(
            key: OneTimeCode.Key(account.app, .oneTimePassword, mark + randomness.code()), user: account.user,
            expiresAt: now.advanced(by: lifetime))
    }

    /// Whether this is one of the user's; it is none any more then.
    /// - Parameter user: nil for nobody, for whom the same is read as for anybody.
    func use(_ password: String, of user: UserID?, _ app: AppNumber) async throws(Failure) -> Bool {
        guard password.hasPrefix(Self.mark), password.utf8.count == Self.mark.utf8.count + 22 else { return false }
        let (key, now) = (OneTimeCode.Key(app, .oneTimePassword, password), clock.now())
        // A wrong one does not cost a write.
        guard let owner = try await codes.owner(of: key, now: now), owner == user else { return false }
        return try await codes.use(key, of: owner, now: now) != nil
    }
}
