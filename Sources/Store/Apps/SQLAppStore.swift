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
                "SELECT number, id, name, status, created_at, version FROM apps WHERE id = ?1", [.text(id.rawValue)], Self.app)
            guard let app else { return nil }
            let keys = try sql.all(
                "SELECT id, secret FROM signing_keys WHERE app = ?1 ORDER BY created_at, id", [.integer(app.number.rawValue)]
            ) { SigningKey(id: $0.text(0), secret: $0.blob(1)) }
            return (app, keys, try SQLAppSettingStore.texts(sql, app.number))
        }
    }

    public func list() async throws(Failure) -> [App] {
        try await context.reading { sql in
            try sql.all("SELECT number, id, name, status, created_at, version FROM apps ORDER BY number", [], Self.app)
        }
    }

    private static func app(_ row: any Row) -> App {
        App(
            number: AppNumber(row.int64(0)), id: AppID(row.text(1)), name: row.text(2),
            status: AppStatus(rawValue: Int(row.int64(3))) ?? .revoked, createdAt: Instant(milliseconds: row.int64(4)),
            version: row.int64(5))
    }
}
