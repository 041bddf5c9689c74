import Database
import HearthCore
import IM

/// The right to use accounts, in SQL.
public struct SQLAccountControl: AccountControl {
    private let context: StoreContext
    private let writes: SeatedWrites
    private let tools: GroupTools

    init(_ context: StoreContext, _ writes: SeatedWrites, _ tools: GroupTools) {
        self.context = context
        self.writes = writes
        self.tools = tools
    }

    public func setPassword(
        _ account: Account, hash: String, replacing old: String?, keeping kept: String?, now: Instant
    ) async throws(Failure) -> Bool {
        try await context.writing { sql in
            try sql.lock(.devices, account.user.rawValue)
            let present = try sql.first(
                "SELECT password_hash FROM users WHERE app = ?1 AND id = ?2 AND status <> 2", Self.key(account)
            ) { $0.text(0) }
            guard let present else { throw Failure(.userNotExist) }
            guard old == nil || old == present else { return false }
            try sql.execute(
                "UPDATE users SET password_hash = ?3 WHERE app = ?1 AND id = ?2 AND status <> 2", Self.key(account) + [.text(hash)])
            try TokenRevocation(sql, account, now, .passwordChanged).all(keeping: kept)
            try CodeRevocation.all(sql, account.app, of: [account.user], now)
            return true
        }
    }

    public func remove(_ account: Account, now: Instant) async throws(Failure) -> [GroupCommit] {
        try await writes.writing { [context, tools] sql, seat in
            // Before anything is locked that messages wait for; where nobody is removed it does not stay.
            try context.note(.removed, of: [account.user], in: account.app, sql)
            return try AccountErasure(sql, account, now).run(seat, tools)
        }
    }

    public func freeze(_ app: AppNumber, _ users: [UserID], now: Instant) async throws(Failure) -> [UserID] {
        try await context.writing { [context] sql in
            try UserRows(sql, app).hold(users)
            try Self.checkAll(users, of: app, sql)
            let frozen = try sql.all(
                "UPDATE users SET status = 1 WHERE app = ?1 AND id = ANY(?2) AND status = 0 RETURNING id",
                [.integer(app.rawValue), .integers(users.map(\.rawValue))]
            ) { UserID($0.int64(0)) }
            try TokenRevocation.all(sql, app, of: users, now)
            try CodeRevocation.all(sql, app, of: users, now)
            try context.note(.frozen, of: frozen.sorted(), in: app, sql)
            return frozen.sorted()
        }
    }

    public func unfreeze(_ app: AppNumber, _ users: [UserID]) async throws(Failure) {
        try await context.writing { [context] sql in
            try UserRows(sql, app).hold(users)
            try Self.checkAll(users, of: app, sql)
            let unfrozen = try sql.all(
                "UPDATE users SET status = 0 WHERE app = ?1 AND id = ANY(?2) AND status = 1 RETURNING id",
                [.integer(app.rawValue), .integers(users.map(\.rawValue))]
            ) { UserID($0.int64(0)) }
            try context.note(.unfrozen, of: unfrozen.sorted(), in: app, sql)
        }
    }

    private static func checkAll(_ users: [UserID], of app: AppNumber, _ sql: any SQLConnection) throws {
        let known = try sql.first(
            "SELECT count(*) FROM users WHERE app = ?1 AND id = ANY(?2) AND status <> 2",
            [.integer(app.rawValue), .integers(users.map(\.rawValue))]
        ) { Int($0.int64(0)) }
        guard known == Set(users).count else { throw Failure(.userNotExist) }
    }

    public func ban(_ account: Account, until: Int64) async throws(Failure) {
        try await context.writing { [context] sql in
            let written = try sql.execute(
                "UPDATE users SET banned_until = ?3 WHERE app = ?1 AND id = ?2 AND status <> 2", Self.key(account) + [.integer(until)])
            guard written == 1 else { throw Failure(.userNotExist) }
            try context.note(
                until == 0 ? .unbanned : .banned, of: [account.user], in: account.app, sql,
                until == 0 ? "" : String(until))
        }
    }

    public func state(of account: Account) async throws(Failure) -> AccountState? {
        try await context.reading { sql in
            try sql.first(
                "SELECT id, name, status, banned_until, created_at FROM users WHERE app = ?1 AND id = ?2", Self.key(account)
            ) { row in
                AccountState(
                    user: UserID(row.int64(0)), name: row.text(1), status: UserStatus(rawValue: Int(row.int64(2))) ?? .frozen,
                    ban: SendBan(stored: row.int64(3)), createdAt: Instant(milliseconds: row.int64(4)))
            }
        }
    }

    public func list(
        _ app: AppNumber, after user: UserID, skipping count: Int, limit: Int
    ) async throws(Failure) -> [ListedUser] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT id, name, status FROM users WHERE app = ?1 AND id > ?2 AND status <> 2
                ORDER BY id LIMIT ?3 OFFSET ?4
                """, [.integer(app.rawValue), .integer(user.rawValue), .integer(Int64(limit)), .integer(Int64(count))]
            ) { ListedUser(user: UserID($0.int64(0)), name: $0.text(1), isFrozen: $0.int64(2) == 1) }
        }
    }

    private static func key(_ account: Account) -> [SQLValue] {
        [.integer(account.app.rawValue), .integer(account.user.rawValue)]
    }
}
