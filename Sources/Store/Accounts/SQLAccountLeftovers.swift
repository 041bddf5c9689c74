import Database
import HearthCore
import IM

/// What stays for a while of removed accounts, in SQL: what only they were given of their conversations, and what they had noted on
/// messages. It can be much, so that it goes in steps of its own.
public struct SQLAccountLeftovers: Sendable {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    /// Removes what is left of accounts that were removed before `time`, the earliest first. Where that is long enough ago for what
    /// was being written to them, nothing comes after.
    /// - Parameter limit: rows that are written at most.
    /// - Returns: how many were; `limit` where there may be more.
    public func prune(removedBefore time: Instant, limit: Int) async throws(Failure) -> Int {
        let accounts = try await context.reading { sql in
            try sql.all(
                "SELECT app, id FROM users WHERE removed_at < ?1 AND cleaned = 0 ORDER BY removed_at LIMIT ?2",
                [.integer(time.milliseconds), .integer(Int64(limit))]
            ) { Account(app: AppNumber($0.int64(0)), user: UserID($0.int64(1))) }
        }
        var written = 0
        for account in accounts where written < limit {
            let room = limit - written
            written += try await context.writing { sql in try Self.clean(account, sql, room: room) }
        }
        return written
    }

    /// The mark that nothing is left is a row too: it is made where there is room for it.
    private static func clean(_ account: Account, _ sql: any SQLConnection, room: Int) throws -> Int {
        // Other servers do the same.
        try sql.lock(.devices, account.user.rawValue)
        let key: [SQLValue] = [.integer(account.app.rawValue), .integer(account.user.rawValue)]
        var written = 0
        for removal in removals where written < room {
            written += try sql.execute(removal, key + [.integer(Int64(room - written))])
        }
        guard written < room else { return written }
        return try written + sql.execute("UPDATE users SET cleaned = 1 WHERE app = ?1 AND id = ?2 AND cleaned = 0", key)
    }

    private static let removals: [StaticString] = [
        """
        DELETE FROM own_items WHERE app = ?1 AND user_id = ?2 AND (conversation, id) IN (
            SELECT conversation, id FROM own_items WHERE app = ?1 AND user_id = ?2 ORDER BY conversation, id LIMIT ?3)
        """,
        """
        DELETE FROM hidden_messages WHERE app = ?1 AND user_id = ?2 AND (conversation, message) IN (
            SELECT conversation, message FROM hidden_messages WHERE app = ?1 AND user_id = ?2 ORDER BY conversation, message LIMIT ?3)
        """,
        """
        DELETE FROM read_cancellations WHERE app = ?1 AND user_id = ?2 AND (conversation, message) IN (
            SELECT conversation, message FROM read_cancellations WHERE app = ?1 AND user_id = ?2 ORDER BY conversation, message LIMIT ?3)
        """,
        """
        DELETE FROM absences WHERE app = ?1 AND user_id = ?2 AND (conversation, since) IN (
            SELECT conversation, since FROM absences WHERE app = ?1 AND user_id = ?2 ORDER BY conversation, since LIMIT ?3)
        """,
    ]
}
