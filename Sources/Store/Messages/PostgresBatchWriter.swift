import Database
import HearthCore
import IM

/// Decides and writes one batch of sends inside one transaction: one way to the server for the facts, one with the commit.
struct PostgresBatchWriter {
    let sql: PostgresConnection
    let ids: MessageIDs
    let seat: NodeSeat.Taken
    let editor: any BodyEditor
    let callbacks: CallbackWishes.Table

    func write(_ messages: [OutgoingMessage]) throws -> [SendResult] {
        let now = ids.now()
        let period = now.milliseconds / Limits.duplicateMemory
        let facts = try PostgresBatchFacts(sql, messages, now: now, seat: seat)
        var batch = SendBatch(facts, ids: ids, editor: editor, callbacks: callbacks)
        let results = try batch.decide(messages)
        let unused = facts.made.filter { batch.timelines[$0] == nil }
        if !unused.isEmpty { try remove(Array(unused), facts) }
        guard !batch.remembered.isEmpty else { return results }
        try sql.atCommit(remember(batch.remembered, period))
        try batch.writes.write(sql, seat)
        return results
    }

    private func remember(
        _ rows: [(message: OutgoingMessage, id: MessageID)], _ period: Int64
    ) -> PostgresCommand {
        PostgresCommand(
            """
            INSERT INTO sends (app, period, client_id, user_id, device, fingerprint, message)
            SELECT k.app, ?7::integer, k.client_id, k.user_id, k.device, k.fingerprint, k.message
            FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[])
                AS k (app, client_id, user_id, device, fingerprint, message)
            """,
            [
                .integers(rows.map(\.message.sender.account.app.rawValue)), .integers(rows.map(\.message.clientID)),
                .integers(rows.map(\.message.sender.account.user.rawValue)),
                .integers(rows.map { Int64($0.message.sender.device.rawValue) }), .integers(rows.map(\.message.fingerprint)),
                .integers(rows.map(\.id.rawValue)), .integer(period),
            ])
    }

    /// A first message that got no id must not leave an empty conversation behind.
    private func remove(_ pairs: [ConversationPair], _ facts: PostgresBatchFacts) throws {
        for pair in pairs {
            guard let id = facts.timeline(pair)?.id.rawValue else { continue }
            let app = SQLValue.integer(pair.app.rawValue)
            try sql.atCommit(
                PostgresCommand("DELETE FROM conversations WHERE app = ?1 AND id = ?2", [app, .integer(id)]))
            try sql.atCommit(
                PostgresCommand(
                    "DELETE FROM participants WHERE app = ?1 AND conversation = ?2 AND user_id = ANY(?3)",
                    [app, .integer(id), .integers([pair.low, pair.high])]))
        }
    }
}
