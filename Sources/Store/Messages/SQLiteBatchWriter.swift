import Database
import HearthCore
import IM

/// Decides and writes one batch of sends inside one transaction.
struct SQLiteBatchWriter {
    let sql: SQLiteConnection
    let ids: MessageIDs
    let editor: any BodyEditor
    let callbacks: CallbackWishes.Table

    func write(_ messages: [OutgoingMessage]) throws -> [SendResult] {
        let period = ids.now().milliseconds / Limits.duplicateMemory
        var batch = SendBatch(SQLiteBatchFacts(sql, period: period), ids: ids, editor: editor, callbacks: callbacks)
        let results = try batch.decide(messages)
        guard !batch.remembered.isEmpty else { return results }
        try batch.writes.write(sql)
        try remember(batch.remembered, period)
        return results
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
}
