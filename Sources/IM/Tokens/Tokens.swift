import HearthCore

/// Issues user tokens against a password and says whose a token is.
public struct Tokens: Sendable {
    private let apps: AppDirectory
    private let passwords: GuardedPasswords
    private let store: any TokenStore
    private let codec: any TokenCodec
    private let clock: any WallClock
    private let randomness: any Randomness
    /// How long a new token lives, in milliseconds.
    private let lifetime: Int64
    /// The number of this installation.
    private let cluster: Int64
    private let license: any LicenseChecking

    public init(
        apps: AppDirectory, passwords: GuardedPasswords, store: any TokenStore, codec: any TokenCodec, clock: any WallClock,
        randomness: any Randomness, lifetime: Int64, cluster: Int64 = 0, license: any LicenseChecking = NoLicense()
    ) {
        self.cluster = cluster
        self.apps = apps
        self.passwords = passwords
        self.store = store
        self.codec = codec
        self.clock = clock
        self.randomness = randomness
        self.lifetime = lifetime
        self.license = license
    }

    /// Logs somebody in. Which password is right, and who guessed too often, is said by `GuardedPasswords`.
    /// - Parameter address: where the call comes from.
    /// - Throws: `ServerTokenRequestTooMany`, `UserNotExist`, `UserAuthFailed`, `UserFrozen`, `ServerBusy`, `ServerNeedRetry`,
    ///   `InvalidRequestParameter`, and what `LicenseChecking` throws: of the license itself before the password is looked at, of the
    ///   user's place after it.
    public func issue(
        _ entry: AppDirectory.Entry, _ login: LoginName, password: String, from address: String
    ) async throws(Failure) -> IssuedToken {
        try license.check(entry.app.id)
        return try await issue(entry, try await passwords.user(login, password: password, in: entry, from: address))
    }

    /// Makes a token without a password, for doors that have checked the person otherwise.
    /// - Throws: `UserNotExist`, `UserFrozen`, and what `LicenseChecking` throws.
    public func issue(_ entry: AppDirectory.Entry, _ user: UserID) async throws(Failure) -> IssuedToken {
        try license.check(entry.app.id)
        return try await issue(entry, CheckedLogin(user: user, passwordHash: nil))
    }

    private func issue(_ entry: AppDirectory.Entry, _ login: CheckedLogin) async throws(Failure) -> IssuedToken {
        guard let key = entry.keys.last else { throw Failure(.serverUnknownError) }
        try await license.checkRank(of: Account(app: entry.app.number, user: login.user), in: entry.app.id)
        let now = clock.now()
        let claims = TokenClaims(
            app: entry.app.id, user: login.user, role: .user, issuedAt: now,
            id: randomness.text(20, from: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), cluster: cluster)
        let row = TokenRow(
            user: login.user, role: .user, expiresAt: now.advanced(by: lifetime))
        try await store.save(entry.app.number, id: claims.id, row: row, issuedAt: now, passwordHash: login.passwordHash)
        return IssuedToken(user: login.user, text: codec.sign(claims, with: key), expiresAt: row.expiresAt)
    }

    /// A token that is alive: verified, stored, not revoked, not past its end.
    public struct Bearer: Sendable {
        public let app: AppDirectory.Entry
        public let account: Account
        public let role: TokenRole
        public let tokenID: String
        /// The device that the token logged in with; nil until it has.
        public let device: DeviceSN?
    }

    /// Whose token this is.
    /// - Parameter app: the app the call is for; nil on the long connection, where the token names it.
    /// - Throws: `MissingAccessToken` without one, `InvalidToken` for a live token of another app,
    ///   `AccessTokenExpired` for everything else that is not alive.
    public func bearer(of text: String?, app: AppID?) async throws(Failure) -> Bearer {
        let bearer = try await live(try await signed(text))
        guard app == nil || app == bearer.app.app.id else { throw Failure(.invalidToken) }
        return bearer
    }

    /// The id of a live admin token of an app; nil for whatever else stands in its place. Of other tokens only the signature is looked at.
    public func adminToken(_ text: String?, of app: AppDirectory.Entry) async throws(Failure) -> String? {
        do throws(Failure) {
            let token = try await signed(text)
            guard token.claims.role == .admin, token.app.app.id == app.app.id else { return nil }
            let bearer = try await live(token)
            return bearer.role == .admin ? bearer.tokenID : nil
        } catch {
            guard [.serverBusy, .serverNeedRetry, .serverUnknownError].contains(error.name) else { return nil }
            throw error
        }
    }

    /// A token whose signature is right. Whether it is alive is another question.
    struct Signed: Sendable {
        let app: AppDirectory.Entry
        /// The same app, followed through its changes.
        let state: AppState
        let claims: TokenClaims

        var account: Account { Account(app: app.app.number, user: claims.user) }
    }

    /// Checks the signature, and that this cluster issued it: servers on a copy of a database have its keys too.
    /// - Throws: `MissingAccessToken`, `AccessTokenExpired`, `ServerNoClusterInfoForClusterId` for an admin token.
    func signed(_ text: String?) async throws(Failure) -> Signed {
        guard let text, !text.isEmpty else { throw Failure(.missingAccessToken) }
        guard text.utf8.count <= 4096, let app = codec.claimedApp(of: text) else { throw Failure(.accessTokenExpired) }
        let state: AppState
        do throws(Failure) {
            state = try await apps.state(of: app)
        } catch {
            throw error.name == .serverAppIdInvalid ? Failure(.accessTokenExpired) : error
        }
        let entry = state.entry
        guard let claims = codec.verify(text, with: entry.keys), claims.app == app else { throw Failure(.accessTokenExpired) }
        // A user's client fetches a new token for this, and an app's own server is to hear what is wrong.
        guard claims.cluster == cluster else {
            throw Failure(claims.role == .admin ? .serverNoClusterInfoForClusterId : .accessTokenExpired)
        }
        return Signed(app: entry, state: state, claims: claims)
    }

    /// Checks the token's row: there, not ended, not past its end, of a device that may be used.
    /// - Throws: `AccessTokenExpired`, or why it was ended; `ServerPlatformNotAllowed`.
    func live(_ token: Signed) async throws(Failure) -> Bearer {
        guard let row = try await store.find(token.app.app.number, id: token.claims.id),
            row.user == token.claims.user, clock.now() < row.expiresAt
        else { throw Failure(.accessTokenExpired) }
        if let ended = row.ended { throw Failure(ended.failure) }
        if let platform = row.platform { try token.app.settings.platformsForbidden.allow(platform) }
        return Bearer(app: token.app, account: token.account, role: row.role, tokenID: token.claims.id, device: row.device)
    }
}
