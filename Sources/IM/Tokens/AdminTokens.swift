import HearthCore

/// An admin token as it is listed: never its text.
public struct AdminToken: Sendable, Equatable {
    public let id: String
    public let issuedAt: Instant
    public let expiresAt: Instant
    /// Nil while it is not.
    public let revokedAt: Instant?

    public init(id: String, issuedAt: Instant, expiresAt: Instant, revokedAt: Instant?) {
        self.id = id
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }
}

/// The tokens with which an app's own servers call the REST API: they act for any user of the app.
public struct AdminTokens: Sendable {
    /// Days a token may live, and the standard.
    public static let days = (standard: 3_650, most: 36_500)

    private let store: any TokenStore
    private let codec: any TokenCodec
    private let clock: any WallClock
    private let randomness: any Randomness
    /// The number of this installation.
    private let cluster: Int64

    public init(
        store: any TokenStore, codec: any TokenCodec, clock: any WallClock, randomness: any Randomness, cluster: Int64 = 0
    ) {
        self.cluster = cluster
        self.store = store
        self.codec = codec
        self.clock = clock
        self.randomness = randomness
    }

    /// Makes a token. Its text is told here and never again.
    /// - Throws: `InvalidRequestParameter` for a number of days outside of 1 to `days.most`.
    public func issue(
        _ entry: AppDirectory.Entry, days: Int64 = Int64(AdminTokens.days.standard)
    ) async throws(Failure) -> (token: AdminToken, text: String) {
        guard (1...Int64(Self.days.most)).contains(days) else {
            throw Failure(.invalidRequestParameter, "invalid request parameter: days")
        }
        guard let key = entry.keys.last else { throw Failure(.serverUnknownError) }
        let now = clock.now()
        let claims = TokenClaims(
            app: entry.app.id, user: .system, role: .admin, issuedAt: now,
            id: randomness.text(20, from: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), cluster: cluster)
        let token = AdminToken(id: claims.id, issuedAt: now, expiresAt: now.advanced(by: days * 86_400_000), revokedAt: nil)
        let row = TokenRow(user: .system, role: .admin, expiresAt: token.expiresAt)
        try await store.save(entry.app.number, id: claims.id, row: row, issuedAt: now)
        return (token, codec.sign(claims, with: key))
    }

    /// All tokens of an app that have not been forgotten since their end, oldest first.
    public func list(_ app: App) async throws(Failure) -> [AdminToken] { try await store.adminTokens(app.number) }

    /// Ends a token. From here on it is refused.
    /// - Throws: `NotFound` when the app has no such token.
    public func revoke(_ id: String, of app: App) async throws(Failure) {
        guard try await store.revokeAdminToken(app.number, id: id, now: clock.now()) else {
            throw Failure(.notFound, "there is no admin token \(id)")
        }
    }
}
