import HearthCore

/// Checks passwords wherever they are kept, here or in a user base elsewhere, and slows down who guesses.
///
/// Order: the guard, the account, the password, and only then whether the account is frozen: who has not the password learns
/// nothing about the account. A password for one login is not guessed, so it is looked for before the account's guard: who guesses
/// does not keep its owner out.
public struct GuardedPasswords: PasswordChecking {
    private let accounts: any AccountStore
    private let passwords: any PasswordHashing
    private let tries: LoginGuard
    private let external: ExternalLogins
    private let codes: any OneTimeCodeStore
    private let clock: any WallClock
    private let license: any LicenseChecking

    public init(
        accounts: any AccountStore, passwords: any PasswordHashing, tries: LoginGuard, external: ExternalLogins,
        codes: any OneTimeCodeStore, clock: any WallClock, license: any LicenseChecking = NoLicense()
    ) {
        self.accounts = accounts
        self.passwords = passwords
        self.tries = tries
        self.external = external
        self.codes = codes
        self.clock = clock
        self.license = license
    }

    /// Who somebody is that logs in. The account is made when a user base elsewhere lets a new name in.
    /// - Throws: `InvalidRequestParameter`, `ServerTokenRequestTooMany`, `UserNotExist` (`UserAuthFailed` where the app hides it),
    ///   `UserAuthFailed`, `UserFrozen`, `ServerBusy`, `ServerNeedRetry`, and for a new account what limits the number of users.
    public func user(
        _ login: LoginName, password: String, in app: AppDirectory.Entry, from address: String
    ) async throws(Failure) -> CheckedLogin {
        try login.check(field: login.field)
        try check(password)
        return try await guarded(.address(app.app.number, ClientNetwork(address)), app.settings.loginTriesAddress) {
            () async throws(Failure) in
            let found = try await find(login, app.app.number)
            let asked = AskedAccount(login, found, in: app.app.number)
            let oneTime = OneTimePasswords(codes: codes, clock: clock)
            if try await oneTime.use(password, of: asked.known?.user, app.app.number), let known = asked.known {
                // Passes end with the password they were given under: one that is overtaken by a new password lets nobody in either.
                return try Self.admit(known)
            }
            return try await guarded(asked.subject, app.settings.loginTriesAccount) { () async throws(Failure) in
                try await decide(asked, password, app)
            }
        }
    }

    public func check(
        _ password: String, of account: Account, in app: AppDirectory.Entry, from address: String
    ) async throws(Failure) {
        try check(password)
        try await guarded(.address(app.app.number, ClientNetwork(address)), app.settings.loginTriesAddress) { () async throws(Failure) in
            try await guarded(.user(account), app.settings.loginTriesAccount) { () async throws(Failure) in
                let asked = AskedAccount(.user(account.user), try await accounts.credentials(account), in: account.app)
                guard asked.known != nil else { throw Failure(.userNotExist) }
                _ = try await decide(asked, password, app)
            }
        }
    }

    private func check(_ password: String) throws(Failure) {
        guard password.utf8.count <= Limits.loginPasswordBytes, !password.utf8.contains(0) else {
            throw Failure(.invalidRequestParameter, "invalid request parameter: password")
        }
    }

    private func guarded<Value: Sendable>(
        _ subject: LoginGuard.Subject, _ allowed: Int, _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try tries.begin(subject, allowed: allowed)
        do throws(Failure) {
            let value = try await body()
            tries.end(subject, allowed: allowed, .right)
            return value
        } catch {
            let outcome: LoginGuard.Outcome =
                switch error.name {
                case .userAuthFailed, .userNotExist: .wrong
                // The password was right.
                case .userFrozen: .right
                default: .undecided
                }
            tries.end(subject, allowed: allowed, outcome)
            throw error
        }
    }

    private func find(_ login: LoginName, _ app: AppNumber) async throws(Failure) -> Credentials? {
        switch login {
        case .user(let user): try await accounts.credentials(Account(app: app, user: user))
        case .name(let name): try await accounts.credentials(app, name: name)
        case .any(let name): try await accounts.credentials(app, loginName: name)
        }
    }
}

/// Whom a login is about.
private struct AskedAccount {
    /// Nil where nobody is there, or not any more.
    let known: Credentials?
    /// Who may come in from elsewhere for the first time; nil where the name cannot be a new account's.
    let newName: UserName?
    let subject: LoginGuard.Subject

    init(_ login: LoginName, _ found: Credentials?, in app: AppNumber) {
        known = found?.status == .removed ? nil : found
        switch login {
        case .user(let user):
            newName = nil
            subject = .user(Account(app: app, user: user))
        case .name(let name), .any(let name):
            // The name of a removed account stays reserved.
            newName = found == nil ? try? UserName(name) : nil
            // By the user: he has a number, a mobile and an address beside the name, and they are not tries of their own.
            subject = known.map { .user(Account(app: app, user: $0.user)) } ?? .name(app, name)
        }
    }
}

// MARK: Deciding

extension GuardedPasswords {
    /// Each way that ends in a refusal has cost one hash: the time of the answer must not tell who exists.
    private func decide(
        _ asked: AskedAccount, _ password: String, _ app: AppDirectory.Entry
    ) async throws(Failure) -> CheckedLogin {
        if let known = asked.known, known.passwordHash != Provisioning.noPassword {
            guard try await passwords.verify(password, against: known.passwordHash) else { throw Failure(.userAuthFailed) }
            return try Self.admit(known)
        }
        switch try await external.check(password, of: try await externalName(asked, app.app.number), in: app) {
        case .allowed(let nickName):
            if let known = asked.known { return try Self.admit(known) }
            guard let name = asked.newName else { throw Failure(.userAuthFailed) }
            return try await make(name, nickName: nickName, app)
        case .refused:
            try await passwords.verifyAgainstNothing(password)
            throw Failure(.userAuthFailed)
        case .notAsked:
            try await passwords.verifyAgainstNothing(password)
            throw Failure(asked.known == nil && !app.settings.loginHideUnknown ? .userNotExist : .userAuthFailed)
        }
    }

    private static func admit(_ known: Credentials) throws(Failure) -> CheckedLogin {
        guard known.status == .normal else { throw Failure(.userFrozen) }
        return CheckedLogin(user: known.user, passwordHash: known.passwordHash)
    }

    /// What a user base elsewhere calls somebody: his name here, whatever he typed.
    private func externalName(_ asked: AskedAccount, _ app: AppNumber) async throws(Failure) -> String? {
        guard let known = asked.known else { return asked.newName?.rawValue }
        return try await accounts.profiles(app, [known.user]).first?.name
    }

    /// The account of somebody who was let in for the first time. He may have come on two devices at once.
    private func make(_ name: UserName, nickName: String, _ app: AppDirectory.Entry) async throws(Failure) -> CheckedLogin {
        do throws(Failure) {
            let user = try await accounts.create(
                app.app.number, name: name, nickName: nickName, passwordHash: Provisioning.noPassword,
                within: try license.room(in: app), now: clock.now())
            return CheckedLogin(user: user, passwordHash: Provisioning.noPassword)
        } catch {
            guard error.name == .userAlreadyExist else { throw error }
            guard let made = try await accounts.credentials(app.app.number, name: name.rawValue), made.status != .removed,
                made.passwordHash == Provisioning.noPassword
            else { throw Failure(.userAuthFailed) }
            return try Self.admit(made)
        }
    }
}
