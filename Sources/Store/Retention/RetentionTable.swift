import Database

/// A table that grows with messages. What is in it is removed by the beginnings of ranges of its key. The same words on both
/// databases.
enum RetentionTable {
    case messages
    case ownItems
    case hiddenMessages
    case readCancellations

    /// What only one of the people has: by user, then conversation.
    static let ofPeople: [RetentionTable] = [.ownItems, .hiddenMessages, .readCancellations]

    /// The first ids of a range: app, conversation, the end, how many, and for what people have the user.
    var first: StaticString {
        switch self {
        case .messages:
            "SELECT id FROM messages WHERE app = ?1 AND conversation = ?2 AND id < ?3 ORDER BY id LIMIT ?4"
        case .ownItems:
            "SELECT id FROM own_items WHERE app = ?1 AND user_id = ?5 AND conversation = ?2 AND id < ?3 ORDER BY id LIMIT ?4"
        case .hiddenMessages:
            """
            SELECT message FROM hidden_messages WHERE app = ?1 AND user_id = ?5 AND conversation = ?2 AND message < ?3
            ORDER BY message LIMIT ?4
            """
        case .readCancellations:
            """
            SELECT message FROM read_cancellations WHERE app = ?1 AND user_id = ?5 AND conversation = ?2 AND message < ?3
            ORDER BY message LIMIT ?4
            """
        }
    }

    /// Removes the beginning of a range: app, conversation, the last id, and for what people have the user.
    var removal: StaticString {
        switch self {
        case .messages: "DELETE FROM messages WHERE app = ?1 AND conversation = ?2 AND id <= ?3"
        case .ownItems: "DELETE FROM own_items WHERE app = ?1 AND user_id = ?4 AND conversation = ?2 AND id <= ?3"
        case .hiddenMessages: "DELETE FROM hidden_messages WHERE app = ?1 AND user_id = ?4 AND conversation = ?2 AND message <= ?3"
        case .readCancellations:
            "DELETE FROM read_cancellations WHERE app = ?1 AND user_id = ?4 AND conversation = ?2 AND message <= ?3"
        }
    }
}
