import Database
import HearthCore
import IM

/// An item to be written that everybody in its conversation reads.
struct TimelineRow {
    let message: OutgoingMessage
    let id: MessageID
    let conversation: ConversationID
    let sequence: Int64
    /// The time of an edit.
    let editedAt: Instant?

    /// The message an operation is about; 0 for none.
    var related: Int64 {
        if case .operation(let operation) = message.action { operation.message.rawValue } else { 0 }
    }

    /// `MessageBody.ctype` of a message; everything else counts as a command.
    var contentType: Int64 {
        if case .message(let contentType, _) = message.action { Int64(contentType) } else { 6 }
    }
}

/// What a unit of work adds to conversations: items, what they leave beside, and where each conversation stands afterwards.
struct TimelineWrites {
    var rows: [TimelineRow] = []
    var marks: [OperationMark] = []
    /// The conversations that got items.
    var timelines: [ConversationPair: Timeline] = [:]
    /// The largest id given.
    var newest = MessageID.zero

    func write(_ sql: SQLiteConnection) throws {
        try insert(sql)
        for mark in marks { try sql.execute(mark.sql, mark.parameters) }
        try update(sql)
        guard newest > .zero else { return }
        try sql.execute("UPDATE counters SET value = max(value, ?1) WHERE name = 'newest_message'", [.integer(newest.rawValue)])
    }

    /// Sends everything with the commit.
    /// - Parameter seat: under whose number the ids were given; nil where none was.
    func write(_ sql: PostgresConnection, _ seat: NodeSeat.Taken?) throws {
        if !rows.isEmpty { try sql.atCommit(insertion) }
        for command in OperationMarks(marks).commands { try sql.atCommit(command) }
        if !timelines.isEmpty { try sql.atCommit(update) }
        guard let seat, newest > .zero else { return }
        try sql.atCommit(
            PostgresCommand(
                "UPDATE nodes SET newest = greatest(newest, ?2) WHERE number = ?1",
                [.integer(seat.number), .integer(newest.rawValue)]))
    }
}

// MARK: - SQLite

extension TimelineWrites {
    private func insert(_ sql: SQLiteConnection) throws {
        let statement = try sql.prepared(
            """
            INSERT INTO messages
                (app, conversation, id, sequence, sender, device, content_type, kind, related, edited_at, received_at, payload)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, nullif(?9, 0), nullif(?10, 0), nullif(?11, 0), ?12)
            """)
        for row in rows {
            try statement.bind(1, row.message.sender.account.app.rawValue)
            try statement.bind(2, row.conversation.rawValue)
            try statement.bind(3, row.id.rawValue)
            try statement.bind(4, row.sequence)
            try statement.bind(5, row.message.sender.account.user.rawValue)
            try statement.bind(6, Int64(row.message.sender.device.rawValue))
            try statement.bind(7, row.contentType)
            try statement.bind(8, Int64(row.message.kind.rawValue))
            try statement.bind(9, row.related)
            try statement.bind(10, row.editedAt?.milliseconds ?? 0)
            try statement.bind(11, row.message.receivedAt?.milliseconds ?? 0)
            try statement.run(12, row.message.payload)
        }
    }

    /// Once for each conversation, however many messages it got.
    private func update(_ sql: SQLiteConnection) throws {
        let statement = try sql.prepared(
            "UPDATE conversations SET newest = ?3, sequence = ?4, given = ?5, erased = ?6 WHERE app = ?1 AND id = ?2")
        for (pair, timeline) in timelines {
            try statement.bind(1, pair.app.rawValue)
            try statement.bind(2, timeline.id.rawValue)
            try statement.bind(3, timeline.newest.rawValue)
            try statement.bind(4, timeline.sequence)
            try statement.bind(5, timeline.given.rawValue)
            try statement.bind(6, timeline.erased.rawValue)
            try statement.run()
        }
    }
}

// MARK: - PostgreSQL

extension TimelineWrites {
    private var insertion: PostgresCommand {
        PostgresCommand(
            """
            INSERT INTO messages
                (app, conversation, id, sequence, sender, device, content_type, kind, related, edited_at, received_at, payload)
            SELECT app, conversation, id, sequence, sender, device, content_type, kind, nullif(related, 0), nullif(edited_at, 0),
                nullif(received_at, 0), payload
            FROM unnest(
                ?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[], ?7::bigint[], ?8::bigint[],
                ?9::bigint[], ?10::bigint[], ?11::bigint[], ?12::bytea[])
                AS k (app, conversation, id, sequence, sender, device, content_type, kind, related, edited_at, received_at, payload)
            """,
            [
                .integers(rows.map(\.message.sender.account.app.rawValue)), .integers(rows.map(\.conversation.rawValue)),
                .integers(rows.map(\.id.rawValue)), .integers(rows.map(\.sequence)),
                .integers(rows.map(\.message.sender.account.user.rawValue)),
                .integers(rows.map { Int64($0.message.sender.device.rawValue) }),
                .integers(rows.map(\.contentType)), .integers(rows.map { Int64($0.message.kind.rawValue) }),
                .integers(rows.map(\.related)), .integers(rows.map { $0.editedAt?.milliseconds ?? 0 }),
                .integers(rows.map { $0.message.receivedAt?.milliseconds ?? 0 }), .blobs(rows.map(\.message.payload)),
            ])
    }

    /// Once for each conversation, however many messages it got.
    private var update: PostgresCommand {
        let rows = timelines.map { pair, timeline in
            [
                pair.app.rawValue, timeline.id.rawValue, timeline.newest.rawValue, timeline.sequence, timeline.given.rawValue,
                timeline.erased.rawValue,
            ]
        }
        return PostgresCommand(
            """
            UPDATE conversations c SET newest = k.newest, sequence = k.sequence, given = k.given, erased = k.erased
            FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[])
                AS k (app, id, newest, sequence, given, erased)
            WHERE c.app = k.app AND c.id = k.id
            """, (0..<6).map { column in .integers(rows.map { $0[column] }) })
    }
}
