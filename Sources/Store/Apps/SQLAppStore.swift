import Database
import HearthCore
import IM

/// Apps and their signing keys in SQL.
public struct SQLAppStore: AppStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func create(_ id: AppID, name: String, key: SigningKey, now: Instant) async throws(Failure) -> App? {
        try await context.writing { sql in try Self.insert(sql, id, name, key, now) }
    }

    public func createFirst(_ id: AppID, name: String, key: SigningKey, now: Instant) async throws(Failure) -> App? {
        try await context.writing { sql in
            try sql.lock(.apps, 0)
            let isThere = try sql.first("SELECT 1 FROM apps LIMIT 1", []) { _ in true } ?? false
            return isThere ? nil : try Self.insert(sql, id, name, key, now)
        }
    }

    private static func insert(
        _ sql: any SQLConnection, _ id: AppID, _ name: String, _ key: SigningKey, _ now: Instant
    ) throws -> App? {
        let number = try sql.first(
            """
            INSERT INTO apps (id, name, created_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (id) DO NOTHING RETURNING number
            """, [.text(id.rawValue), .text(name), .integer(now.milliseconds)]
        ) { $0.int64(0) }
        guard let number else { return nil }
        try sql.execute(
            "INSERT INTO signing_keys (app, id, secret, created_at) VALUES (?1, ?2, ?3, ?4)",
            [.integer(number), .text(key.id), .blob(key.secret), .integer(now.milliseconds)])
        return App(number: AppNumber(number), id: id, name: name, status: .normal, createdAt: now)
    }

    public func find(_ id: AppID) async throws(Failure) -> (app: App, keys: [SigningKey], settings: [String: String])? {
        try await context.reading { sql in
            let app = try sql.first(
                """
                SELECT number, id, name, status, created_at, version, status_reason, reconnections, reconnect_notice
                FROM apps WHERE id = ?1
                """, [.text(id.rawValue)], Self.app)
            guard let app else { return nil }
            let keys = try sql.all(
                "SELECT id, secret FROM signing_keys WHERE app = ?1 ORDER BY created_at, id", [.integer(app.number.rawValue)]
            ) { SigningKey(id: $0.text(0), secret: $0.blob(1)) }
            return (app, keys, try SQLAppSettingStore.texts(sql, app.number))
        }
    }

    public func change(_ app: AppNumber, _ change: AppChange) async throws(Failure) -> App {
        try await context.writing { sql in
            let before = try Self.begin(sql, app)
            try sql.execute(
                "UPDATE apps SET name = ?2, status = ?3, status_reason = ?4 WHERE number = ?1",
                [
                    .integer(app.rawValue), .text(change.name ?? before.name), .integer(Int64((change.status ?? before.status).rawValue)),
                    .text(change.status == nil ? before.statusReason : change.reason),
                ])
            return before
        }
    }

    public func reconnect(_ app: AppNumber, _ notice: ReconnectNotice) async throws(Failure) -> App {
        try await context.writing { sql in
            let before = try Self.begin(sql, app)
            try sql.execute(
                "UPDATE apps SET reconnections = reconnections + 1, reconnect_notice = ?2 WHERE number = ?1",
                [.integer(app.rawValue), .integer(Int64(KickTable.row(notice.event).notice.rawValue))])
            return before
        }
    }

    /// Raises the app's version: until the commit, others who change this app wait here.
    /// - Returns: the app before.
    private static func begin(_ sql: any SQLConnection, _ app: AppNumber) throws -> App {
        let before = try sql.first(
            """
            UPDATE apps SET version = version + 1 WHERE number = ?1
            RETURNING number, id, name, status, created_at, version - 1, status_reason, reconnections, reconnect_notice
            """, [.integer(app.rawValue)], Self.app)
        guard let before else { throw Failure(.serverAppIdInvalid) }
        return before
    }

    public func list() async throws(Failure) -> [App] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT number, id, name, status, created_at, version, status_reason, reconnections, reconnect_notice
                FROM apps ORDER BY number
                """, [], Self.app)
        }
    }

    private static func app(_ row: any Row) -> App {
        App(
            number: AppNumber(row.int64(0)), id: AppID(row.text(1)), name: row.text(2),
            status: AppStatus(rawValue: Int(row.int64(3))) ?? .revoked, createdAt: Instant(milliseconds: row.int64(4)),
            version: row.int64(5), statusReason: row.text(6),
            reconnection: Reconnection(number: row.int64(7), notice: notice(Int(row.int64(8)))))
    }

    private static func notice(_ number: Int) -> ReconnectNotice? {
        ReconnectNotice.allCases.first { KickTable.row($0.event).notice.rawValue == number }
    }
}
