import Database
import HearthCore

/// Ends one-time codes of users, inside a transaction: what logs somebody in, or lets him change his password, does not outlive
/// the right to.
///
/// Asked for in two steps SQLite finds the codes of the users; in one it walks all of the app.
enum CodeRevocation {
    /// All codes of users of one app.
    static func all(_ sql: any SQLConnection, _ app: AppNumber, of users: [UserID], _ now: Instant) throws {
        // What has ended is removed elsewhere, in another order.
        try sql.execute(
            """
            DELETE FROM one_time_codes
            WHERE app = ?1 AND code_hash IN (SELECT code_hash FROM one_time_codes WHERE app = ?1 AND user_id = ANY(?2))
                AND expires_at > ?3
            """, [.integer(app.rawValue), .integers(users.map(\.rawValue)), .integer(now.milliseconds)])
    }
}
