import Database
import HearthCore
import IM

/// The questions that operations ask before they are decided. The same words on both databases.
enum OperationLookup {
    /// The conversation of one of his messages, for who has not named it.
    static let place: StaticString = """
        SELECT c.low, c.high FROM participants p
        JOIN messages m ON m.app = p.app AND m.conversation = p.conversation AND m.id = ?3
        JOIN conversations c ON c.app = p.app AND c.id = p.conversation
        WHERE p.app = ?1 AND p.user_id = ?2
        """

    /// Those of groups alone.
    static let placeInGroups: StaticString = """
        SELECT c.low, c.high FROM participants p
        JOIN messages m ON m.app = p.app AND m.conversation = p.conversation AND m.id = ?3
        JOIN conversations c ON c.app = p.app AND c.id = p.conversation
        WHERE p.app = ?1 AND p.user_id = ?2 AND p.peer % 2 <> 0
        """

    /// Conversations are looked for in one batch so many times at most: each time all of somebody's are gone through.
    static let mostPlaces = 128

    /// Only an edit needs the text.
    static let message: StaticString = """
        SELECT m.conversation, m.sender, m.kind, m.status, m.edited_at, m.recall, CASE WHEN ?5 <> 0 THEN m.payload END
        FROM conversations c JOIN messages m ON m.app = c.app AND m.conversation = c.id AND m.id = ?4
        WHERE c.app = ?1 AND c.low = ?2 AND c.high = ?3
        """

    /// What the system told somebody: 17 to 19 are the kinds of notices.
    static let notice: StaticString = """
        SELECT o.conversation, o.sender, o.kind FROM participants p
        JOIN own_items o ON o.app = p.app AND o.user_id = p.user_id AND o.conversation = p.conversation AND o.id = ?3
        WHERE p.app = ?1 AND p.user_id = ?2 AND p.peer = 0 AND o.kind IN (17, 18, 19)
        """

    static let editedAt: StaticString = "SELECT edited_at FROM messages WHERE app = ?1 AND conversation = ?2 AND id = ?3"

    static let participation: StaticString = """
        SELECT CASE WHEN until = 0 AND EXISTS (
                SELECT 1 FROM groups g WHERE g.app = ?1 AND g.id = ?3 AND g.history_visible = 1)
            THEN 0 ELSE joined END, read_upto, cleared, until
        FROM participants WHERE app = ?1 AND user_id = ?2 AND peer = ?3
        """

    /// The message itself, or any of those that READ_ALL reads.
    static let cancellation: StaticString = """
        SELECT r.message FROM participants p
        JOIN read_cancellations r ON r.app = p.app AND r.user_id = p.user_id AND r.conversation = p.conversation
            AND r.message >= ?4 AND r.message <= ?5
        WHERE p.app = ?1 AND p.user_id = ?2 AND p.peer = ?3 LIMIT 1
        """

    /// The group, and what it says of somebody: a role of NULL for who is not in it.
    static let standing: StaticString = """
        SELECT m.role, g.in_recovery, g.ban_until, p.banned_until, g.read_ack, g.audience_version FROM groups g
        LEFT JOIN group_members m ON m.app = g.app AND m.group_id = g.id AND m.user_id = ?3
        LEFT JOIN group_people p ON p.app = g.app AND p.group_id = g.id AND p.user_id = ?3
        WHERE g.app = ?1 AND g.id = ?2 AND g.status = 0
        """

    static func place(_ account: Account, _ message: MessageID) -> [SQLValue] {
        [.integer(account.app.rawValue), .integer(account.user.rawValue), .integer(message.rawValue)]
    }

    static func message(_ operation: Operation, _ pair: ConversationPair) -> [SQLValue] {
        [
            .integer(pair.app.rawValue), .integer(pair.low), .integer(pair.high), .integer(operation.message.rawValue),
            .integer(operation.kind.isEdit ? 1 : 0),
        ]
    }

    static func notice(_ operation: Operation, _ reader: Account) -> [SQLValue] {
        [.integer(reader.app.rawValue), .integer(reader.user.rawValue), .integer(operation.message.rawValue)]
    }

    static func participation(_ account: Account, _ pair: ConversationPair) -> [SQLValue] {
        [.integer(account.app.rawValue), .integer(account.user.rawValue), .integer(pair.peer(for: account.user))]
    }

    static func cancellation(_ operation: Operation, _ account: Account, _ pair: ConversationPair) -> [SQLValue] {
        let range = range(of: operation)
        return participation(account, pair) + [.integer(range.lowerBound), .integer(range.upperBound)]
    }

    /// The messages whose cancellation matters to an operation.
    static func range(of operation: Operation) -> ClosedRange<Int64> {
        let last = operation.message.rawValue
        return (operation.kind == .readAll ? min(0, last) : last)...last
    }

    static func standing(_ account: Account, _ group: GroupID) -> [SQLValue] {
        [.integer(account.app.rawValue), .integer(group.rawValue), .integer(account.user.rawValue)]
    }
}

// MARK: - Answers

extension OperationLookup {
    static func pair(_ row: any Row, in app: AppNumber) -> ConversationPair {
        ConversationPair(app: app, low: row.int64(0), high: row.int64(1))
    }

    /// - Parameter from: the first of its columns.
    static func message(_ row: any Row, from: Int = 0, id: MessageID) -> OperatedMessage {
        OperatedMessage(
            id: id, conversation: ConversationID(row.int64(from)), sender: UserID(row.int64(from + 1)),
            // What another version wrote is nothing that this one could operate on.
            kind: ItemKind(rawValue: Int(row.int64(from + 2))) ?? .clear,
            status: MessageStatus(rawValue: Int(row.int64(from + 3))) ?? .played,
            editedAt: row.optionalInt64(from + 4).map(Instant.init(milliseconds:)),
            isRecalled: row.optionalInt64(from + 5) != nil, payload: row.isNull(from + 6) ? nil : row.blob(from + 6))
    }

    static func notice(_ row: any Row, id: MessageID) -> OperatedMessage {
        OperatedMessage(
            id: id, conversation: ConversationID(row.int64(0)), sender: UserID(row.int64(1)),
            kind: ItemKind(rawValue: Int(row.int64(2))) ?? .userNotice, status: .unread, editedAt: nil, isRecalled: false,
            payload: nil)
    }

    /// - Parameter from: the first of its columns.
    static func participation(_ row: any Row, from: Int = 0) -> Participation {
        Participation(
            joined: MessageID(row.int64(from)), readUpTo: MessageID(row.int64(from + 1)),
            cleared: MessageID(row.int64(from + 2)), until: row.int64(from + 3) > 0 ? MessageID(row.int64(from + 3)) : nil)
    }

    static func standing(_ row: any Row) -> GroupStanding {
        GroupStanding(
            role: row.optionalInt64(0).map { GroupRole(rawValue: Int($0)) ?? .member }, isInRecovery: row.bool(1),
            ban: SendBan(stored: row.optionalInt64(3) ?? 0), banOfAll: SendBan(stored: row.int64(2)), tellsReaders: row.bool(4),
            members: row.int64(5))
    }
}
