import Database
import HearthCore
import IM

/// Who belongs to groups, in SQL. A list, its length and its version are read from one state of the database.
public struct SQLGroupPeopleStore: GroupPeopleStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func members(
        of group: GroupID, in app: AppNumber, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupMember> {
        try await context.reading { sql in
            let key = GroupKey(app: app, group: group)
            // One more than is wanted: whether there is more must be known.
            let found = try sql.all(
                """
                SELECT user_id, role, display_name, mute_mode, push_mode, joined_at FROM group_members
                WHERE app = ?1 AND group_id = ?2 AND (joined_at, user_id) > (?3, ?4)
                ORDER BY joined_at, user_id LIMIT ?5
                """, key.values + GroupCursor.start(cursor, else: .min) + [.integer(Int64(limit) + 1)]
            ) { GroupMember($0, from: 0) }
            let (count, version) = try Self.state(
                sql, "SELECT member_count, members_version FROM groups WHERE app = ?1 AND id = ?2", key)
            return GroupPage(found, limit, total: count, version: version, \.place)
        }
    }

    public func admins(of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupMember] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT user_id, role, display_name, mute_mode, push_mode, joined_at FROM group_members
                WHERE app = ?1 AND group_id = ?2 AND role > 0 ORDER BY user_id
                """, GroupKey(app: app, group: group).values
            ) { GroupMember($0, from: 0) }.filter { $0.role == .admin }
        }
    }

    public func members(_ users: [UserID], of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupMember] {
        try await context.reading { sql in
            let found = try sql.all(
                """
                SELECT user_id, role, display_name, mute_mode, push_mode, joined_at FROM group_members
                WHERE app = ?1 AND group_id = ?2 AND user_id = ANY(?3)
                """, GroupKey(app: app, group: group).values + [.integers(users.map(\.rawValue))]
            ) { GroupMember($0, from: 0) }
            return users.inOrder(found, by: \.user)
        }
    }

    public func banned(
        in group: GroupID, of app: AppNumber, at now: Instant, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<BannedMember> {
        try await context.reading { sql in
            let key = GroupKey(app: app, group: group)
            let found = try sql.all(
                """
                SELECT p.banned_until, m.user_id, m.role, m.display_name, m.mute_mode, m.push_mode, m.joined_at
                FROM group_people p JOIN group_members m ON m.app = p.app AND m.group_id = p.group_id AND m.user_id = p.user_id
                WHERE p.app = ?1 AND p.group_id = ?2 AND p.banned_until <> 0 AND (p.banned_until < 0 OR p.banned_until > ?6)
                    AND (m.joined_at, m.user_id) > (?3, ?4)
                ORDER BY m.joined_at, m.user_id LIMIT ?5
                """,
                key.values + GroupCursor.start(cursor, else: .min) + [.integer(Int64(limit) + 1), .integer(now.milliseconds)]
            ) { BannedMember(member: GroupMember($0, from: 1), ban: SendBan(stored: $0.int64(0))) }
            let count = try sql.first(
                """
                SELECT count(*) FROM group_people p
                JOIN group_members m ON m.app = p.app AND m.group_id = p.group_id AND m.user_id = p.user_id
                WHERE p.app = ?1 AND p.group_id = ?2 AND p.banned_until <> 0 AND (p.banned_until < 0 OR p.banned_until > ?3)
                """, key.values + [.integer(now.milliseconds)]
            ) { Int($0.int64(0)) }
            let (_, version) = try Self.state(sql, "SELECT 0, bans_version FROM groups WHERE app = ?1 AND id = ?2", key)
            return GroupPage(found, limit, total: count ?? 0, version: version, \.member.place)
        }
    }

    public func blocked(
        in group: GroupID, of app: AppNumber, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<BlockedUser> {
        try await context.reading { sql in
            let key = GroupKey(app: app, group: group)
            let found = try sql.all(
                """
                SELECT blocked_at, user_id FROM group_people
                WHERE app = ?1 AND group_id = ?2 AND blocked_at > 0 AND (blocked_at, user_id) > (?3, ?4)
                ORDER BY blocked_at, user_id LIMIT ?5
                """, key.values + GroupCursor.start(cursor, else: .min) + [.integer(Int64(limit) + 1)]
            ) { BlockedUser(user: UserID($0.int64(1)), since: Instant(milliseconds: $0.int64(0))) }
            let count = try sql.first(
                "SELECT count(*) FROM group_people WHERE app = ?1 AND group_id = ?2 AND blocked_at > 0", key.values
            ) { Int($0.int64(0)) }
            let (_, version) = try Self.state(sql, "SELECT 0, blocks_version FROM groups WHERE app = ?1 AND id = ?2", key)
            return GroupPage(found, limit, total: count ?? 0, version: version) { GroupCursor(time: $0.since, first: $0.user.rawValue) }
        }
    }

    /// A count and a version.
    private static func state(_ sql: any SQLConnection, _ statement: StaticString, _ key: GroupKey) throws -> (Int, Int64) {
        try sql.first(statement, key.values) { (Int($0.int64(0)), $0.int64(1)) } ?? (0, 0)
    }
}

extension GroupMember {
    fileprivate var place: GroupCursor { GroupCursor(time: joinedAt, first: user.rawValue) }
}

extension GroupCursor {
    /// Two parameters: the place to go on from, or one beyond all.
    static func start(_ cursor: GroupCursor?, else beyond: Int64) -> [SQLValue] {
        [.integer(cursor?.time.milliseconds ?? beyond), .integer(cursor?.first ?? beyond)]
    }
}

extension GroupPage {
    /// - Parameter found: up to one row more than `limit`.
    init(_ found: [Row], _ limit: Int, total: Int, version: Int64, _ place: (Row) -> GroupCursor) {
        let rows = Array(found.prefix(limit))
        self.init(rows: rows, next: found.count > limit ? rows.last.map(place) : nil, total: total, version: version)
    }
}
