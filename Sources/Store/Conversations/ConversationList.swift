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
        /// Nothing up to here is shown any more.
        let cleared: MessageID
        /// The newest of what everybody reads.
        let newestShared: MessageID
        /// The newest message that is not there for this reader any more, or that he alone reads.
        let newestSpecial: MessageID
        /// How many messages were too old to be kept.
        let removed: Int64
        /// The last item that is his; `max` while he is in it.
        let until: Int64
        /// Nothing up to here is his that lies in one of his absences.
        let returned: MessageID

        var isBehind: Bool { newest > cursor }
        /// A conversation that was deleted comes back with the next message. That with the system is for what is new alone: clients
        /// show none (xsync.md 5.1).
        var isListed: Bool { newestShared > cleared && peer != .system && until == .max }
        /// Whether what is undelivered is not simply what was written since.
        var needsCounting: Bool { isBehind && (max(newestSpecial, cleared, returned) > cursor || until < .max) }
    }

    /// One device's and one user's place in a conversation.
    private struct Confirmed {
        var own: Int64?
        var furthest: Int64 = 0
        var cleared: Int64 = 0
    }

    func run(_ sql: any SQLConnection) throws -> [ConversationState] {
        let lines = try lines(sql).filter { $0.isBehind || (!undeliveredOnly && $0.isListed) }
        // Before the first message there was none: nothing to look up.
        let behind = lines.filter { $0.isBehind && $0.cursor > .zero && !$0.needsCounting }
        let delivered = Dictionary(
            zip(behind.map(\.conversation), try sequences(sql, behind)), uniquingKeysWith: { first, _ in first })
        return try lines.map { line in
            var undelivered = 0
            if line.needsCounting {
                undelivered = try count(sql, line)
                // Clients get past it by asking. Of the system none is made to: what a device did itself comes there often.
                if line.peer != .system { undelivered = max(1, undelivered) }
            } else if line.isBehind {
                // What was too old to be kept is not there any more, in the end nothing.
                undelivered = Int(max(1, line.sequence - max(delivered[line.conversation] ?? 0, line.removed)))
            }
            return ConversationState(
                peer: line.peer, id: ConversationID(line.conversation), newest: line.newest, cursor: line.cursor,
                undelivered: undelivered, isCleared: !line.isListed)
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
            SELECT p.conversation, p.peer, p.joined, c.newest, c.sequence, p.own_newest, p.cleared, c.erased, p.hides, c.removed,
                p.until, p.returned
            FROM participants p JOIN conversations c ON c.app = p.app AND c.id = p.conversation
            WHERE p.app = ?1 AND p.user_id = ?2 AND p.transient = 0 ORDER BY c.newest
            """, [app, user]
        ) { row -> Line? in
            guard let peer = Peer(wire: UInt64(bitPattern: row.int64(1))) else { return nil }
            let known = confirmed[row.int64(0)]
            let until = row.int64(10) == 0 ? Int64.max : row.int64(10)
            return Line(
                conversation: row.int64(0), peer: peer,
                newest: MessageID(until < .max ? min(row.int64(3), until) : max(row.int64(3), row.int64(5))),
                sequence: row.int64(4),
                cursor: SQLConversationStore.cursor(
                    own: known?.own, furthest: known?.furthest, registered: registered, joined: row.int64(2)),
                cleared: MessageID(max(row.int64(6), known?.cleared ?? 0)), newestShared: MessageID(min(row.int64(3), until)),
                newestSpecial: MessageID(max(row.int64(5), row.int64(7), row.int64(8))),
                removed: row.int64(9), until: until, returned: MessageID(row.int64(11)))
        }
        return lines.compactMap { $0 }
    }

    /// For each conversation what this device has confirmed, and what the user has on any device.
    private func confirmed(_ sql: any SQLConnection) throws -> [Int64: Confirmed] {
        var found: [Int64: Confirmed] = [:]
        try sql.query(
            "SELECT conversation, device, message, cleared FROM cursors WHERE app = ?1 AND user_id = ?2", [app, user]
        ) { row in
            var known = found[row.int64(0)] ?? Confirmed()
            if row.int64(1) == Int64(device.device.rawValue) {
                known.own = row.int64(2)
                known.cleared = row.int64(3)
            }
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

    /// What is really to be delivered, one by one: rare, where something is gone or for this reader alone. So many items are looked
    /// at, whatever they are; what comes after that many of which none is to be delivered counts as one.
    private func count(_ sql: any SQLConnection, _ line: Line) throws -> Int {
        let most = Limits.unreadCounted
        let counts =
            try sql.first(
                """
                SELECT shared.looked, shared.found, own.looked, own.found FROM (
                    SELECT count(*) AS looked, count(CASE WHEN shared.recall IS NULL AND NOT EXISTS (
                        SELECT 1 FROM hidden_messages h
                        WHERE h.app = ?1 AND h.user_id = ?3 AND h.conversation = ?2 AND h.message = shared.id) THEN 1 END) AS found
                    FROM (
                        SELECT id, recall FROM messages m WHERE app = ?1 AND conversation = ?2 AND id > ?5 AND id <= ?8
                            AND (m.id > ?9 OR NOT EXISTS (SELECT 1 FROM absences a WHERE a.app = ?1 AND a.user_id = ?3
                                AND a.conversation = ?2 AND a.since < m.id AND a.upto >= m.id))
                        ORDER BY id LIMIT ?6
                    ) AS shared) AS shared
                CROSS JOIN (
                    SELECT count(*) AS looked, count(CASE WHEN own.sender = ?3 AND own.device = ?7 THEN NULL ELSE 1 END) AS found
                    FROM (
                        SELECT sender, device FROM own_items
                        WHERE app = ?1 AND user_id = ?3 AND conversation = ?2 AND id > ?4 AND id <= ?8 ORDER BY id LIMIT ?6
                    ) AS own) AS own
                """,
                [
                    app, .integer(line.conversation), user, .integer(line.cursor.rawValue),
                    .integer(max(line.cursor, line.cleared).rawValue), .integer(Int64(most)), .integer(Int64(device.device.rawValue)),
                    .integer(line.until), .integer(line.returned.rawValue),
                ]
            ) { row in (0..<4).map { Int(row.int64($0)) } } ?? [0, 0, 0, 0]
        let found = counts[1] + counts[3]
        return found == 0 && max(counts[0], counts[2]) >= most ? 1 : found
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
