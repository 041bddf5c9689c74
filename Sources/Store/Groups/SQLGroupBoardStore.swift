import Database
import HearthCore
import IM

/// Announcements and shared files in SQL. Larger ids are newer.
public struct SQLGroupBoardStore: GroupBoardStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func announcements(of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupAnnouncement] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT id, author, title, content, created_at FROM group_announcements
                WHERE app = ?1 AND group_id = ?2 ORDER BY id DESC
                """, Self.key(group, app), GroupAnnouncement.init)
        }
    }

    public func announcement(
        _ id: AnnouncementID, of group: GroupID, in app: AppNumber
    ) async throws(Failure) -> GroupAnnouncement? {
        try await context.reading { sql in try Self.announcement(sql, id, Self.key(group, app)) }
    }

    public func files(of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupFile] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT id, uploader, name, url, type, size, created_at, updated_at FROM group_files
                WHERE app = ?1 AND group_id = ?2 ORDER BY id DESC
                """, Self.key(group, app), GroupFile.init)
        }
    }

    public func file(_ id: GroupFileID, of group: GroupID, in app: AppNumber) async throws(Failure) -> GroupFile? {
        try await context.reading { sql in try Self.files(sql, [id], Self.key(group, app)).first }
    }

    /// - Parameter key: app and group.
    static func announcement(_ sql: any SQLConnection, _ id: AnnouncementID, _ key: [SQLValue]) throws -> GroupAnnouncement? {
        try sql.first(
            """
            SELECT id, author, title, content, created_at FROM group_announcements
            WHERE app = ?1 AND group_id = ?2 AND id = ?3
            """, key + [.integer(id.rawValue)], GroupAnnouncement.init)
    }

    /// Those of `ids` that are there.
    /// - Parameter key: app and group.
    static func files(_ sql: any SQLConnection, _ ids: [GroupFileID], _ key: [SQLValue]) throws -> [GroupFile] {
        try sql.all(
            """
            SELECT id, uploader, name, url, type, size, created_at, updated_at FROM group_files
            WHERE app = ?1 AND group_id = ?2 AND id = ANY(?3)
            """, key + [.integers(ids.map(\.rawValue))], GroupFile.init)
    }

    private static func key(_ group: GroupID, _ app: AppNumber) -> [SQLValue] {
        [.integer(app.rawValue), .integer(group.rawValue)]
    }
}
