import Database
import HearthCore
import IM

/// Writes a new token of a user who may log in, inside a transaction.
///
/// Whoever revokes all tokens of a user changes the user's row first. PostgreSQL would let a token be written beside that, by what the
/// row was before: the row is locked, so that one waits for the other. SQLite runs writes one after the other.
struct UserTokenWriter {
    private let sql: any SQLConnection
    private let account: Account

    init(_ sql: any SQLConnection, _ account: Account) {
        self.sql = sql
        self.account = account
    }

    /// - Parameters:
    ///   - token: app, id, user, role, and the times of its issue and its end.
    ///   - passwordHash: what has to be the user's; null where any is right.
    func write(_ token: [SQLValue], _ passwordHash: SQLValue) throws {
        let written =
            switch sql.dialect {
            case .sqlite:
                try sql.execute(
                    """
                    INSERT INTO tokens (app, id, user_id, role, issued_at, expires_at)
                    SELECT app, ?2, id, ?4, ?5, ?6 FROM users
                    WHERE app = ?1 AND id = ?3 AND status = 0 AND password_hash = coalesce(?7, password_hash)
                    """, token + [passwordHash])
            case .postgres:
                try sql.execute(
                    """
                    INSERT INTO tokens (app, id, user_id, role, issued_at, expires_at)
                    SELECT app, ?2, id, ?4, ?5, ?6 FROM users
                    WHERE app = ?1 AND id = ?3 AND status = 0 AND password_hash = coalesce(?7, password_hash) FOR SHARE
                    """, token + [passwordHash])
            }
        guard written == 1 else { throw try refusal() }
    }

    /// Why nothing was written.
    private func refusal() throws -> Failure {
        let status = try sql.first(
            "SELECT status FROM users WHERE app = ?1 AND id = ?2", [.integer(account.app.rawValue), .integer(account.user.rawValue)]
        ) { UserStatus(rawValue: Int($0.int64(0))) ?? .frozen }
        return switch status {
        case .normal: Failure(.userAuthFailed)
        case .frozen: Failure(.userFrozen)
        case .removed, nil: Failure(.userNotExist)
        }
    }
}
