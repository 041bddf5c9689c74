import HearthCore
import IM

/// No user base elsewhere: nothing is signed, nobody answers.
public struct NobodyElsewhere: SignedPasswordReading, LoginAsking {
    public init() {}

    public func read(_ password: String, key: String) -> SignedPassword? { nil }

    public func ask(_ url: String, app: AppID, name: String, password: String) async throws(Failure) -> ExternalVerdict {
        throw Failure(.serverNeedRetry)
    }
}

extension GuardedPasswords {
    /// With a guard and codes of its own, and no user base elsewhere.
    public init(accounts: any AccountStore, passwords: any PasswordHashing, clock: any WallClock) {
        self.init(
            accounts: accounts, passwords: passwords, tries: LoginGuard(clock: clock),
            external: ExternalLogins(signed: NobodyElsewhere(), asking: NobodyElsewhere(), clock: clock), codes: InMemoryCodes(),
            clock: clock)
    }
}

extension Tokens {
    /// Over passwords that are kept here.
    public init(
        apps: AppDirectory, accounts: any AccountStore, passwords: any PasswordHashing, store: any TokenStore,
        codec: any TokenCodec, clock: any WallClock, randomness: any Randomness, lifetime: Int64,
        license: any LicenseChecking = NoLicense()
    ) {
        self.init(
            apps: apps, passwords: GuardedPasswords(accounts: accounts, passwords: passwords, clock: clock), store: store,
            codec: codec, clock: clock, randomness: randomness, lifetime: lifetime, license: license)
    }

    /// Logs in by name, from some address.
    public func issue(_ entry: AppDirectory.Entry, name: String, password: String) async throws(Failure) -> IssuedToken {
        try await issue(entry, .name(name), password: password, from: "192.0.2.1")
    }

    /// Logs in by user id, from some address.
    public func issue(_ entry: AppDirectory.Entry, user: UserID, password: String) async throws(Failure) -> IssuedToken {
        try await issue(entry, .user(user), password: password, from: "192.0.2.1")
    }
}
