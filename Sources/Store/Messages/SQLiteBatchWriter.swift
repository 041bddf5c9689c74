import Database
import HearthCore
import IM

/// Decides and writes one batch of sends inside one transaction.
struct SQLiteBatchWriter {
    let sql: SQLiteConnection
    let ids: MessageIDs
    let editor: any BodyEditor

    func write(_ messages: [OutgoingMessage]) throws -> [SendResult] {
        let period = ids.now().milliseconds / Limits.duplicateMemory
        var batch = SendBatch(SQLiteBatchFacts(sql, period: period), ids: ids, editor: editor)
        let results = try batch.decide(messages)
        guard !batch.remembered.isEmpty else { return results }
        try insert(batch.rows)
        for mark in batch.marks { try sql.execute(mark.sql, mark.parameters) }
        try remember(batch.remembered, period)
        try update(batch.timelines)
        try sql.execute(
            "UPDATE counters SET value = max(value, ?1) WHERE name = 'newest_message'", [.integer(batch.newest.rawValue)])
        return results
    }

    private func insert(_ rows: [SendBatch<SQLiteBatchFacts>.Row]) throws {
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

    private func remember(_ rows: [(message: OutgoingMessage, id: MessageID)], _ period: Int64) throws {
        let statement = try sql.prepared(
            """
            INSERT INTO sends (app, period, client_id, user_id, device, fingerprint, message)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """)
        for row in rows {
            try statement.bind(1, row.message.sender.account.app.rawValue)
            try statement.bind(2, period)
            try statement.bind(3, row.message.clientID)
            try statement.bind(4, row.message.sender.account.user.rawValue)
            try statement.bind(5, Int64(row.message.sender.device.rawValue))
            try statement.bind(6, row.message.fingerprint)
            try statement.bind(7, row.id.rawValue)
            try statement.run()
        }
    }

    /// Once for each conversation, however many messages it got.
    private func update(_ timelines: [ConversationPair: Timeline]) throws {
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
