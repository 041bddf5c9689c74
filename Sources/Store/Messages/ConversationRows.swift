import Database
import HearthCore
import IM

/// Conversations inside a unit of work that adds to them: nobody else does until it ends.
struct ConversationRows {
    /// Those who were in a group before it had a conversation.
    static let membersTakePart: StaticString = """
        INSERT INTO participants (app, user_id, peer, conversation)
        SELECT app, user_id, group_id, CAST(?3 AS BIGINT) FROM group_members WHERE app = ?1 AND group_id = ?2
        ON CONFLICT (app, user_id, peer) DO NOTHING
        """

    private let sql: any SQLConnection

    init(_ sql: any SQLConnection) { self.sql = sql }

    /// All of `pairs`; those that are missing are made.
    func open(_ pairs: Set<ConversationPair>) throws -> [ConversationPair: Timeline] {
        switch sql {
        case let sqlite as SQLiteConnection: try open(pairs, sqlite)
        case let postgres as PostgresConnection: try open(pairs, postgres)
        default: throw Failure(.serverUnknownError)
        }
    }

    private func open(_ pairs: Set<ConversationPair>, _ sqlite: SQLiteConnection) throws -> [ConversationPair: Timeline] {
        let facts = SQLiteBatchFacts(sqlite, period: 0)
        var found: [ConversationPair: Timeline] = [:]
        for pair in pairs { found[pair] = try facts.timeline(pair) ?? facts.begin(pair) }
        return found
    }

    /// In the way of a batch of messages, so that the two cannot wait for each other: what is there is locked first.
    private func open(_ pairs: Set<ConversationPair>, _ postgres: PostgresConnection) throws -> [ConversationPair: Timeline] {
        var found = try locked(pairs.sorted(), postgres)
        let missing = pairs.filter { found[$0] == nil }.sorted()
        guard !missing.isEmpty else { return found }
        _ = try PostgresConversations.make(missing, postgres)
        found.merge(try locked(missing, postgres)) { $1 }
        return found
    }

    private func locked(_ pairs: [ConversationPair], _ postgres: PostgresConnection) throws -> [ConversationPair: Timeline] {
        var found: [ConversationPair: Timeline] = [:]
        try postgres.pipelined([PostgresConversations.lock(pairs)])[0].forEach { row in
            let (pair, timeline) = PostgresConversations.read(row)
            found[pair] = timeline
        }
        return found
    }
}

/// How conversations are locked and made on PostgreSQL.
enum PostgresConversations {
    /// - Parameter pairs: sorted: every server locks them in the same order.
    static func lock(_ pairs: [ConversationPair]) -> PostgresCommand {
        PostgresCommand(
            """
            SELECT k.app, k.low, k.high, c.id, c.newest, c.sequence, c.given, c.erased
            FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[]) AS k (app, low, high)
            CROSS JOIN LATERAL (
                SELECT id, newest, sequence, given, erased FROM conversations
                WHERE app = k.app AND low = k.low AND high = k.high FOR UPDATE) c
            """, columns(pairs))
    }

    /// A row of that answer.
    static func read(_ row: any Row) -> (ConversationPair, Timeline) {
        let timeline = Timeline(
            id: ConversationID(row.int64(3)), newest: MessageID(row.int64(4)), sequence: row.int64(5),
            given: MessageID(row.int64(6)), erased: MessageID(row.int64(7)))
        return (ConversationPair(app: AppNumber(row.int64(0)), low: row.int64(1), high: row.int64(2)), timeline)
    }

    /// - Returns: those that nobody else has made meanwhile.
    static func make(_ pairs: [ConversationPair], _ sql: PostgresConnection) throws -> Set<ConversationPair> {
        var made: [(pair: ConversationPair, id: Int64)] = []
        try sql.pipelined([PostgresCommand(insertion, columns(pairs))])[0].forEach { row in
            made.append((ConversationPair(app: AppNumber(row.int64(0)), low: row.int64(1), high: row.int64(2)), row.int64(3)))
        }
        let ofTwo = made.filter { !$0.pair.isGroup }
        // The system, which is user 0, reads nothing: it is in no conversation.
        var people = ofTwo.filter { $0.pair.low != 0 }.map { [$0.pair.app.rawValue, $0.pair.low, $0.pair.high, $0.id] }
        people += ofTwo.filter { $0.pair.low != $0.pair.high }.map { [$0.pair.app.rawValue, $0.pair.high, $0.pair.low, $0.id] }
        if !people.isEmpty {
            try sql.atCommit(
                PostgresCommand(
                    """
                    INSERT INTO participants (app, user_id, peer, conversation)
                    SELECT * FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[])
                    """, (0..<4).map { column in .integers(people.map { $0[column] }) }))
        }
        for (pair, id) in made where pair.isGroup {
            let parameters: [SQLValue] = [.integer(pair.app.rawValue), .integer(pair.low), .integer(id)]
            try sql.atCommit(PostgresCommand(ConversationRows.membersTakePart, parameters))
        }
        return Set(made.map(\.pair))
    }

    private static func columns(_ pairs: [ConversationPair]) -> [SQLValue] {
        [.integers(pairs.map(\.app.rawValue)), .integers(pairs.map(\.low)), .integers(pairs.map(\.high))]
    }

    private static let insertion: StaticString = """
        INSERT INTO conversations (app, id, low, high)
        SELECT k.app, nextval('conversation_numbers'), k.low, k.high
        FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[]) AS k (app, low, high) ORDER BY k.app, k.low, k.high
        ON CONFLICT (app, low, high) DO NOTHING RETURNING app, low, high, id
        """
}
