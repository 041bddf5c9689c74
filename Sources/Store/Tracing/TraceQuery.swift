import Database
import HearthCore
import IM

/// The questions about one message of one conversation. The same words on both databases.
struct TraceQuery: Sendable {
    let app: AppNumber
    let conversation: ConversationID
    let message: MessageID

    /// The message itself and its recall; nil when it was removed meanwhile.
    func head(_ sql: any SQLConnection) throws -> MessageTrace? {
        let found = try sql.first(
            """
            SELECT c.low, c.high, m.sender, m.device, m.kind, m.related, m.content_type, length(m.payload), m.status, m.received_at,
                m.edited_at, m.recall
            FROM messages m JOIN conversations c ON c.app = m.app AND c.id = m.conversation
            WHERE m.app = ?1 AND m.conversation = ?2 AND m.id = ?3
            """, parameters + [.integer(message.rawValue)]
        ) { row in (trace: described(by: row), recall: row.optionalInt64(11)) }
        guard let found else { return nil }
        var trace = found.trace
        if let recall = found.recall {
            trace.recall = try sql.first(
                "SELECT id, kind, sender, device, related FROM messages WHERE app = ?1 AND conversation = ?2 AND id = ?3",
                parameters + [.integer(recall)], item)?.act
        }
        return trace
    }

    private func described(by row: any Row) -> MessageTrace {
        let pair = ConversationPair(app: app, low: row.int64(0), high: row.int64(1))
        return MessageTrace(
            id: message, conversation: conversation,
            place: pair.isGroup ? .group(GroupID(pair.low)) : .users(UserID(pair.low), UserID(pair.high)),
            from: DeviceAddress(
                account: Account(app: app, user: UserID(row.int64(2))), device: DeviceSN(Int32(clamping: row.int64(3)))),
            kind: Int(row.int64(4)), related: row.optionalInt64(5).map(MessageID.init), contentType: Int(row.int64(6)),
            bytes: Int(row.int64(7)), status: MessageStatus(rawValue: Int(row.int64(8))) ?? .unread,
            receivedAt: row.optionalInt64(9).map(Instant.init(milliseconds:)),
            editedAt: row.optionalInt64(10).map(Instant.init(milliseconds:)))
    }

    /// What stands after an id for everybody, messages among it.
    func items(_ sql: any SQLConnection, after id: MessageID, limit: Int64) throws -> [TraceActs.Item] {
        try sql.all(
            """
            SELECT id, kind, sender, device, related FROM messages WHERE app = ?1 AND conversation = ?2 AND id > ?3
            ORDER BY id LIMIT ?4
            """, parameters + [.integer(id.rawValue), .integer(limit)], item)
    }

    /// What one person alone reads: about this message, and the first thing he did that says that he has read a later one.
    func ownItems(_ sql: any SQLConnection, of user: UserID) throws -> [TraceActs.Item] {
        let key = parameters + [.integer(user.rawValue), .integer(message.rawValue)]
        let about = try sql.all(
            """
            SELECT id, kind, sender, device, related FROM own_items
            WHERE app = ?1 AND user_id = ?3 AND conversation = ?2 AND id > ?4 AND related = ?4 ORDER BY id
            """, key, item)
        let reading = try sql.first(
            """
            SELECT id, kind, sender, device, related FROM own_items
            WHERE app = ?1 AND user_id = ?3 AND conversation = ?2 AND id > ?4 AND related > ?4 AND sender = ?3 AND kind IN (1, 2, 7)
            ORDER BY id LIMIT 1
            """, key, item)
        return about + (reading.map { [$0] } ?? [])
    }

    private func item(_ row: any Row) -> TraceActs.Item {
        TraceActs.Item(
            act: MessageTrace.Act(
                id: MessageID(row.int64(0)), kind: Int(row.int64(1)), user: UserID(row.int64(2)),
                device: DeviceSN(Int32(clamping: row.int64(3)))), related: row.optionalInt64(4).map(MessageID.init))
    }

    private var parameters: [SQLValue] { [.integer(app.rawValue), .integer(conversation.rawValue)] }
}

// MARK: - People

