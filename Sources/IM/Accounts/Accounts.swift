import HearthCore

/// Registration and what is known of a user.
public struct Accounts: Sendable {
    private let store: any AccountStore
    private let passwords: any PasswordHashing
    private let clock: any WallClock
    private let license: any LicenseChecking

    public init(
        store: any AccountStore, passwords: any PasswordHashing, clock: any WallClock, license: any LicenseChecking = NoLicense()
    ) {
        self.store = store
        self.passwords = passwords
        self.clock = clock
        self.license = license
    }

    /// Makes an account.
    /// - Throws: `InvalidUserNameParameter`, `InvalidRequestParameter` (password), `UserAlreadyExist`, `ServerBusy`, and what
    ///   `LicenseChecking.room` and `UserRoom.check` throw.
    public func register(_ app: AppDirectory.Entry, name: String, password: String) async throws(Failure) -> UserID {
        let name = try UserName(name)
        let password = try NewPassword(password).text
        let (number, room) = (app.app.number, try license.room(in: app))
        guard try await store.credentials(number, name: name.rawValue) == nil else {
            throw Failure(.userAlreadyExist)
        }
        let hash = try await passwords.hash(password)
        return try await store.create(number, name: name, passwordHash: hash, within: room, now: clock.now())
    }

    /// Whether nobody has a name, nor had it before his account was removed.
    /// - Throws: `InvalidUserNameParameter`.
    public func isFree(_ name: String, in app: App) async throws(Failure) -> Bool {
        try await store.credentials(app.number, name: try UserName(name).rawValue) == nil
    }

    /// - Throws: `UserNotExist`.
    public func profile(of account: Account) async throws(Failure) -> Profile {
        guard let profile = try await store.profiles(account.app, [account.user]).first else {
            throw Failure(.userNotExist)
        }
        return profile
    }

    /// The profiles of those ids that exist.
    public func profiles(_ app: AppNumber, _ users: [UserID]) async throws(Failure) -> [Profile] {
        try await store.profiles(app, users)
    }
}
