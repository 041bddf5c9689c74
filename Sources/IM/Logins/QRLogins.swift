import HearthCore

/// Logging in by a QR code: a screen shows it, a device that is logged in scans and allows it, the screen gets a password for
/// one login (floo-web, src/ui/login/qrlogin.vue).
public struct QRLogins: Sendable {
    /// Milliseconds a code may be shown: clients take a new one after that.
    public static let lifetime: Int64 = 120_000

    /// What the screen shows.
    public struct Offer: Sendable, Equatable {
        public let code: String
        public let expiresAt: Instant
    }

    /// What the screen logs in with, once.
    public struct Pass: Sendable, Equatable {
        public let name: String
        public let password: String
    }

    private let codes: any OneTimeCodeStore
    private let open: OpenCodes
    private let accounts: any AccountStore
    private let clock: any WallClock
    private let randomness: any Randomness

    public init(codes: any OneTimeCodeStore, accounts: any AccountStore, clock: any WallClock, randomness: any Randomness) {
        self.codes = codes
        open = OpenCodes(.qrLogin, perAddress: Limits.qrCodesPerAddress, store: codes, clock: clock)
        self.accounts = accounts
        self.clock = clock
        self.randomness = randomness
    }

    /// A new code.
    /// - Parameter address: where the screen is.
    /// - Throws: `ServerTooManyRequest` when too many are begun there, `ServerBusy` when the app has too many open ones.
    public func begin(_ app: AppNumber, from address: String) async throws(Failure) -> Offer {
        let offer = Offer(code: randomness.code(), expiresAt: clock.now().advanced(by: Self.lifetime))
        let code = OneTimeCode(
            key: OneTimeCode.Key(app, .qrLogin, offer.code), user: .system, expiresAt: offer.expiresAt)
        try await open.begin(code, from: address)
        return offer
    }

    /// Somebody who scanned the code says yes: whoever shows it may log in as him.
    /// - Throws: `InvalidVerificationCode` for a code that is not there, has ended or is another user's.
    public func allow(_ code: String, by account: Account) async throws(Failure) {
        guard try await codes.give(key(code, account.app), to: account.user, now: clock.now()) else {
            throw Failure(.invalidVerificationCode)
        }
    }

    /// Somebody who scanned the code says no: it is over.
    /// - Throws: `InvalidVerificationCode`, as `allow` does.
    public func refuse(_ code: String, by account: Account) async throws(Failure) {
        guard try await codes.withdraw(key(code, account.app), by: account.user, now: clock.now()) else {
            throw Failure(.invalidVerificationCode)
        }
    }

    /// What has become of a code. The pass is given once, and the code is over then.
    /// - Returns: nil while nobody has allowed it.
    /// - Throws: `InvalidVerificationCode` for a code that is not there, has ended or is of somebody who may not log in.
    public func poll(_ code: String, in app: AppNumber) async throws(Failure) -> Pass? {
        let (key, now) = (try key(code, app), clock.now())
        guard let user = try await codes.owner(of: key, now: now) else { throw Failure(.invalidVerificationCode) }
        guard user != .system else { return nil }
        let account = Account(app: app, user: user)
        let status = try await accounts.credentials(account)?.status
        guard status == .normal, let name = try await accounts.profiles(app, [user]).first?.name else {
            throw Failure(.invalidVerificationCode)
        }
        let password = OneTimePasswords.make(for: account, randomness, now: now)
        guard try await codes.exchange(key, for: password, now: now) else { throw Failure(.invalidVerificationCode) }
        return Pass(name: name, password: password.key.text)
    }

    private func key(_ code: String, _ app: AppNumber) throws(Failure) -> OneTimeCode.Key { try .typed(code, .qrLogin, app) }
}

extension OneTimeCode.Key {
    /// A code that a client sent.
    /// - Throws: `InvalidVerificationCode` for what is longer than any code.
    static func typed(_ text: String, _ purpose: CodePurpose, _ app: AppNumber) throws(Failure) -> Self {
        guard text.utf8.count <= 64 else { throw Failure(.invalidVerificationCode) }
        return Self(app, purpose, text)
    }
}
