import HearthCore

/// Signs that a user has just proved who he is, for changing his password in a second step (`/app/pwd_change`).
public struct PasswordChangeSigns: Sendable {
    /// Milliseconds.
    public static let lifetime: Int64 = 600_000

    private let codes: any OneTimeCodeStore
    private let open: OpenCodes
    private let clock: any WallClock
    private let randomness: any Randomness

    public init(codes: any OneTimeCodeStore, clock: any WallClock, randomness: any Randomness) {
        self.codes = codes
        open = OpenCodes(.passwordChange, perAddress: Limits.changeSignsPerAddress, store: codes, clock: clock)
        self.clock = clock
        self.randomness = randomness
    }

    /// A sign for somebody whose password was checked.
    /// - Parameter address: where he is.
    /// - Throws: `ServerTooManyRequest` when too many are given there, `ServerBusy` when the app has too many open ones.
    public func sign(for account: Account, from address: String) async throws(Failure) -> String {
        let code = OneTimeCode(
            key: OneTimeCode.Key(account.app, .passwordChange, randomness.code()), user: account.user,
            expiresAt: clock.now().advanced(by: Self.lifetime))
        try await open.begin(code, from: address)
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
