import Database
import HearthCore

/// Rows of several users of one app, inside a unit of work.
struct UserRows {
    private let sql: any SQLConnection
    private let app: SQLValue

    init(_ sql: any SQLConnection, _ app: AppNumber) {
        self.sql = sql
        self.app = .integer(app.rawValue)
    }

    /// Keeps others from changing these rows until the unit of work ends. Who changes several, or one and then what belongs to
    /// another, holds them all before: they are locked in the order of their ids, so that no two can wait for each other.
    func hold(_ users: [UserID]) throws {
        guard sql.dialect == .postgres else { return }
        try sql.query(
            "SELECT id FROM users WHERE app = ?1 AND id = ANY(?2) ORDER BY id FOR UPDATE", [app, .integers(users.map(\.rawValue))]
        ) { _ in }
    }

    /// Notes that the rosters of these users have changed. Two changes in one millisecond, or a clock that was set back, still give
    /// two versions.
    func raiseRosterVersions(of users: [UserID], _ now: Instant) throws {
        try sql.execute(
            """
            UPDATE users SET roster_version = CASE WHEN roster_version < ?3 THEN ?3 ELSE roster_version + 1 END
            WHERE app = ?1 AND id = ANY(?2)
            """, [app, .integers(users.map(\.rawValue)), .integer(now.milliseconds)])
    }
}
