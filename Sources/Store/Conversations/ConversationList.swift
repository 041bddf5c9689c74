import Database
import HearthCore
import IM

/// A device's conversations, oldest activity first, in one statement.
///
/// The cursor is that of `SQLConversationStore.cursor`. Only what is behind asks the timeline how much it lacks.
struct ConversationList {
    let device: DeviceAddress
    let undeliveredOnly: Bool

    func run(_ sql: any SQLConnection) throws -> [ConversationState] {
        let states = try sql.all(
            Self.statement,
            [
                .integer(device.account.app.rawValue), .integer(device.account.user.rawValue),
                .integer(Int64(device.device.rawValue)), .bool(undeliveredOnly),
            ], Self.state)
        return states.compactMap { $0 }
    }

    private static func state(_ row: any Row) -> ConversationState? {
        guard let peer = Peer(wire: UInt64(bitPattern: row.int64(1))) else { return nil }
        let newest = MessageID(row.int64(2))
        let cursor = MessageID(row.int64(4))
        let isBehind = newest > cursor
        return ConversationState(
            peer: peer, id: ConversationID(row.int64(0)), newest: newest, cursor: cursor,
            undelivered: isBehind ? Int(max(1, row.int64(3) - row.int64(5))) : 0)
    }

    private static let statement: StaticString = """
        SELECT conversation, peer, newest, sequence, place,
            CASE WHEN newest > place THEN coalesce(
                (SELECT m.sequence FROM messages m
                 WHERE m.app = ?1 AND m.conversation = placed.conversation AND m.id <= placed.place
                 ORDER BY m.id DESC LIMIT 1), 0) ELSE sequence END
        FROM (
            SELECT conversation, peer, newest, sequence, CASE WHEN begun > joined THEN begun ELSE joined END AS place
            FROM (
                SELECT p.conversation, p.peer, p.joined, c.newest, c.sequence, coalesce(
                    k.own, CASE WHEN coalesce(k.furthest, 0) < coalesce(d.registered_at, 0)
                        THEN coalesce(k.furthest, 0) ELSE coalesce(d.registered_at, 0) END) AS begun
                FROM participants p
                JOIN conversations c ON c.app = p.app AND c.id = p.conversation
                LEFT JOIN devices d ON d.app = p.app AND d.user_id = p.user_id AND d.sn = ?3
                LEFT JOIN (
                    SELECT conversation, max(message) AS furthest, max(CASE WHEN device = ?3 THEN message END) AS own
                    FROM cursors WHERE app = ?1 AND user_id = ?2 GROUP BY conversation
                ) k ON k.conversation = p.conversation
                WHERE p.app = ?1 AND p.user_id = ?2
            ) begun_at
        ) placed
        WHERE newest > place OR ?4 = 0
        ORDER BY newest
        """
}
