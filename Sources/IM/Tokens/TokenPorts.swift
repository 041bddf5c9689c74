import HearthCore

/// Where the stored halves of tokens are kept.
public protocol TokenStore: Sendable {
    /// Keeps a new token; a user's only if he may still log in. What revokes tokens of a user (a freeze, a removal, a new password) is
    /// either seen here, or sees this token.
    /// - Parameter passwordHash: what has to be the user's still; nil where any is right.
    /// - Throws: for a user's token `UserNotExist`, `UserFrozen`, `UserAuthFailed` when the password is another one.
    func save(_ app: AppNumber, id: String, row: TokenRow, issuedAt: Instant, passwordHash: String?) async throws(Failure)
    func find(_ app: AppNumber, id: String) async throws(Failure) -> TokenRow?
    /// The admin tokens of an app, oldest first.
    func adminTokens(_ app: AppNumber) async throws(Failure) -> [AdminToken]
    /// Ends an admin token; one that was ended before stays as it is.
    /// - Returns: whether there is one of that id.
    func revokeAdminToken(_ app: AppNumber, id: String, now: Instant) async throws(Failure) -> Bool
}

extension TokenStore {
    /// As `save`, whatever the password is.
    public func save(_ app: AppNumber, id: String, row: TokenRow, issuedAt: Instant) async throws(Failure) {
        try await save(app, id: id, row: row, issuedAt: issuedAt, passwordHash: nil)
    }
}

/// Writes and reads the signed text of a token.
public protocol TokenCodec: Sendable {
    func sign(_ claims: TokenClaims, with key: SigningKey) -> String
    /// The app a text claims to belong to, before anything is verified; nil for what is no token.
    func claimedApp(of text: String) -> AppID?
    /// The claims if one of `keys` signed the text, compared in constant time; otherwise nil.
    func verify(_ text: String, with keys: [SigningKey]) -> TokenClaims?
}
