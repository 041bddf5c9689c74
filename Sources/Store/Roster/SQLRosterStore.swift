import Database
import HearthCore
import IM

/// Rosters in SQL.
public struct SQLRosterStore: RosterStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func friends(of account: Account) async throws(Failure) -> [UserID] {
        try await context.reading { sql in
            try sql.all(
                "SELECT contact FROM roster WHERE app = ?1 AND owner = ?2 AND relation = 0 ORDER BY created_at, contact",
                [.integer(account.app.rawValue), .integer(account.user.rawValue)]
            ) { UserID($0.int64(0)) }
        }
    }

    public func items(of account: Account, for users: [UserID]) async throws(Failure) -> [RosterItem] {
        try await context.reading { sql in
            try users.compactMap { user in try Self.item(sql, account, user) }
        }
    }

    private static func item(_ sql: any SQLConnection, _ account: Account, _ user: UserID) throws -> RosterItem? {
        guard let profile = try SQLAccountStore.profile(sql, account.app, user) else { return nil }
        let entry = try sql.first(
            "SELECT relation, alias, ext, muted FROM roster WHERE app = ?1 AND owner = ?2 AND contact = ?3",
            [.integer(account.app.rawValue), .integer(account.user.rawValue), .integer(user.rawValue)]
        ) { row in
            RosterItem(
                profile: profile, relation: Relation(rawValue: Int(row.int64(0))) ?? .stranger, alias: row.text(1),
                ext: row.text(2), isMuted: row.bool(3))
        }
        return entry ?? RosterItem(profile: profile, relation: .stranger)
    }
}
