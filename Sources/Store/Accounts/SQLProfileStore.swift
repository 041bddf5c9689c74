import Database
import HearthCore
import IM

/// Profiles, as they are changed, in SQL.
public struct SQLProfileStore: ProfileStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func change(_ account: Account, _ change: ProfileChange) async throws(Failure) -> ProfileChange {
        try await context.writing { [context] sql in
            try sql.lock(.profiles, account.user.rawValue)
            guard let profile = try SQLAccountStore.profiles(sql, account.app, [account.user]).first else {
                throw Failure(.userNotExist)
            }
            let rest = change.without(profile)
            guard !rest.isEmpty else { return rest }
            try Self.write(rest, over: profile, account, sql)
            try context.note(.updated, of: [account.user], in: account.app, sql)
            return rest
        }
    }

    /// The name and the number for themselves: each can be somebody else's.
    private static func write(
        _ change: ProfileChange, over old: Profile, _ account: Account, _ sql: any SQLConnection
    ) throws {
        let key: [SQLValue] = [.integer(account.app.rawValue), .integer(account.user.rawValue)]
        if let name = change.name {
            try unlessTaken(.userNameInUse) { () throws(DatabaseError) in
                try sql.execute("UPDATE users SET name = ?3 WHERE app = ?1 AND id = ?2 AND status <> 2", key + [.text(name.rawValue)])
            }
        }
        if let mobile = change.mobile {
            try unlessTaken(.mobileInUse) { () throws(DatabaseError) in
                try sql.execute("UPDATE users SET mobile = ?3 WHERE app = ?1 AND id = ?2 AND status <> 2", key + [.text(mobile)])
            }
        }
        let written = try sql.execute(
            """
            UPDATE users SET nick_name = ?3, avatar = ?4, about = ?5, public_info = ?6, private_info = ?7
            WHERE app = ?1 AND id = ?2 AND status <> 2
            """,
            key + [
                .text(change.nickName ?? old.nickName), .text(change.avatar ?? old.avatar), .text(change.about ?? old.about),
                .text(change.publicInfo ?? old.publicInfo), .text(change.privateInfo ?? old.privateInfo),
            ])
        // Removed since it was read.
        guard written == 1 else { throw Failure(.userNotExist) }
    }

    private static func unlessTaken(_ name: FailureName, _ write: () throws(DatabaseError) -> Int) throws {
        do throws(DatabaseError) {
            _ = try write()
        } catch {
            guard error.kind == .constraint else { throw error }
            throw Failure(name)
        }
    }

    public func friendsOf(_ account: Account, after user: UserID, limit: Int) async throws(Failure) -> [UserID] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT owner FROM roster WHERE app = ?1 AND contact = ?2 AND relation = 0 AND owner > ?3 ORDER BY owner LIMIT ?4
                """,
                [
                    .integer(account.app.rawValue), .integer(account.user.rawValue), .integer(user.rawValue), .integer(Int64(limit)),
                ]
            ) { UserID($0.int64(0)) }
        }
    }
}
