import Database
import HearthCore
import IM

/// The license of a server in SQL: one row for all servers of the database.
public struct SQLLicenseStore: LicenseStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func find() async throws(Failure) -> StoredLicense? {
        try await context.reading { sql in try Self.stored(sql) }
    }

    public func open(licenseKey: String, now: Instant) async throws(Failure) -> StoredLicense {
        try await context.writing { sql in
            try sql.execute(
                "INSERT INTO license (number, license_key, changed_at, version) VALUES (1, ?1, ?2, 1) ON CONFLICT (number) DO NOTHING",
                [.text(licenseKey), .integer(now.milliseconds)])
            return try Self.kept(sql)
        }
    }

    public func put(_ text: String?, now: Instant) async throws(Failure) -> StoredLicense {
        try await context.writing { sql in
            try sql.execute(
                "UPDATE license SET content = ?1, changed_at = ?2, version = version + 1 WHERE number = 1",
                [.optional(text), .integer(now.milliseconds)])
            return try Self.kept(sql)
        }
    }

    private static func kept(_ sql: any SQLConnection) throws -> StoredLicense {
        guard let stored = try stored(sql) else { throw Failure(.serverUnknownError) }
        return stored
    }

    private static func stored(_ sql: any SQLConnection) throws -> StoredLicense? {
        try sql.first("SELECT license_key, content, version FROM license WHERE number = 1", []) { row in
            StoredLicense(licenseKey: row.text(0), text: row.optionalText(1), version: row.int64(2))
        }
    }

    public func counts() async throws(Failure) -> UserCounts {
        try await context.reading { sql in
            let rows = try sql.all("SELECT id, user_count FROM apps", []) { (AppID($0.text(0)), $0.int64(1)) }
            return UserCounts(apps: Dictionary(rows, uniquingKeysWith: { first, _ in first }))
        }
    }

    public func user(after count: Int64, in app: AppNumber?) async throws(Failure) -> UserID? {
        try await context.reading { sql in
            guard let users = try Self.users(sql, app), users > count else { return nil }
            // From the nearer end: licenses are exceeded by few, as a rule.
            let isNearEnd = users - count < count
            let place = SQLValue.integer(isNearEnd ? users - count - 1 : count)
            guard let app else { return try Self.user(sql, place, isNearEnd) }
            return try Self.user(sql, place, isNearEnd, app)
        }
    }

    private static func users(_ sql: any SQLConnection, _ app: AppNumber?) throws -> Int64? {
        guard let app else { return try UserCount(sql).all() }
        return try sql.first("SELECT user_count FROM apps WHERE number = ?1", [.integer(app.rawValue)]) { $0.int64(0) }
    }

    private static func user(_ sql: any SQLConnection, _ place: SQLValue, _ isFromEnd: Bool) throws -> UserID? {
        try sql.first(
            isFromEnd
                ? "SELECT id FROM users WHERE id > 0 AND status <> 2 ORDER BY id DESC LIMIT 1 OFFSET ?1"
                : "SELECT id FROM users WHERE id > 0 AND status <> 2 ORDER BY id LIMIT 1 OFFSET ?1", [place]
        ) { UserID($0.int64(0)) }
    }

    private static func user(_ sql: any SQLConnection, _ place: SQLValue, _ isFromEnd: Bool, _ app: AppNumber) throws -> UserID? {
        try sql.first(
            isFromEnd
                ? "SELECT id FROM users WHERE app = ?1 AND id > 0 AND status <> 2 ORDER BY id DESC LIMIT 1 OFFSET ?2"
                : "SELECT id FROM users WHERE app = ?1 AND id > 0 AND status <> 2 ORDER BY id LIMIT 1 OFFSET ?2",
            [.integer(app.rawValue), place]
        ) { UserID($0.int64(0)) }
    }
}
