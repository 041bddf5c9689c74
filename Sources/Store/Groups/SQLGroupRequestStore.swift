import Database
import HearthCore
import IM

/// Invitations and applications in SQL.
public struct SQLGroupRequestStore: GroupRequestStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func invitations(
        to account: Account, before cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupInvitation> {
        try await context.reading { sql in
            let key: [SQLValue] = [.integer(account.app.rawValue), .integer(account.user.rawValue)]
            let found = try sql.all(
                """
                SELECT group_id, inviter, invitee, reason, status, changed_at, expires_at FROM group_invitations
                WHERE app = ?1 AND invitee = ?2 AND (changed_at, group_id, inviter) < (?3, ?4, ?5)
                ORDER BY changed_at DESC, group_id DESC, inviter DESC LIMIT ?6
                """, key + Self.start(cursor) + [.integer(Int64(limit) + 1)], GroupInvitation.init)
            let (count, version) = try Self.counted(
                sql, "SELECT count(*), max(changed_at) FROM group_invitations WHERE app = ?1 AND invitee = ?2", key)
            return GroupPage(found, limit, total: count, version: version) {
                GroupCursor(time: $0.changedAt, first: $0.group.rawValue, second: $0.inviter.rawValue)
            }
        }
    }

    public func applications(
        to groups: [GroupID], in app: AppNumber, before cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupApplication> {
        try await context.reading { sql in
            let key: [SQLValue] = [.integer(app.rawValue), .integers(groups.map(\.rawValue))]
            // The first bound is that of the index of each group.
            let found = try sql.all(
                """
                SELECT group_id, applicant, reason, status, changed_at, expires_at FROM group_applications
                WHERE app = ?1 AND group_id = ANY(?2) AND changed_at <= ?3 AND (changed_at, group_id, applicant) < (?3, ?4, ?5)
                ORDER BY changed_at DESC, group_id DESC, applicant DESC LIMIT ?6
                """, key + Self.start(cursor) + [.integer(Int64(limit) + 1)], GroupApplication.init)
            let (count, _) = try Self.counted(
                sql, "SELECT count(*), 0 FROM group_applications WHERE app = ?1 AND group_id = ANY(?2)", key)
            let (_, version) = try Self.counted(
                sql, "SELECT 0, max(applications_version) FROM groups WHERE app = ?1 AND id = ANY(?2)", key)
            return GroupPage(found, limit, total: count, version: version) {
                GroupCursor(time: $0.changedAt, first: $0.group.rawValue, second: $0.applicant.rawValue)
            }
        }
    }

    /// Three parameters: the place to go on from, or one beyond all.
    private static func start(_ cursor: GroupCursor?) -> [SQLValue] {
        GroupCursor.start(cursor, else: .max) + [.integer(cursor?.second ?? .max)]
    }

    private static func counted(_ sql: any SQLConnection, _ statement: StaticString, _ key: [SQLValue]) throws -> (Int, Int64) {
        try sql.first(statement, key) { (Int($0.int64(0)), $0.int64(1)) } ?? (0, 0)
    }
}