extension TraceQuery {
    /// How many people the message was for, and how many of them have read it.
    ///
    /// Whom a conversation has is asked of the index alone, and first (CROSS JOIN): SQLite reads all rows of an app rather than go
    /// from an index to the rows of `participants`.
    func readers(_ sql: any SQLConnection, besides author: UserID) throws -> MessageTrace.Readers? {
        try sql.first(
            """
            SELECT count(*), count(CASE WHEN p.read_upto >= ?3 AND NOT EXISTS (SELECT 1 FROM read_cancellations r
                WHERE r.app = p.app AND r.user_id = p.user_id AND r.conversation = p.conversation AND r.message = ?3) THEN 1 END)
            FROM participants q CROSS JOIN participants p
            WHERE q.app = ?1 AND q.conversation = ?2 AND q.user_id <> ?4 AND p.app = q.app AND p.user_id = q.user_id
                AND p.peer = q.peer AND p.joined < ?3 AND (p.until = 0 OR p.until >= ?3)
                AND (p.returned < ?3 OR NOT EXISTS (SELECT 1 FROM absences a WHERE a.app = p.app AND a.user_id = p.user_id
                    AND a.conversation = p.conversation AND a.since < ?3 AND a.upto >= ?3))
            """, parameters + [.integer(message.rawValue), .integer(author.rawValue)]
        ) { row in MessageTrace.Readers(read: Int(row.int64(1)), of: Int(row.int64(0))) }
    }

    /// The next people of the conversation with their devices.
    func people(_ sql: any SQLConnection, after user: Int64, limit: Int64) throws -> [MessageTrace.Person] {
        let people = try sql.all(
            """
            SELECT p.user_id, p.joined, p.read_upto, p.cleared,
                (SELECT r.message FROM read_cancellations r WHERE r.app = p.app AND r.user_id = p.user_id
                    AND r.conversation = p.conversation AND r.message = ?3),
                (SELECT h.message FROM hidden_messages h WHERE h.app = p.app AND h.user_id = p.user_id
                    AND h.conversation = p.conversation AND h.message = ?3),
                p.until, p.returned, (SELECT max(a.since) FROM absences a WHERE a.app = p.app AND a.user_id = p.user_id
                    AND a.conversation = p.conversation AND a.since < ?3 AND a.upto >= ?3)
            FROM participants q CROSS JOIN participants p
            WHERE q.app = ?1 AND q.conversation = ?2 AND q.user_id > ?4 AND p.app = q.app AND p.user_id = q.user_id
                AND p.peer = q.peer ORDER BY q.user_id LIMIT ?5
            """, parameters + [.integer(message.rawValue), .integer(user), .integer(limit)]
        ) { row in
            MessageTrace.Person(
                user: UserID(row.int64(0)), joined: MessageID(row.int64(1)), until: MessageID(row.int64(6)),
                returned: MessageID(row.int64(7)), wasAway: !row.isNull(8), readUpTo: MessageID(row.int64(2)),
                isUnreadAgain: !row.isNull(4), isHidden: !row.isNull(5), cleared: MessageID(row.int64(3)))
        }
        return try people.map { person in
            var person = person
            person.devices = try devices(sql, of: person)
            return person
        }
    }

    private func devices(_ sql: any SQLConnection, of person: MessageTrace.Person) throws -> [MessageTrace.Device] {
        let key = parameters + [.integer(person.user.rawValue)]
        let furthest =
            try sql.first("SELECT max(message) FROM cursors WHERE app = ?1 AND user_id = ?3 AND conversation = ?2", key) {
                $0.optionalInt64(0)
            } ?? nil
        return try sql.all(
            """
            SELECT d.sn, d.platform, d.registered_at, c.message, c.confirmed_at, c.cleared FROM devices d
            LEFT JOIN cursors c ON c.app = d.app AND c.user_id = d.user_id AND c.conversation = ?2 AND c.device = d.sn
            WHERE d.app = ?1 AND d.user_id = ?3 ORDER BY d.sn
            """, key
        ) { row in
            MessageTrace.Device(
                number: DeviceSN(Int32(clamping: row.int64(0))), platform: Int(row.int64(1)),
                cursor: SQLConversationStore.cursor(
                    own: row.optionalInt64(3), furthest: furthest, registered: row.int64(2), joined: person.joined.rawValue),
                confirmedAt: row.optionalInt64(4).map(Instant.init(milliseconds:)), cleared: MessageID(row.int64(5)))
        }
    }
}
