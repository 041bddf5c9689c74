import Database
import HearthCore
import IM

/// What somebody has not read, conversation by conversation: messages of others after his mark, and those before it that he
/// wants to be unread again, without what was recalled, or deleted by him. Groups count from when he last came in.
struct UnreadQuery {
    let account: Account

    private struct Line {
        let conversation: Int64
        let peer: Peer
        let mark: Int64
        let newest: Int64
    }

    func run(_ sql: any SQLConnection) throws -> [UnreadCount] {
        try lines(sql).compactMap { line in
            var count = try cancelled(sql, line)
            if line.newest > line.mark { count += try after(sql, line) }
            return count > 0 ? UnreadCount(peer: line.peer, count: min(count, Limits.unreadCounted)) : nil
        }
    }

    private func lines(_ sql: any SQLConnection) throws -> [Line] {
        try sql.all(
            """
            SELECT p.conversation, p.peer, p.joined, p.read_upto, p.cleared, c.newest, p.returned
            FROM participants p JOIN conversations c ON c.app = p.app AND c.id = p.conversation
            WHERE p.app = ?1 AND p.user_id = ?2 AND p.until = 0 AND p.transient = 0 ORDER BY p.peer
            """, [.integer(account.app.rawValue), .integer(account.user.rawValue)]
        ) { row -> Line? in
            guard let peer = Peer(wire: UInt64(bitPattern: row.int64(1))) else { return nil }
            return Line(
                conversation: row.int64(0), peer: peer, mark: max(row.int64(2), row.int64(3), row.int64(4), row.int64(6)),
                newest: row.int64(5))
        }.compactMap { $0 }
    }

    private func after(_ sql: any SQLConnection, _ line: Line) throws -> Int {
        let count = try sql.first(
            """
            SELECT count(*) FROM (
                SELECT 1 AS one FROM messages m
                WHERE m.app = ?1 AND m.conversation = ?2 AND m.id > ?4 AND m.kind = 0 AND m.sender <> ?3 AND m.recall IS NULL
                    AND NOT EXISTS (SELECT 1 FROM hidden_messages h
                        WHERE h.app = m.app AND h.user_id = ?3 AND h.conversation = m.conversation AND h.message = m.id)
                LIMIT ?5) AS unread
            """, parameters(line)
        ) { $0.int64(0) }
        return Int(count ?? 0)
    }

    private func cancelled(_ sql: any SQLConnection, _ line: Line) throws -> Int {
        let count = try sql.first(
            """
            SELECT count(*) FROM (
                SELECT 1 AS one FROM read_cancellations r
                JOIN messages m ON m.app = r.app AND m.conversation = r.conversation AND m.id = r.message
                JOIN participants p ON p.app = r.app AND p.user_id = r.user_id AND p.peer = ?6
                WHERE r.app = ?1 AND r.user_id = ?3 AND r.conversation = ?2 AND r.message <= ?4 AND r.message > p.cleared
                    AND m.recall IS NULL
                    AND NOT EXISTS (SELECT 1 FROM hidden_messages h
                        WHERE h.app = r.app AND h.user_id = r.user_id AND h.conversation = r.conversation AND h.message = r.message)
                LIMIT ?5) AS unread
            """, parameters(line) + [.integer(Int64(line.peer.wire))]
        ) { $0.int64(0) }
        return Int(count ?? 0)
    }

    private func parameters(_ line: Line) -> [SQLValue] {
        [
            .integer(account.app.rawValue), .integer(line.conversation), .integer(account.user.rawValue), .integer(line.mark),
            .integer(Int64(Limits.unreadCounted)),
        ]
    }
}
