import Database
import HearthCore
import IM

/// Decides and writes one batch of sends inside one transaction.
struct SQLiteBatchWriter {
    let sql: SQLiteConnection
    let ids: MessageIDs

    func write(_ messages: [OutgoingMessage]) throws -> [SendResult] {
        let period = ids.now().milliseconds / Limits.duplicateMemory
        var batch = SendBatch(SQLiteBatchFacts(sql, period: period), ids: ids)
        let results = try batch.decide(messages)
        guard !batch.rows.isEmpty else { return results }
        try insert(batch.rows)
        try remember(batch.rows, period)
        try update(batch.timelines)
        try sql.execute(
            "UPDATE counters SET value = max(value, ?1) WHERE name = 'newest_message'", [.integer(batch.newest.rawValue)])
        return results
    }

    private func insert(_ rows: [SendBatch<SQLiteBatchFacts>.Row]) throws {
        let statement = try sql.prepared(
            """
            INSERT INTO messages (app, conversation, id, sequence, sender, device, content_type, payload)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
        for row in rows {
            try statement.bind(1, row.message.sender.account.app.rawValue)
            try statement.bind(2, row.conversation.rawValue)
            try statement.bind(3, row.id.rawValue)
            try statement.bind(4, row.sequence)
            try statement.bind(5, row.message.sender.account.user.rawValue)
            try statement.bind(6, Int64(row.message.sender.device.rawValue))
            try statement.bind(7, Int64(row.message.contentType))
            try statement.run(8, row.message.payload)
        }
    }

    private func remember(_ rows: [SendBatch<SQLiteBatchFacts>.Row], _ period: Int64) throws {
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
            "UPDATE conversations SET newest = ?3, sequence = ?4 WHERE app = ?1 AND id = ?2")
        for (pair, timeline) in timelines {
            try statement.bind(1, pair.app.rawValue)
            try statement.bind(2, timeline.id.rawValue)
            try statement.bind(3, timeline.newest.rawValue)
            try statement.bind(4, timeline.sequence)
            try statement.run()
        }
    }
}
