import Database
import HearthCore
import IM

/// What an app may have in the outbox.
extension SQLCallbackStore {
    public func tidy(
        _ app: AppNumber, waiting: Int, dead: Int, before oldest: Instant, step: Int
    ) async throws(Failure) -> Int {
        try await context.writing { sql in
            let bound = SQLValue.integer(Int64(step))
            let app = SQLValue.integer(app.rawValue)
            var changed = try Self.bury(app, most: waiting, step, sql)
            // The place of the last that stays.
            let first = try sql.first(
                "SELECT number FROM callbacks WHERE app = ?1 AND state = 1 ORDER BY number DESC LIMIT 1 OFFSET ?2",
                [app, .integer(Int64(max(dead, 1) - 1))]
            ) { $0.int64(0) }
            if let first { changed += try sql.execute(Self.removal, [app, .integer(first), .integer(.max), bound]) }
            changed += try sql.execute(Self.removal, [app, .integer(.max), .integer(oldest.milliseconds), bound])
            return changed
        }
    }

    private static let removal: StaticString = """
        DELETE FROM callbacks WHERE number IN (
            SELECT number FROM callbacks WHERE app = ?1 AND state = 1 AND number < ?2 AND at < ?3 ORDER BY number LIMIT ?4)
        """

    /// The newest of those that were never tried.
    private static func bury(_ app: SQLValue, most: Int, _ step: Int, _ sql: any SQLConnection) throws -> Int {
        let count = try sql.first("SELECT count(*) FROM callbacks WHERE app = ?1 AND state = 0", [app]) { Int($0.int64(0)) } ?? 0
        guard count > most else { return 0 }
        return try sql.execute(
            """
            UPDATE callbacks SET state = 1, last_error = ?3 WHERE state = 0 AND number IN (
                SELECT number FROM callbacks WHERE app = ?1 AND state = 0 AND tries = 0 ORDER BY number DESC LIMIT ?2)
            """, [app, .integer(Int64(min(count - most, step))), .text("too many wait")])
    }
}
