import Database
import HearthCore
import IM

/// What comes after a cursor for one device: the conversation's timeline and what its user alone reads, merged by id.
struct PageQuery {
    let device: DeviceAddress
    let peer: Peer
    let conversation: ConversationID
    let cursor: MessageID
    let limit: Int

    func run(_ sql: any SQLConnection) throws -> [TimelineItem] {
        let account = device.account
        var items = try sql.all(
            Self.statement,
            [
                .integer(account.app.rawValue), .integer(conversation.rawValue), .integer(account.user.rawValue),
                .integer(Int64(peer.wire)), .integer(Int64(device.device.rawValue)), .integer(cursor.rawValue),
                .integer(Int64(limit)),
            ], item)
        if items.count == limit, case .group = peer, try isFarBehind(sql) {
            for index in items.indices where items[index].kind == .message { items[index].mayBeLeftOut = true }
        }
        return items
    }

    /// What the group is like and where this device's items begin.
    private struct Standing {
        let members: Int64
        /// Items the group ever had.
        let count: Int64
        /// Nothing up to here is left for this device.
        let start: Int64
    }

    /// Counts what there is to read: nothing that the reader has deleted, or that is not kept any more. Who has gone is no member.
    private func isFarBehind(_ sql: any SQLConnection) throws -> Bool {
        let account = device.account
        let standing = try sql.first(
            """
            SELECT g.member_count, c.sequence, p.joined, p.returned, p.cleared, coalesce((SELECT k.cleared FROM cursors k
                WHERE k.app = ?1 AND k.user_id = ?3 AND k.conversation = ?2 AND k.device = ?4), 0)
            FROM conversations c JOIN groups g ON g.app = c.app AND g.id = c.low
            JOIN participants p ON p.app = c.app AND p.user_id = ?3 AND p.peer = c.low AND p.until = 0
            WHERE c.app = ?1 AND c.id = ?2
            """,
            [
                .integer(account.app.rawValue), .integer(conversation.rawValue), .integer(account.user.rawValue),
                .integer(Int64(device.device.rawValue)),
            ]
        ) { row in
            let start = max(cursor.rawValue, row.int64(2), row.int64(3), row.int64(4), row.int64(5))
            return Standing(members: row.int64(0), count: row.int64(1), start: start)
        }
        guard let standing, standing.members > Limits.leavingOut.members else { return false }
        let next = try sql.first(
            "SELECT sequence FROM messages WHERE app = ?1 AND conversation = ?2 AND id > ?3 ORDER BY id LIMIT 1",
            [.integer(account.app.rawValue), .integer(conversation.rawValue), .integer(standing.start)]
        ) { $0.int64(0) }
        guard let next else { return false }
        return TimelineItem.mayBeLeftOut(members: standing.members, behind: standing.count - next + 1)
    }

    private func item(_ row: any Row) -> TimelineItem {
        let isOwn = row.optionalInt64(8) != nil
        return TimelineItem(
            id: MessageID(row.int64(0)), sender: UserID(row.int64(1)), device: DeviceSN(Int32(clamping: row.int64(2))),
            // What another version wrote is nothing that this one could show.
            kind: ItemKind(rawValue: Int(row.int64(3))) ?? .message, related: row.optionalInt64(4).map(MessageID.init),
            readers: isOwn ? [device.account.user] : nil, receiver: row.optionalInt64(8).map(UserID.init),
            editedAt: row.optionalInt64(5).map(Instant.init(milliseconds:)),
            isGone: row.int64(6) != 0 || ItemKind(rawValue: Int(row.int64(3))) == nil, payload: row.blob(7))
    }

    // Each side gives its first items in the order of its key; of those the first are the page.
    private static let statement: StaticString = """
        SELECT id, sender, device, kind, related, edited_at, gone, payload, target FROM (
            SELECT * FROM (
                SELECT m.id AS id, m.sender AS sender, m.device AS device, m.kind AS kind, m.related AS related,
                    m.edited_at AS edited_at,
                    CASE WHEN m.recall IS NOT NULL OR EXISTS (
                        SELECT 1 FROM hidden_messages h
                        WHERE h.app = m.app AND h.user_id = ?3 AND h.conversation = m.conversation AND h.message = m.id)
                    THEN 1 ELSE 0 END AS gone, m.payload AS payload, CAST(NULL AS BIGINT) AS target
                FROM messages m
                WHERE m.app = ?1 AND m.conversation = ?2 AND m.id > ?6
                    AND m.id > coalesce((SELECT CASE WHEN cleared < joined THEN joined ELSE cleared END FROM participants
                        WHERE app = ?1 AND user_id = ?3 AND peer = ?4), 0)
                    AND m.id > coalesce((SELECT cleared FROM cursors
                        WHERE app = ?1 AND user_id = ?3 AND conversation = ?2 AND device = ?5), 0)
                    AND m.id <= coalesce((SELECT CASE WHEN until = 0 THEN 9223372036854775807 ELSE until END FROM participants
                        WHERE app = ?1 AND user_id = ?3 AND peer = ?4), 9223372036854775807)
                    AND (m.id > coalesce((SELECT returned FROM participants WHERE app = ?1 AND user_id = ?3 AND peer = ?4), 0)
                        OR NOT EXISTS (SELECT 1 FROM absences a WHERE a.app = ?1 AND a.user_id = ?3 AND a.conversation = ?2
                            AND a.since < m.id AND a.upto >= m.id))
                ORDER BY m.id LIMIT ?7) AS shared
            UNION ALL
            SELECT * FROM (
                SELECT id, sender, device, kind, related, CAST(NULL AS BIGINT) AS edited_at, 0 AS gone, payload, target
                FROM own_items
                WHERE app = ?1 AND user_id = ?3 AND conversation = ?2 AND id > ?6
                    AND (sender = ?3 OR id <= coalesce((SELECT CASE WHEN until = 0 THEN 9223372036854775807 ELSE until END
                        FROM participants WHERE app = ?1 AND user_id = ?3 AND peer = ?4), 9223372036854775807))
                ORDER BY id LIMIT ?7) AS own
        ) AS both_sides ORDER BY id LIMIT ?7
        """
}
