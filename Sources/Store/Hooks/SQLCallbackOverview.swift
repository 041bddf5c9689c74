import Database
import HearthCore
import IM

/// The outbox in SQL, as an operator sees it.
public struct SQLCallbackOverview: CallbackOverview {
    private let context: StoreContext

    init(_ context: StoreContext) { self.context = context }

    public func counts(of app: AppNumber) async throws(Failure) -> CallbackCounts {
        try await context.reading { sql in
            let key: [SQLValue] = [.integer(app.rawValue)]
            let waiting = try sql.first("SELECT count(*) FROM callbacks WHERE app = ?1 AND state = 0", key) { $0.int64(0) }
            let dead = try sql.first("SELECT count(*) FROM callbacks WHERE app = ?1 AND state = 1", key) { $0.int64(0) }
            return CallbackCounts(waiting: waiting ?? 0, dead: dead ?? 0)
        }
    }

    public func dead(of app: AppNumber, before number: Int64, limit: Int) async throws(Failure) -> [DeadCallback] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT number, app, at, event, sender, target, message, others, body, tries, last_error FROM callbacks
                WHERE app = ?1 AND state = 1 AND number < ?2 ORDER BY number DESC LIMIT ?3
                """, [.integer(app.rawValue), .integer(number), .integer(Int64(limit))]
            ) { row in CallbackRow.callback(row).map { DeadCallback(callback: $0, reason: row.text(10)) } }.compactMap { $0 }
        }
    }

    public func retry(of app: AppNumber, _ number: Int64?, now: Instant) async throws(Failure) -> Int {
        try await context.writing { sql in
            try sql.execute(
                """
                UPDATE callbacks SET state = 0, tries = 0, next_at = ?4
                WHERE app = ?1 AND state = 1 AND number >= ?2 AND number <= ?3
                """, Self.range(app, number) + [.integer(now.milliseconds)])
        }
    }

    public func drop(of app: AppNumber, _ number: Int64?) async throws(Failure) -> Int {
        try await context.writing { sql in
            try sql.execute(
                "DELETE FROM callbacks WHERE app = ?1 AND state = 1 AND number >= ?2 AND number <= ?3", Self.range(app, number))
        }
    }

    private static func range(_ app: AppNumber, _ number: Int64?) -> [SQLValue] {
        [.integer(app.rawValue), .integer(number ?? 0), .integer(number ?? .max)]
    }
}
