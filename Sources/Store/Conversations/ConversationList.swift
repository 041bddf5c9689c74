import Database
import HearthCore
import IM

/// A device's conversations, oldest activity first.
struct ConversationList {
    let device: DeviceAddress
    let undeliveredOnly: Bool

    private struct Line {
        let conversation: Int64
        let peer: Peer
        let newest: MessageID
        let sequence: Int64
        let cursor: MessageID

        var isBehind: Bool { newest > cursor }
    }

    func run(_ sql: any SQLConnection) throws -> [ConversationState] {
        let lines = try lines(sql).filter { $0.isBehind || !undeliveredOnly }
        // Before the first message there was none: nothing to look up.
        let behind = lines.filter { $0.isBehind && $0.cursor > .zero }
        let delivered = Dictionary(
            zip(behind.map(\.conversation), try sequences(sql, behind)), uniquingKeysWith: { first, _ in first })
        return lines.map { line in
            ConversationState(
                peer: line.peer, id: ConversationID(line.conversation), newest: line.newest, cursor: line.cursor,
                undelivered: line.isBehind ? Int(max(1, line.sequence - (delivered[line.conversation] ?? 0))) : 0)
        }
    }

    private func lines(_ sql: any SQLConnection) throws -> [Line] {
        let registered = try sql.first(
            "SELECT registered_at FROM devices WHERE app = ?1 AND user_id = ?2 AND sn = ?3",
            [app, user, .integer(Int64(device.device.rawValue))]
        ) { $0.int64(0) }
        let confirmed = try confirmed(sql)
        let lines = try sql.all(
            """
            SELECT p.conversation, p.peer, p.joined, c.newest, c.sequence
            FROM participants p JOIN conversations c ON c.app = p.app AND c.id = p.conversation
            WHERE p.app = ?1 AND p.user_id = ?2 ORDER BY c.newest
            """, [app, user]
        ) { row -> Line? in
            guard let peer = Peer(wire: UInt64(bitPattern: row.int64(1))) else { return nil }
            let known = confirmed[row.int64(0)]
            return Line(
                conversation: row.int64(0), peer: peer, newest: MessageID(row.int64(3)), sequence: row.int64(4),
                cursor: SQLConversationStore.cursor(
                    own: known?.own, furthest: known?.furthest, registered: registered, joined: row.int64(2)))
        }
        return lines.compactMap { $0 }
    }

    /// For each conversation what this device has confirmed, and what the user has on any device.
    private func confirmed(_ sql: any SQLConnection) throws -> [Int64: (own: Int64?, furthest: Int64)] {
        var found: [Int64: (own: Int64?, furthest: Int64)] = [:]
        try sql.query("SELECT conversation, device, message FROM cursors WHERE app = ?1 AND user_id = ?2", [app, user]) { row in
            let isOwn = row.int64(1) == Int64(device.device.rawValue)
            var known = found[row.int64(0)] ?? (nil, 0)
            if isOwn { known.own = row.int64(2) }
            known.furthest = max(known.furthest, row.int64(2))
            found[row.int64(0)] = known
        }
        return found
    }

    /// How many messages each conversation had when the cursor was the newest.
    private func sequences(_ sql: any SQLConnection, _ lines: [Line]) throws -> [Int64] {
        if lines.isEmpty { return [] }
        switch sql.dialect {
        case .sqlite:
            return try lines.map { line in
                try sql.first(Self.one, [app, .integer(line.conversation), .integer(line.cursor.rawValue)]) { $0.int64(0) } ?? 0
            }
        case .postgres:
            return try sql.all(
                Self.many, [app, .integers(lines.map(\.conversation)), .integers(lines.map(\.cursor.rawValue))]
            ) { $0.int64(0) }
        }
    }

    private var app: SQLValue { .integer(device.account.app.rawValue) }
    private var user: SQLValue { .integer(device.account.user.rawValue) }

    private static let one: StaticString = """
        SELECT sequence FROM messages WHERE app = ?1 AND conversation = ?2 AND id <= ?3 ORDER BY id DESC LIMIT 1
        """

    private static let many: StaticString = """
        SELECT coalesce((SELECT sequence FROM messages WHERE app = ?1 AND conversation = k.conversation AND id <= k.cursor
            ORDER BY id DESC LIMIT 1), 0)
        FROM unnest(?2::bigint[], ?3::bigint[]) WITH ORDINALITY AS k (conversation, cursor, place) ORDER BY k.place
        """
}
