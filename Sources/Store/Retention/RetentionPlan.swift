import Database
import HearthCore
import IM

/// What one step of a walk over an app's conversations is to remove.
struct RetentionPlan: Sendable {
    /// The beginning of a range of one table's key. Ids grow: nothing comes into a range of the past.
    struct Piece: Sendable {
        let table: RetentionTable
        let conversation: Int64
        /// Nil where the rows are everybody's.
        let user: Int64?
        let last: Int64
    }

    /// Conversations looked at in one step. A group has hundreds of people, each with a look of his own.
    private static let page = 50

    private let app: AppNumber
    private let before: MessageID
    private(set) var pieces: [Piece] = []
    private(set) var visited: [ConversationID] = []
    private(set) var place: ConversationID?
    private(set) var isLast = false
    /// Rows that may still be taken in.
    private var room: Int

    init(_ sql: any SQLConnection, app: AppNumber, before: MessageID, after place: ConversationID?, limit: Int) throws {
        self.app = app
        self.before = before
        self.place = place
        room = limit
        let page = try conversations(sql)
        isLast = page.count < Self.page
        guard let end = page.last?.id else { return }
        let people = try people(sql, upTo: end)
        for (id, isOld) in page {
            visited.append(ConversationID(id))
            // Messages first: a message that somebody deleted for himself comes back to him without that note.
            if isOld { try take(sql, .messages, of: nil, in: id) }
            for (user, table) in people[id] ?? [] { try take(sql, table, of: user, in: id) }
            // The rest of this one may be left to the next step.
            guard room > 0 else {
                isLast = false
                return
            }
            self.place = ConversationID(id)
        }
    }

    /// - Returns: how many rows were removed.
    func carryOut(_ sql: any SQLConnection, in conversation: Int64) throws -> Int {
        try pieces.filter { $0.conversation == conversation }.reduce(0) { removed, piece in
            let range: [SQLValue] = [.integer(app.rawValue), .integer(piece.conversation), .integer(piece.last)]
            if piece.table == .messages { try sql.execute(Self.count, range) }
            return try removed + sql.execute(piece.table.removal, range + (piece.user.map { [.integer($0)] } ?? []))
        }
    }

    /// Lists tell by it how many messages are left.
    private static let count: StaticString = """
        UPDATE conversations SET removed = coalesce(
            (SELECT m.sequence FROM messages m WHERE m.app = ?1 AND m.conversation = ?2 AND m.id = ?3), removed)
        WHERE app = ?1 AND id = ?2
        """

    private mutating func take(_ sql: any SQLConnection, _ table: RetentionTable, of user: Int64?, in conversation: Int64) throws {
        guard room > 0 else { return }
        let range: [SQLValue] = [
            .integer(app.rawValue), .integer(conversation), .integer(before.rawValue), .integer(Int64(room)),
        ]
        let ids = try sql.all(table.first, range + (user.map { [.integer($0)] } ?? [])) { $0.int64(0) }
        guard let last = ids.last else { return }
        room -= ids.count
        pieces.append(Piece(table: table, conversation: conversation, user: user, last: last))
    }

    /// The next conversations, and whether there are messages in them to be removed.
    private func conversations(_ sql: any SQLConnection) throws -> [(id: Int64, isOld: Bool)] {
        try sql.all(
            """
            SELECT c.id, (SELECT min(m.id) FROM messages m WHERE m.app = c.app AND m.conversation = c.id)
            FROM conversations c WHERE c.app = ?1 AND c.id > ?2 ORDER BY c.id LIMIT ?3
            """, [.integer(app.rawValue), .integer(place?.rawValue ?? 0), .integer(Int64(Self.page))]
        ) { ($0.int64(0), isOld($0.optionalInt64(1))) }
    }

    /// Who has something to be removed in these conversations, and where.
    private func people(_ sql: any SQLConnection, upTo end: Int64) throws -> [Int64: [(user: Int64, table: RetentionTable)]] {
        var found: [Int64: [(user: Int64, table: RetentionTable)]] = [:]
        try sql.query(
            """
            SELECT p.conversation, p.user_id,
                (SELECT min(o.id) FROM own_items o
                 WHERE o.app = p.app AND o.user_id = p.user_id AND o.conversation = p.conversation),
                (SELECT min(h.message) FROM hidden_messages h
                 WHERE h.app = p.app AND h.user_id = p.user_id AND h.conversation = p.conversation),
                (SELECT min(r.message) FROM read_cancellations r
                 WHERE r.app = p.app AND r.user_id = p.user_id AND r.conversation = p.conversation)
            FROM participants p WHERE p.app = ?1 AND p.conversation > ?2 AND p.conversation <= ?3
            ORDER BY p.conversation, p.user_id
            """, [.integer(app.rawValue), .integer(place?.rawValue ?? 0), .integer(end)]
        ) { row in
            for (index, table) in RetentionTable.ofPeople.enumerated() where isOld(row.optionalInt64(index + 2)) {
                found[row.int64(0), default: []].append((row.int64(1), table))
            }
        }
        return found
    }

    private func isOld(_ oldest: Int64?) -> Bool { oldest.map { $0 < before.rawValue } ?? false }
}
