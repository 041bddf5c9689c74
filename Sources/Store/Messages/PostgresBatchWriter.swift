import Database
import HearthCore
import IM

/// Decides and writes one batch of sends inside one transaction: one way to the server for the facts, one with the commit.
struct PostgresBatchWriter {
    let sql: PostgresConnection
    let ids: MessageIDs
    let seat: NodeSeat.Taken

    func write(_ messages: [OutgoingMessage]) throws -> [SendResult] {
        let period = ids.now().milliseconds / Limits.duplicateMemory
        let facts = try PostgresBatchFacts(sql, messages, period: period, seat: seat)
        var batch = SendBatch(facts, ids: ids)
        let results = try batch.decide(messages)
        let unused = facts.made.filter { batch.timelines[$0] == nil }
        if !unused.isEmpty { try remove(Array(unused), facts) }
        guard !batch.rows.isEmpty else { return results }
        try sql.atCommit(insert(batch.rows))
        try sql.atCommit(remember(batch.rows, period))
        try sql.atCommit(update(batch.timelines))
        try sql.atCommit(
            PostgresCommand(
                "UPDATE nodes SET newest = greatest(newest, ?2) WHERE number = ?1",
                [.integer(seat.number), .integer(batch.newest.rawValue)]))
        return results
    }

    private func insert(_ rows: [SendBatch<PostgresBatchFacts>.Row]) -> PostgresCommand {
        PostgresCommand(
            """
            INSERT INTO messages (app, conversation, id, sequence, sender, device, content_type, payload)
            SELECT * FROM unnest(
                ?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[], ?7::bigint[], ?8::bytea[])
            """,
            [
                .integers(rows.map(\.message.sender.account.app.rawValue)), .integers(rows.map(\.conversation.rawValue)),
                .integers(rows.map(\.id.rawValue)), .integers(rows.map(\.sequence)),
                .integers(rows.map(\.message.sender.account.user.rawValue)),
                .integers(rows.map { Int64($0.message.sender.device.rawValue) }),
                .integers(rows.map { Int64($0.message.contentType) }), .blobs(rows.map(\.message.payload)),
            ])
    }

    private func remember(_ rows: [SendBatch<PostgresBatchFacts>.Row], _ period: Int64) -> PostgresCommand {
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

    /// Once for each conversation, however many messages it got.
    private func update(_ timelines: [ConversationPair: Timeline]) -> PostgresCommand {
        let rows = timelines.map { [$0.key.app.rawValue, $0.value.id.rawValue, $0.value.newest.rawValue, $0.value.sequence] }
        return PostgresCommand(
            """
            UPDATE conversations c SET newest = k.newest, sequence = k.sequence
            FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[]) AS k (app, id, newest, sequence)
            WHERE c.app = k.app AND c.id = k.id
            """, (0..<4).map { column in .integers(rows.map { $0[column] }) })
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
