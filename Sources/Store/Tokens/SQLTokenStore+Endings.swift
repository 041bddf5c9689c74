import Database
import HearthCore
import IM

extension SQLTokenStore: TokenEndingStore {
    public func endTokens(
        _ app: AppNumber, after user: UserID, issuedBefore instant: Instant, limit: Int, now: Instant
    ) async throws(Failure) -> UserID? {
        try await context.writing { sql in
            let users = try sql.all(
                "SELECT id FROM users WHERE app = ?1 AND id > ?2 AND status <> 2 ORDER BY id LIMIT ?3",
                [.integer(app.rawValue), .integer(user.rawValue), .integer(Int64(limit))]
            ) { UserID($0.int64(0)) }
            // As for a freeze: who writes a new token meanwhile waits, or is waited for.
            try UserRows(sql, app).hold(users)
            try TokenRevocation.all(sql, app, of: users, issuedBefore: instant, now, .clusterChanged)
            return users.count == limit ? users.last : nil
        }
    }
}
