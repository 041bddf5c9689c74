import HearthCore

/// Signs that a user has just proved who he is, for changing his password in a second step (`/app/pwd_change`).
public struct PasswordChangeSigns: Sendable {
    /// Milliseconds.
    public static let lifetime: Int64 = 600_000

    private let codes: any OneTimeCodeStore
    private let clock: any WallClock
    private let randomness: any Randomness

    public init(codes: any OneTimeCodeStore, clock: any WallClock, randomness: any Randomness) {
        self.codes = codes
        self.clock = clock
        self.randomness = randomness
    }

    /// A sign for somebody whose password was checked.
    /// - Throws: `ServerBusy` when the app has too many open ones.
    public func sign(for account: Account) async throws(Failure) -> String {
        let code = OneTimeCode(
            key: OneTimeCode.Key(account.app, .passwordChange, randomness.code()), user: account.user,
            expiresAt: clock.now().advanced(by: Self.lifetime))
        try await codes.save(code, most: Limits.oneTimeCodes)
        return code.key.text
    }

    /// Uses a sign up.
    /// - Throws: `InvalidVerificationCode` for one that is not this user's, was used or has ended.
    public func redeem(_ sign: String, by account: Account) async throws(Failure) {
        let key = try OneTimeCode.Key.typed(sign, .passwordChange, account.app)
        guard try await codes.use(key, of: account.user, now: clock.now()) != nil else {
            throw Failure(.invalidVerificationCode)
        }
    }
}
