import Database
import HearthCore
import IM

/// Groups as those who ask see them, in SQL.
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

    public func publicGroups(_ app: AppNumber, limit: Int) async throws(Failure) -> [GroupID] {
        try await context.reading { sql in
            try sql.all(
                "SELECT id FROM groups WHERE app = ?1 AND type = 1 AND status = 0 ORDER BY id DESC LIMIT ?2",
                [.integer(app.rawValue), .integer(Int64(limit))]
            ) { GroupID($0.int64(0)) }
        }
    }

    public func views(_ groups: [GroupID], for actor: GroupActor) async throws(Failure) -> [GroupView] {
        try await context.reading { sql in groups.inOrder(try Self.rows(sql, groups, for: actor).map(\.view), by: \.group.id) }
    }

    /// Those of `groups` that ever were, in no order.
    static func rows(_ sql: any SQLConnection, _ groups: [GroupID], for actor: GroupActor) throws -> [StoredGroup] {
        try sql.all(
            """
            SELECT g.id, g.type, g.owner, g.status, g.in_recovery, g.announcements_forbidden, g.member_count, g.capacity,
                g.created_at, g.updated_at, g.name, g.avatar, g.description, g.ext, g.member_invite, g.member_modify,
                g.read_ack, g.history_visible, g.hide_member_info, g.apply_approval, g.ban_until,
                m.user_id, m.role, m.display_name, m.mute_mode, m.push_mode, m.joined_at,
                g.members_version, g.audience_version, g.bans_version, g.blocks_version, g.applications_version
            FROM groups g
            LEFT JOIN group_members m ON m.app = g.app AND m.group_id = g.id AND m.user_id = ?3
            WHERE g.app = ?1 AND g.id = ANY(?2)
            """,
            [.integer(actor.app.rawValue), .integers(groups.map(\.rawValue)), .integer(actor.user.rawValue)]
        ) { row in
            let view = GroupView(group: GroupRecord(row), member: row.isNull(21) ? nil : GroupMember(row, from: 21))
            return StoredGroup(view: view, versions: GroupVersions(row, from: 27))
        }
    }
}
