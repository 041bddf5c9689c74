import Database
import HearthCore
import IM

/// Decides and writes one batch of sends inside one transaction: one way to the server for the facts, one with the commit.
struct PostgresBatchWriter {
    let sql: PostgresConnection
    let ids: MessageIDs
    let seat: NodeSeat.Taken
    let editor: any BodyEditor

    func write(_ messages: [OutgoingMessage]) throws -> [SendResult] {
        let now = ids.now()
        let period = now.milliseconds / Limits.duplicateMemory
        let facts = try PostgresBatchFacts(sql, messages, now: now, seat: seat)
        var batch = SendBatch(facts, ids: ids, editor: editor)
        let results = try batch.decide(messages)
        let unused = facts.made.filter { batch.timelines[$0] == nil }
        if !unused.isEmpty { try remove(Array(unused), facts) }
        guard !batch.remembered.isEmpty else { return results }
        if !batch.rows.isEmpty { try sql.atCommit(insert(batch.rows)) }
        for command in OperationMarks(batch.marks).commands { try sql.atCommit(command) }
        try sql.atCommit(remember(batch.remembered, period))
        if !batch.timelines.isEmpty { try sql.atCommit(update(batch.timelines)) }
        try sql.atCommit(
            PostgresCommand(
                "UPDATE nodes SET newest = greatest(newest, ?2) WHERE number = ?1",
                [.integer(seat.number), .integer(batch.newest.rawValue)]))
        return results
    }

    private func insert(_ rows: [SendBatch<PostgresBatchFacts>.Row]) -> PostgresCommand {
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

    /// Once for each conversation, however many messages it got.
    private func update(_ timelines: [ConversationPair: Timeline]) -> PostgresCommand {
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
