import Database
import HearthCore
import IM

/// Ends tokens of a user, inside a transaction. Who writes his devices as well writes those first: logins lock them in that order.
///
/// Asked for in two steps SQLite finds the user's tokens; in one it walks all of the app.
struct TokenRevocation {
    private let sql: any SQLConnection
    private let app: SQLValue
    private let user: SQLValue
    private let now: SQLValue
    private let end: SQLValue

    /// - Parameter end: why they end.
    init(_ sql: any SQLConnection, _ account: Account, _ now: Instant, _ end: TokenEnd) {
        self.sql = sql
        app = .integer(account.app.rawValue)
        user = .integer(account.user.rawValue)
        self.now = .integer(now.milliseconds)
        self.end = .integer(Int64(end.rawValue))
    }

    /// All of them.
    /// - Parameter kept: the id of one that lives on.
    func all(keeping kept: String? = nil) throws {
        try sql.execute(
            """
            UPDATE tokens SET revoked_at = ?3, ended_by = ?5
            WHERE app = ?1 AND id IN (SELECT id FROM tokens WHERE app = ?1 AND user_id = ?2)
                AND revoked_at IS NULL AND id <> ?4
            """, [app, user, now, .text(kept ?? ""), end])
    }

    /// Those that logged in with a device.
    /// - Parameter kept: the id of one that lives on.
    func of(_ device: DeviceSN, keeping kept: String? = nil) throws {
        try sql.execute(
            """
            UPDATE tokens SET revoked_at = ?3, ended_by = ?6
            WHERE app = ?1 AND id IN (SELECT id FROM tokens WHERE app = ?1 AND user_id = ?2)
                AND device = ?4 AND revoked_at IS NULL AND id <> ?5
            """, [app, user, now, .integer(Int64(device.rawValue)), .text(kept ?? ""), end])
    }

    /// All but those that logged in with a device.
    /// - Parameter kept: the id of one more that lives on.
    func others(than device: DeviceSN, keeping kept: String?) throws {
        try sql.execute(
            """
            UPDATE tokens SET revoked_at = ?3, ended_by = ?6
            WHERE app = ?1 AND id IN (SELECT id FROM tokens WHERE app = ?1 AND user_id = ?2)
                AND (device IS NULL OR device <> ?4) AND revoked_at IS NULL AND id <> ?5
            """, [app, user, now, .integer(Int64(device.rawValue)), .text(kept ?? ""), end])
    }

    /// All tokens of many users of one app, for no named cause.
    static func all(_ sql: any SQLConnection, _ app: AppNumber, of users: [UserID], _ now: Instant) throws {
        try sql.execute(
            """
            UPDATE tokens SET revoked_at = ?3
            WHERE app = ?1 AND id IN (SELECT id FROM tokens WHERE app = ?1 AND user_id = ANY(?2)) AND revoked_at IS NULL
            """, [.integer(app.rawValue), .integers(users.map(\.rawValue)), .integer(now.milliseconds)])
    }

    /// Those of many users of one app that were issued before an instant.
    static func all(
        _ sql: any SQLConnection, _ app: AppNumber, of users: [UserID], issuedBefore instant: Instant, _ now: Instant,
        _ end: TokenEnd
    ) throws {
        try sql.execute(
            """
            UPDATE tokens SET revoked_at = ?3, ended_by = ?5
            WHERE app = ?1 AND id IN (SELECT id FROM tokens WHERE app = ?1 AND user_id = ANY(?2))
                AND revoked_at IS NULL AND issued_at < ?4
            """,
            [
                .integer(app.rawValue), .integers(users.map(\.rawValue)), .integer(now.milliseconds), .integer(instant.milliseconds),
                .integer(Int64(end.rawValue)),
            ])
    }
}
