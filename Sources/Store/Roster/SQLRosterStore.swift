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
            let profiles = try SQLAccountStore.profiles(sql, account.app, users)
            var entries: [UserID: RosterItem] = [:]
            for profile in profiles { entries[profile.user] = RosterItem(profile: profile, relation: .stranger) }
            try sql.query(
                "SELECT contact, relation, alias, ext, muted FROM roster WHERE app = ?1 AND owner = ?2 AND contact = ANY(?3)",
                [.integer(account.app.rawValue), .integer(account.user.rawValue), .integers(users.map(\.rawValue))]
            ) { row in
                guard let profile = entries[UserID(row.int64(0))]?.profile else { return }
                entries[profile.user] = RosterItem(
                    profile: profile, relation: Relation(rawValue: Int(row.int64(1))) ?? .stranger, alias: row.text(2),
                    ext: row.text(3), isMuted: row.bool(4))
            }
            return users.compactMap { entries[$0] }
        }
    }
}
