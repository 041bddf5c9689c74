import Database
import HearthCore

/// Forgets sends that are too old to be repeated.
public struct SendMemory: Sendable {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    /// Removes up to `limit` rows of past periods, so that it never holds up a commit.
    /// - Returns: how many were removed; fewer than `limit` means that none are left.
    public func prune(now: Instant, limit: Int) async throws(Failure) -> Int {
        let oldestKept = now.milliseconds / Limits.duplicateMemory - 1
        return try await context.writing { sql in
            let apps = try sql.all("SELECT number FROM apps", []) { $0.int64(0) }
            var removed = 0
            for app in apps {
                // One period at a time, from its first key on: a walk along the index.
                while removed < limit, let period = try Self.oldestPeriod(sql, app), period < oldestKept {
                    let keys = try Self.keys(sql, app, period, limit - removed)
                    try Self.remove(keys, sql)
                    removed += keys.count
                }
            }
            return removed
        }
    }

    private static func oldestPeriod(_ sql: any SQLConnection, _ app: Int64) throws -> Int64? {
        try sql.first("SELECT min(period) FROM sends WHERE app = ?1", [.integer(app)]) { $0.optionalInt64(0) } ?? nil
    }

    private static func keys(_ sql: any SQLConnection, _ app: Int64, _ period: Int64, _ limit: Int) throws -> [[Int64]] {
        try sql.all(
            """
            SELECT client_id, user_id, device, fingerprint FROM sends WHERE app = ?1 AND period = ?2
            ORDER BY client_id, user_id, device, fingerprint LIMIT ?3
            """, [.integer(app), .integer(period), .integer(Int64(limit))]
        ) { row in [app, period, row.int64(0), row.int64(1), row.int64(2), row.int64(3)] }
    }

    private static func remove(_ keys: [[Int64]], _ sql: any SQLConnection) throws {
        switch sql.dialect {
        case .sqlite:
            for key in keys { try sql.execute(one, key.map(SQLValue.integer)) }
        case .postgres:
            try sql.execute(many, (0..<6).map { column in .integers(keys.map { $0[column] }) })
        }
    }

    private static let one: StaticString = """
        DELETE FROM sends
        WHERE app = ?1 AND period = ?2 AND client_id = ?3 AND user_id = ?4 AND device = ?5 AND fingerprint = ?6
        """

    private static let many: StaticString = """
        DELETE FROM sends s
        USING unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[])
            AS k (app, period, client_id, user_id, device, fingerprint)
        WHERE s.app = k.app AND s.period = k.period AND s.client_id = k.client_id AND s.user_id = k.user_id
            AND s.device = k.device AND s.fingerprint = k.fingerprint
        """
}
