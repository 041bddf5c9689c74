import Database
import HearthCore
import IM

/// Settings of apps and the record of their changes in SQL.
public struct SQLAppSettingStore: AppSettingStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func change(_ app: AppNumber, _ edits: AppSettingEdits, by author: String, now: Instant) async throws(Failure) {
        let edits = edits.texts.sorted { $0.key < $1.key }
        try await context.writing { sql in
            // First of all: until the commit, others who change this app wait here.
            var number = try Self.reserve(edits.count, sql, app)
            let old = try Self.texts(sql, app)
            for (key, text) in edits where text != old[key] {
                try Self.put(text, key, sql, app)
                try sql.execute(
                    """
                    INSERT INTO app_setting_changes (app, number, changed_at, key, old_value, new_value, author)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                    """,
                    [
                        .integer(app.rawValue), .integer(number), .integer(now.milliseconds), .text(key), .optional(old[key]),
                        .optional(text), .text(author),
                    ])
                number -= 1
            }
        }
    }

    /// Raises the app's version by `count` and returns the new one.
    private static func reserve(_ count: Int, _ sql: any SQLConnection, _ app: AppNumber) throws -> Int64 {
        let version = try sql.first(
            "UPDATE apps SET version = version + ?2 WHERE number = ?1 RETURNING version",
            [.integer(app.rawValue), .integer(Int64(count))]
        ) { $0.int64(0) }
        guard let version else { throw Failure(.serverAppIdInvalid) }
        return version
    }

    private static func put(_ text: String?, _ key: String, _ sql: any SQLConnection, _ app: AppNumber) throws {
        if let text {
            try sql.execute(
                """
                INSERT INTO app_settings (app, key, value) VALUES (?1, ?2, ?3)
                ON CONFLICT (app, key) DO UPDATE SET value = excluded.value
                """, [.integer(app.rawValue), .text(key), .text(text)])
        } else {
            try sql.execute("DELETE FROM app_settings WHERE app = ?1 AND key = ?2", [.integer(app.rawValue), .text(key)])
        }
    }

    /// What is set for an app, by key.
    static func texts(_ sql: any SQLConnection, _ app: AppNumber) throws -> [String: String] {
        let rows = try sql.all("SELECT key, value FROM app_settings WHERE app = ?1", [.integer(app.rawValue)]) {
            ($0.text(0), $0.text(1))
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    public func changes(of app: AppNumber, before: Int64, limit: Int) async throws(Failure) -> [AppSettingChange] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT number, changed_at, key, old_value, new_value, author FROM app_setting_changes
                WHERE app = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3
                """, [.integer(app.rawValue), .integer(before), .integer(Int64(limit))]
            ) { row in
                AppSettingChange(
                    number: row.int64(0), at: Instant(milliseconds: row.int64(1)), key: row.text(2),
                    before: row.optionalText(3), after: row.optionalText(4), author: row.text(5))
            }
        }
    }
}
