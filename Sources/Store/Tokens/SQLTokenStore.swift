import Database
import HearthCore
import IM

/// The stored halves of tokens in SQL.
public struct SQLTokenStore: TokenStore, EndedTokenStore {
    let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func save(
        _ app: AppNumber, id: String, row: TokenRow, issuedAt: Instant, passwordHash: String?
    ) async throws(Failure) {
        try await context.writing { sql in
            let token: [SQLValue] = [
                .integer(app.rawValue), .text(id), .integer(row.user.rawValue), .integer(Int64(row.role.rawValue)),
                .integer(issuedAt.milliseconds), .integer(row.expiresAt.milliseconds),
            ]
            switch row.role {
            case .user: try UserTokenWriter(sql, Account(app: app, user: row.user)).write(token, .optional(passwordHash))
            case .admin:
                try sql.execute(
                    "INSERT INTO tokens (app, id, user_id, role, issued_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", token)
            }
        }
    }

    public func find(_ app: AppNumber, id: String) async throws(Failure) -> TokenRow? {
        try await context.reading { sql in
            try sql.first(
                """
                SELECT t.user_id, t.role, t.expires_at, t.revoked_at, t.ended_by, t.device, d.platform FROM tokens t
                LEFT JOIN devices d ON d.app = t.app AND d.user_id = t.user_id AND d.sn = t.device
                WHERE t.app = ?1 AND t.id = ?2
                """, [.integer(app.rawValue), .text(id)]
            ) { row in
                TokenRow(
                    user: UserID(row.int64(0)), role: TokenRole(rawValue: Int(row.int64(1))) ?? .user,
                    expiresAt: Instant(milliseconds: row.int64(2)),
                    ended: row.isNull(3) ? nil : TokenEnd(rawValue: Int(row.int64(4))) ?? .unnamed,
                    device: row.optionalInt64(5).map { DeviceSN(Int32(clamping: $0)) }, platform: row.optionalInt64(6).map { Int($0) })
            }
        }
    }

    /// Their ids first, from the index: for the rows SQLite would rather walk all tokens of the app.
    public func adminTokens(_ app: AppNumber) async throws(Failure) -> [AdminToken] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT id, issued_at, expires_at, revoked_at FROM tokens
                WHERE app = ?1 AND id IN (SELECT id FROM tokens WHERE app = ?1 AND user_id = ?2) AND role = ?3
                ORDER BY issued_at, id
                """, [.integer(app.rawValue), .integer(UserID.system.rawValue), .integer(Int64(TokenRole.admin.rawValue))]
            ) { row in
                AdminToken(
                    id: row.text(0), issuedAt: Instant(milliseconds: row.int64(1)), expiresAt: Instant(milliseconds: row.int64(2)),
                    revokedAt: row.optionalInt64(3).map(Instant.init(milliseconds:)))
            }
        }
    }

    public func revokeAdminToken(_ app: AppNumber, id: String, now: Instant) async throws(Failure) -> Bool {
        try await context.writing { sql in
            try sql.execute(
                "UPDATE tokens SET revoked_at = coalesce(revoked_at, ?3) WHERE app = ?1 AND id = ?2 AND role = ?4",
                [.integer(app.rawValue), .text(id), .integer(now.milliseconds), .integer(Int64(TokenRole.admin.rawValue))]) == 1
        }
    }

    public func ended(since instant: Instant, after last: EndedToken?, limit: Int) async throws(Failure) -> [EndedToken] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT app, id, user_id, revoked_at, ended_by FROM tokens
                WHERE revoked_at >= ?1 AND (revoked_at, app, id) > (?1, ?2, ?3) AND role = ?4
                ORDER BY revoked_at, app, id LIMIT ?5
                """,
                [
                    .integer((last?.endedAt ?? instant).milliseconds), .integer(last?.account.app.rawValue ?? 0), .text(last?.id ?? ""),
                    .integer(Int64(TokenRole.user.rawValue)), .integer(Int64(limit)),
                ]
            ) { row in
                EndedToken(
                    account: Account(app: AppNumber(row.int64(0)), user: UserID(row.int64(2))), id: row.text(1),
                    endedAt: Instant(milliseconds: row.int64(3)), end: TokenEnd(rawValue: Int(row.int64(4))) ?? .unnamed)
            }
        }
    }

    /// Removes tokens that ended before an instant; at most `limit`, so that it never holds up a commit.
    public func prune(endedBefore instant: Instant, limit: Int) async throws(Failure) -> Int {
        try await context.writing { sql in
            let ended = try sql.all(
                "SELECT app, id FROM tokens WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2",
                [.integer(instant.milliseconds), .integer(Int64(limit))]
            ) { (app: $0.int64(0), id: $0.text(1)) }
            // One by one: for a list of pairs SQLite walks all tokens of an app.
            for token in ended {
                try sql.execute("DELETE FROM tokens WHERE app = ?1 AND id = ?2", [.integer(token.app), .text(token.id)])
            }
            return ended.count
        }
    }
}
