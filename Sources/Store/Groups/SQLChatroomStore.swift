import Database
import HearthCore
import IM

/// Who sits in which chatroom, in SQL.
public struct SQLChatroomStore: ChatroomStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func seats(of users: [UserID], in app: AppNumber, limit: Int) async throws(Failure) -> [ChatroomSeat] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT p.user_id, p.peer, p.conversation, g.audience_version
                FROM participants p JOIN groups g ON g.app = p.app AND g.id = p.peer
                WHERE p.app = ?1 AND p.user_id = ANY(?2) AND p.transient = 1 AND p.until = 0 LIMIT ?3
                """, [.integer(app.rawValue), .integers(users.map(\.rawValue)), .integer(Int64(limit))]
            ) { row in
                ChatroomSeat(
                    user: UserID(row.int64(0)), group: GroupID(row.int64(1)), conversation: ConversationID(row.int64(2)),
                    members: row.int64(3))
            }
        }
    }
}
