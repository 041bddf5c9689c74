import Database
import HearthCore
import IM

/// Accounts in SQL.
public struct SQLAccountStore: AccountStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func create(
        _ app: AppNumber, name: UserName, nickName: String, passwordHash: String, within room: UserRoom, now: Instant
    ) async throws(Failure) -> UserID {
        try await context.writing { [context] sql in
            // First of all: who makes another account in this app waits here, and with the next number who makes one anywhere.
            let users = try sql.first(
                "UPDATE apps SET user_count = user_count + 1 WHERE number = ?1 RETURNING user_count", [.integer(app.rawValue)]
            ) { $0.int64(0) }
            guard let users else { throw Failure(.serverAppIdInvalid) }
            let user = try IdentityNumbers(sql).nextUser()
            let written = try sql.execute(
                """
                INSERT INTO users (app, id, name, password_hash, created_at, nick_name) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (app, name) DO NOTHING
                """,
                [
                    .integer(app.rawValue), .integer(user.rawValue), .text(name.rawValue), .text(passwordHash),
                    .integer(now.milliseconds), .text(nickName),
                ])
            guard written == 1 else { throw Failure(.userAlreadyExist) }
            try room.check(users: users) { try UserCount(sql).all() }
            try context.note(.registered, of: [user], in: app, sql, name.rawValue)
            return user
        }
    }

    public func credentials(_ app: AppNumber, name: String) async throws(Failure) -> Credentials? {
        try await context.reading { sql in
            try sql.first(
                "SELECT id, status, password_hash FROM users WHERE app = ?1 AND name = ?2",
                [.integer(app.rawValue), .text(name)], Self.credentials)
        }
    }

    public func credentials(_ app: AppNumber, loginName: String) async throws(Failure) -> Credentials? {
        try await context.reading { sql in
            let typed: [SQLValue] = [.integer(app.rawValue), .text(loginName)]
            let byName = try sql.first(
                "SELECT id, status, password_hash FROM users WHERE app = ?1 AND name = ?2", typed, Self.credentials)
            if let byName { return byName }
            // Both indexes leave those out that have none.
            let byMobile = try sql.first(
                "SELECT id, status, password_hash FROM users WHERE app = ?1 AND mobile = ?2 AND mobile <> ''", typed, Self.credentials)
            if let byMobile { return byMobile }
            return try sql.first(
                "SELECT id, status, password_hash FROM users WHERE app = ?1 AND email = ?2 AND email <> ''", typed, Self.credentials)
        }
    }

    public func credentials(_ account: Account) async throws(Failure) -> Credentials? {
        try await context.reading { sql in
            try sql.first(
                "SELECT id, status, password_hash FROM users WHERE app = ?1 AND id = ?2",
                [.integer(account.app.rawValue), .integer(account.user.rawValue)], Self.credentials)
        }
    }

    public func profiles(_ app: AppNumber, _ users: [UserID]) async throws(Failure) -> [Profile] {
        try await context.reading { sql in
            try Self.profiles(sql, app, users)
        }
    }

    public func users(of app: AppNumber, after user: UserID, limit: Int) async throws(Failure) -> [UserID] {
        try await context.reading { sql in
            try sql.all(
                "SELECT id FROM users WHERE app = ?1 AND id > ?2 AND status <> 2 ORDER BY id LIMIT ?3",
                [.integer(app.rawValue), .integer(user.rawValue), .integer(Int64(limit))]
            ) { UserID($0.int64(0)) }
        }
    }

    /// The profiles of those who are still there, in the order asked for.
    static func profiles(_ sql: any SQLConnection, _ app: AppNumber, _ users: [UserID]) throws -> [Profile] {
        let found = try sql.all(
            """
            SELECT id, name, nick_name, avatar, about, public_info, mobile, email, private_info
            FROM users WHERE app = ?1 AND id = ANY(?2) AND status <> 2
            """, [.integer(app.rawValue), .integers(users.map(\.rawValue))]
        ) { row in
            var profile = Profile(user: UserID(row.int64(0)), name: row.text(1))
            profile.nickName = row.text(2)
            profile.avatar = row.text(3)
            profile.about = row.text(4)
            profile.publicInfo = row.text(5)
            profile.mobile = row.text(6)
            profile.email = row.text(7)
            profile.privateInfo = row.text(8)
            return profile
        }
        return users.inOrder(found, by: \.user)
    }

    private static func credentials(_ row: any Row) -> Credentials {
        Credentials(
            user: UserID(row.int64(0)), status: UserStatus(rawValue: Int(row.int64(1))) ?? .frozen,
            passwordHash: row.text(2))
    }
}
