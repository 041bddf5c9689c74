import Database
import HearthCore
import IM

/// One statement that an operation, or what happened in a group, leaves behind, beside the items it writes.
struct OperationMark {
    /// The same words on both databases.
    let sql: StaticString
    /// The same for many rows at once on PostgreSQL, each parameter a column; nil for what is rare.
    let many: StaticString?
    /// How many of the first parameters say which row it is about: of two with one key the later one holds.
    let keys: Int
    /// What is written after everything else: 1.
    let phase: Int
    let parameters: [SQLValue]

    init(sql: StaticString, many: StaticString? = nil, keys: Int = 3, phase: Int = 0, parameters: [SQLValue]) {
        self.phase = phase
        self.sql = sql
        self.many = many
        self.keys = keys
        self.parameters = parameters
    }

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
            many: """
                UPDATE messages m SET status = k.status
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[]) AS k (app, conversation, id, status)
                WHERE m.app = k.app AND m.conversation = k.conversation AND m.id = k.id
                """, parameters: key(message, app) + [.integer(Int64(message.status.rawValue))])
    }

    static func text(_ message: OperatedMessage, _ payload: [UInt8], in app: AppNumber) -> OperationMark {
        OperationMark(
            sql: "UPDATE messages SET payload = ?4, edited_at = ?5 WHERE app = ?1 AND conversation = ?2 AND id = ?3",
            many: """
                UPDATE messages m SET payload = k.payload, edited_at = k.edited_at
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bytea[], ?5::bigint[])
                    AS k (app, conversation, id, payload, edited_at)
                WHERE m.app = k.app AND m.conversation = k.conversation AND m.id = k.id
                """, parameters: key(message, app) + [.blob(payload), .integer(message.editedAt?.milliseconds ?? 0)])
    }

    /// The content goes, who took it back and when stays: the recall is an item of its own.
    static func erasure(_ message: OperatedMessage, by recall: MessageID, in app: AppNumber) -> OperationMark {
        OperationMark(
            sql: "UPDATE messages SET payload = ?4, recall = ?5 WHERE app = ?1 AND conversation = ?2 AND id = ?3",
            many: """
                UPDATE messages m SET payload = k.payload, recall = k.recall
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bytea[], ?5::bigint[])
                    AS k (app, conversation, id, payload, recall)
                WHERE m.app = k.app AND m.conversation = k.conversation AND m.id = k.id
                """, phase: 1, parameters: key(message, app) + [.blob([]), .integer(recall.rawValue)])
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
