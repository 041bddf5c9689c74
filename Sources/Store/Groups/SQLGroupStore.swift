import Database
import HearthCore
import IM

/// Groups, as lists show them, in SQL.
public struct SQLGroupStore: GroupStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func joined(by account: Account) async throws(Failure) -> [GroupID] {
        try await context.reading { sql in
            try sql.all(
                "SELECT group_id FROM group_members WHERE app = ?1 AND user_id = ?2 ORDER BY group_id",
                [.integer(account.app.rawValue), .integer(account.user.rawValue)]
            ) { GroupID($0.int64(0)) }
        }
    }

    public func summaries(_ groups: [GroupID], for account: Account) async throws(Failure) -> [GroupSummary] {
        try await context.reading { sql in
            let found = try sql.all(
                """
                SELECT g.id, g.name, g.avatar, g.owner, g.type, g.status, g.member_count, g.capacity, g.apply_approval,
                    coalesce(m.mute_mode, 0), coalesce(m.push_mode, 0)
                FROM groups g
                LEFT JOIN group_members m ON m.app = g.app AND m.group_id = g.id AND m.user_id = ?3
                WHERE g.app = ?1 AND g.id = ANY(?2)
                """,
                [.integer(account.app.rawValue), .integers(groups.map(\.rawValue)), .integer(account.user.rawValue)],
                Self.summary)
            return groups.inOrder(found, by: \.id)
        }
    }

    private static func summary(_ row: any Row) -> GroupSummary {
        GroupSummary(
            id: GroupID(row.int64(0)), name: row.text(1), avatar: row.text(2), owner: UserID(row.int64(3)),
            type: Int(row.int64(4)), status: Int(row.int64(5)), memberCount: Int(row.int64(6)),
            capacity: Int(row.int64(7)), applyApproval: Int(row.int64(8)), muteMode: Int(row.int64(9)),
            pushMode: Int(row.int64(10)))
    }
}
