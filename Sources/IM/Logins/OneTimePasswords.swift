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

    /// Whether this is one of the account's; it is none any more then.
    func use(_ password: String, of account: Account) async throws(Failure) -> Bool {
        // Other passwords do not cost a write.
        guard password.hasPrefix(Self.mark), password.utf8.count == Self.mark.utf8.count + 22 else { return false }
        let key = OneTimeCode.Key(account.app, .oneTimePassword, password)
        return try await codes.use(key, of: account.user, now: clock.now()) != nil
    }
}
