import Database
import HearthCore
import IM

// What a group has pinned up.
extension OperationMark {
    /// The oldest goes where there are too many.
    static func announce(_ announcement: GroupAnnouncement, _ key: GroupKey) -> [OperationMark] {
        [
            OperationMark(
                sql: """
                    INSERT INTO group_announcements (app, group_id, id, author, title, content, created_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                    """,
                parameters: key.values + [
                    .integer(announcement.id.rawValue), .integer(announcement.author.rawValue), .text(announcement.title),
                    .text(announcement.content), .integer(announcement.createdAt.milliseconds),
                ]),
            OperationMark(
                sql: """
                    DELETE FROM group_announcements WHERE app = ?1 AND group_id = ?2 AND id <= (
                        SELECT id FROM group_announcements WHERE app = ?1 AND group_id = ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3)
                    """, parameters: key.values + [.integer(Int64(Limits.announcementsPerGroup))]),
        ]
    }

    static func withdraw(_ id: AnnouncementID, _ key: GroupKey) -> OperationMark {
        OperationMark(
            sql: "DELETE FROM group_announcements WHERE app = ?1 AND group_id = ?2 AND id = ?3",
            parameters: key.values + [.integer(id.rawValue)])
    }

    static func file(_ file: GroupFile, _ key: GroupKey) -> OperationMark {
        OperationMark(
            sql: """
                INSERT INTO group_files (app, group_id, id, uploader, name, url, type, size, created_at, updated_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                ON CONFLICT (app, group_id, id) DO UPDATE SET name = excluded.name, updated_at = excluded.updated_at
                """,
            parameters: key.values + [
                .integer(file.id.rawValue), .integer(file.uploader.rawValue), .text(file.name), .text(file.url), .text(file.type),
                .integer(file.size), .integer(file.createdAt.milliseconds), .integer(file.updatedAt.milliseconds),
            ])
    }

    static func removeFile(_ id: GroupFileID, _ key: GroupKey) -> OperationMark {
        OperationMark(
            sql: "DELETE FROM group_files WHERE app = ?1 AND group_id = ?2 AND id = ?3",
            parameters: key.values + [.integer(id.rawValue)])
    }
}
