import Database
import HearthCore
import IM

// What operations leave on those who read a conversation.
extension OperationMark {
    static func readUpTo(_ id: MessageID, _ reader: Reader) -> OperationMark {
        OperationMark(
            sql: "UPDATE participants SET read_upto = ?4 WHERE app = ?1 AND user_id = ?2 AND peer = ?3",
            many: """
                UPDATE participants p SET read_upto = k.id
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[]) AS k (app, user_id, peer, id)
                WHERE p.app = k.app AND p.user_id = k.user_id AND p.peer = k.peer
                """, parameters: reader.byPeer + [.integer(id.rawValue)])
    }

    static func readsCancelled(upTo id: MessageID, _ reader: Reader) -> OperationMark {
        OperationMark(
            sql: "DELETE FROM read_cancellations WHERE app = ?1 AND user_id = ?2 AND conversation = ?3 AND message <= ?4",
            parameters: reader.byConversation + [.integer(id.rawValue)])
    }

    static func readCancelled(_ id: MessageID, _ reader: Reader) -> OperationMark {
        OperationMark(
            sql: "DELETE FROM read_cancellations WHERE app = ?1 AND user_id = ?2 AND conversation = ?3 AND message = ?4",
            parameters: reader.byConversation + [.integer(id.rawValue)])
    }

    static func cancelRead(_ id: MessageID, _ reader: Reader) -> OperationMark {
        OperationMark(
            sql: """
                INSERT INTO read_cancellations (app, user_id, conversation, message) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (app, user_id, conversation, message) DO NOTHING
                """, parameters: reader.byConversation + [.integer(id.rawValue)])
    }

    static func clear(_ id: MessageID, _ reader: Reader) -> OperationMark {
        OperationMark(
            sql: "UPDATE participants SET cleared = ?4 WHERE app = ?1 AND user_id = ?2 AND peer = ?3",
            parameters: reader.byPeer + [.integer(id.rawValue)])
    }

    static func hide(_ id: MessageID, _ reader: Reader) -> [OperationMark] {
        [
            OperationMark(
                sql: """
                    INSERT INTO hidden_messages (app, user_id, conversation, message) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT (app, user_id, conversation, message) DO NOTHING
                    """, parameters: reader.byConversation + [.integer(id.rawValue)]),
            OperationMark(
                sql: """
                    UPDATE participants SET hides = CASE WHEN hides < ?4 THEN ?4 ELSE hides END
                    WHERE app = ?1 AND user_id = ?2 AND peer = ?3
                    """, parameters: reader.byPeer + [.integer(id.rawValue)]),
        ]
    }

    /// The device has what came before, and does not show it.
    static func clearDevice(_ device: DeviceSN, _ id: MessageID, _ reader: Reader) -> OperationMark {
        OperationMark(
            sql: """
                INSERT INTO cursors (app, user_id, conversation, device, message, cleared) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
                ON CONFLICT (app, user_id, conversation, device) DO UPDATE SET cleared = excluded.cleared,
                    message = CASE WHEN cursors.message < excluded.message THEN excluded.message ELSE cursors.message END
                """, parameters: reader.byConversation + [.integer(Int64(device.rawValue)), .integer(id.rawValue)])
    }

    /// An item that one person alone reads.
    static func own(_ message: OutgoingMessage, _ id: MessageID, receiver: UserID, _ reader: Reader) -> [OperationMark] {
        var related: Int64 = 0
        if case .operation(let operation) = message.action { related = operation.message.rawValue }
        return [
            OperationMark(
                sql: """
                    INSERT INTO own_items (app, user_id, conversation, id, kind, related, sender, device, target, payload)
                    VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, 0), ?7, ?8, ?9, ?10)
                    """,
                many: """
                    INSERT INTO own_items (app, user_id, conversation, id, kind, related, sender, device, target, payload)
                    SELECT app, user_id, conversation, id, kind, nullif(related, 0), sender, device, target, payload
                    FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[], ?7::bigint[],
                        ?8::bigint[], ?9::bigint[], ?10::bytea[])
                        AS k (app, user_id, conversation, id, kind, related, sender, device, target, payload)
                    """, keys: 4,
                parameters: reader.byConversation + [
                    .integer(id.rawValue), .integer(Int64(message.kind.rawValue)), .integer(related),
                    .integer(message.sender.account.user.rawValue), .integer(Int64(message.sender.device.rawValue)),
                    .integer(receiver.rawValue), .blob(message.payload),
                ]),
            OperationMark(
                sql: "UPDATE participants SET own_newest = ?4 WHERE app = ?1 AND user_id = ?2 AND peer = ?3",
                many: """
                    UPDATE participants p SET own_newest = k.id
                    FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[]) AS k (app, user_id, peer, id)
                    WHERE p.app = k.app AND p.user_id = k.user_id AND p.peer = k.peer
                    """, parameters: reader.byPeer + [.integer(id.rawValue)]),
        ]
    }
}
