import Database
import HearthCore
import IM

/// Who is in a group now, and of which version of the list that is: one statement, so both are of one moment. People are found by the
/// index of conversations, which alone holds no more than who they are: SQLite would go through all of the app else.
struct AudienceQuery: Sendable {
    let conversation: ConversationID
    let app: AppNumber

    /// Nil where there is no such group.
    func run(_ sql: any SQLConnection) throws -> GroupAudiences.Audience? {
        var version: Int64?
        var users: [UserID] = []
        var since: [MessageID] = []
        try sql.query(
            """
            SELECT g.audience_version, p.user_id, CASE WHEN p.returned < p.joined THEN p.joined ELSE p.returned END
            FROM conversations c JOIN groups g ON g.app = c.app AND g.id = c.low
            LEFT JOIN participants q ON q.app = c.app AND q.conversation = c.id
            LEFT JOIN participants p ON p.app = q.app AND p.user_id = q.user_id AND p.peer = c.low AND p.until = 0
            WHERE c.app = ?1 AND c.id = ?2 AND c.high = 0 ORDER BY q.user_id
            """, [.integer(app.rawValue), .integer(conversation.rawValue)]
        ) { row in
            version = row.int64(0)
            guard let user = row.optionalInt64(1) else { return }
            users.append(UserID(user))
            since.append(MessageID(row.int64(2)))
        }
        return version.map { GroupAudiences.Audience(version: $0, users: users, since: since) }
    }
}
