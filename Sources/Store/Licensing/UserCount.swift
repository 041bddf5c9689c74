import Database
import HearthCore

/// How many users there are that are not removed, inside a unit of work. The rows of apps keep it: nobody is counted.
struct UserCount {
    private let sql: any SQLConnection

    init(_ sql: any SQLConnection) { self.sql = sql }

    /// In all apps.
    func all() throws -> Int64 {
        // PostgreSQL's sums of such numbers are of another type.
        try sql.first("SELECT CAST(sum(user_count) AS BIGINT) FROM apps", []) { $0.int64(0) } ?? 0
    }

    /// Somebody is there no longer.
    func lower(in app: AppNumber) throws {
        try sql.execute("UPDATE apps SET user_count = user_count - 1 WHERE number = ?1", [.integer(app.rawValue)])
    }
}
