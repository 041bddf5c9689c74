import Database
import HearthCore
import IM

/// One statement that an operation leaves behind, beside the item it writes. The same words on both databases.
struct OperationMark {
    let sql: StaticString
    let parameters: [SQLValue]

    /// Somebody and a conversation as he has it.
    struct Reader {
        let account: Account
        let peer: Int64
        let conversation: ConversationID

        var byPeer: [SQLValue] { [.integer(account.app.rawValue), .integer(account.user.rawValue), .integer(peer)] }
        var byConversation: [SQLValue] {
            [.integer(account.app.rawValue), .integer(account.user.rawValue), .integer(conversation.rawValue)]
        }
    }
}

// MARK: - On a message

extension OperationMark {
    static func status(_ message: OperatedMessage, in app: AppNumber) -> OperationMark {
        OperationMark(
            sql: "UPDATE messages SET status = ?4 WHERE app = ?1 AND conversation = ?2 AND id = ?3",
            parameters: key(message, app) + [.integer(Int64(message.status.rawValue))])
    }

    static func text(_ message: OperatedMessage, _ payload: [UInt8], in app: AppNumber) -> OperationMark {
        OperationMark(
            sql: "UPDATE messages SET payload = ?4, edited_at = ?5 WHERE app = ?1 AND conversation = ?2 AND id = ?3",
            parameters: key(message, app) + [.blob(payload), message.editedAt.map { .integer($0.milliseconds) } ?? .null])
    }

    /// The content goes, who took it back and when stays: the recall is an item of its own.
    static func erasure(_ message: OperatedMessage, by recall: MessageID, in app: AppNumber) -> OperationMark {
        OperationMark(
            sql: "UPDATE messages SET payload = ?4, recall = ?5 WHERE app = ?1 AND conversation = ?2 AND id = ?3",
            parameters: key(message, app) + [.blob([]), .integer(recall.rawValue)])
    }

    /// The pieces that edits added go with the message they were added to.
    static func erasureOfEdits(_ message: OperatedMessage, by recall: MessageID, in app: AppNumber) -> OperationMark {
        OperationMark(
            sql: """
                UPDATE messages SET payload = ?4, recall = ?5
                WHERE app = ?1 AND conversation = ?2 AND id > ?3 AND related = ?3 AND kind IN (8, 9)
                """, parameters: key(message, app) + [.blob([]), .integer(recall.rawValue)])
    }

    private static func key(_ message: OperatedMessage, _ app: AppNumber) -> [SQLValue] {
        [.integer(app.rawValue), .integer(message.conversation.rawValue), .integer(message.id.rawValue)]
    }
}

// MARK: - On its reader

extension OperationMark {
    static func readUpTo(_ id: MessageID, _ reader: Reader) -> OperationMark {
        OperationMark(
            sql: "UPDATE participants SET read_upto = ?4 WHERE app = ?1 AND user_id = ?2 AND peer = ?3",
            parameters: reader.byPeer + [.integer(id.rawValue)])
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
        var related = SQLValue.null
        if case .operation(let operation) = message.action { related = .integer(operation.message.rawValue) }
        return [
            OperationMark(
                sql: """
                    INSERT INTO own_items (app, user_id, conversation, id, kind, related, sender, device, target, payload)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                    """,
                parameters: reader.byConversation + [
                    .integer(id.rawValue), .integer(Int64(message.kind.rawValue)), related,
                    .integer(message.sender.account.user.rawValue), .integer(Int64(message.sender.device.rawValue)),
                    .integer(receiver.rawValue), .blob(message.payload),
                ]),
            OperationMark(
                sql: "UPDATE participants SET own_newest = ?4 WHERE app = ?1 AND user_id = ?2 AND peer = ?3",
                parameters: reader.byPeer + [.integer(id.rawValue)]),
        ]
    }
}
