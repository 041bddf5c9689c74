import Database
import HearthCore
import IM

/// Decides and writes one batch of sends inside one transaction.
///
/// What several messages of a batch need is read once: the state of accounts and of conversations.
/// Conversations are written back at the end, so that a busy one costs one update a batch.
final class SQLiteBatchWriter {
    private struct Pair: Hashable {
        let app: AppNumber
        let low: Int64
        let high: Int64
    }

    private let sql: SQLiteConnection
    private let ids: MessageIDs
    private let period: Int64
    private var users: [Account: UserStatus?] = [:]
    private var places: [Pair: Timeline] = [:]
    private var newest = MessageID.zero

    /// A conversation as this batch leaves it.
    private struct Timeline {
        let id: ConversationID
        var newest: MessageID
        var sequence: Int64
        var isChanged = false
    }

    init(_ sql: SQLiteConnection, ids: MessageIDs) throws {
        self.sql = sql
        self.ids = ids
        self.period = ids.now().milliseconds / Limits.duplicateMemory
    }

    func write(_ batch: [OutgoingMessage]) throws -> [SendResult] {
        var results: [SendResult] = []
        results.reserveCapacity(batch.count)
        for message in batch {
            do {
                results.append(try write(message))
            } catch let failure as Failure {
                results.append(.refused(failure))
            }
        }
        try writeTimelines()
        return results
    }

    /// - Throws: `Failure` for this message alone, or a database error for the whole batch.
    private func write(_ message: OutgoingMessage) throws -> SendResult {
        var facts = SendFacts(sender: try status(of: message.sender.account), target: nil)
        try SendRules.admit(facts)
        if !message.isEphemeral, let id = try earlier(message) { return .duplicate(id) }
        facts.target = try target(of: message)
        try SendRules.decide(message, facts)
        guard !message.isEphemeral else {
            return .accepted(AcceptedMessage(message: message, id: try ids.next(), place: nil))
        }
        return .accepted(try store(message))
    }

    private func store(_ message: OutgoingMessage) throws -> AcceptedMessage {
        let pair = Self.pair(of: message)
        let found = try timeline(pair)
        let previous = found?.newest ?? .zero
        // Before anything is written: a message that gets no id must not leave an empty conversation behind.
        let id = try ids.next(after: previous)
        var timeline = try found ?? begin(pair)
        timeline.newest = id
        timeline.sequence += 1
        timeline.isChanged = true
        places[pair] = timeline
        newest = max(newest, id)
        try insert(message, id: id, timeline)
        try remember(message, id: id)
        return AcceptedMessage(
            message: message, id: id, place: AcceptedMessage.Place(conversation: timeline.id, previous: previous))
    }

    private static func pair(of message: OutgoingMessage) -> Pair {
        let app = message.sender.account.app
        let sender = message.sender.account.user.rawValue
        switch message.target {
        case .user(let user): return Pair(app: app, low: min(sender, user.rawValue), high: max(sender, user.rawValue))
        case .group(let group): return Pair(app: app, low: group.rawValue, high: 0)
        }
    }
}

// MARK: - Facts

extension SQLiteBatchWriter {
    private func status(of account: Account) throws -> UserStatus? {
        if let known = users[account] { return known }
        let statement = try sql.prepared("SELECT status FROM users WHERE app = ?1 AND id = ?2")
        defer { statement.reset() }
        try statement.bind(1, account.app.rawValue)
        try statement.bind(2, account.user.rawValue)
        let status = try statement.step() ? UserStatus(rawValue: Int(statement.row.int64(0))) : nil
        users[account] = .some(status)
        return status
    }

    private func target(of message: OutgoingMessage) throws -> SendFacts.Target? {
        guard case .user(let user) = message.target else { return nil }
        return try status(of: Account(app: message.sender.account.app, user: user)).map { .user($0) }
    }

    /// The id this very message got before: in this period or the one before it, or in the next one,
    /// which is where it is when the clock was set back since.
    private func earlier(_ message: OutgoingMessage) throws -> MessageID? {
        let statement = try sql.prepared(
            """
            SELECT message FROM sends WHERE app = ?1 AND period IN (?2, ?2 - 1, ?2 + 1)
            AND user = ?3 AND device = ?4 AND client_id = ?5 AND fingerprint = ?6
            """)
        defer { statement.reset() }
        try statement.bind(1, message.sender.account.app.rawValue)
        try statement.bind(2, period)
        try statement.bind(3, message.sender.account.user.rawValue)
        try statement.bind(4, Int64(message.sender.device.rawValue))
        try statement.bind(5, message.clientID)
        try statement.bind(6, message.fingerprint)
        return try statement.step() ? MessageID(statement.row.int64(0)) : nil
    }

    private func timeline(_ pair: Pair) throws -> Timeline? {
        if let known = places[pair] { return known }
        let statement = try sql.prepared(
            "SELECT id, newest, sequence FROM conversations WHERE app = ?1 AND low = ?2 AND high = ?3")
        defer { statement.reset() }
        try statement.bind(1, pair.app.rawValue)
        try statement.bind(2, pair.low)
        try statement.bind(3, pair.high)
        guard try statement.step() else { return nil }
        return Timeline(
            id: ConversationID(statement.row.int64(0)), newest: MessageID(statement.row.int64(1)), sequence: statement.row.int64(2))
    }
}

// MARK: - Writes

extension SQLiteBatchWriter {
    /// Makes the conversation of two people with their first message.
    private func begin(_ pair: Pair) throws -> Timeline {
        guard
            let number = try sql.first(
                "UPDATE counters SET value = value + 1 WHERE name = 'conversation' RETURNING value", [], { $0.int64(0) })
        else { throw Failure(.serverUnknownError) }
        let app = SQLValue.integer(pair.app.rawValue)
        try sql.execute(
            "INSERT INTO conversations (app, id, low, high) VALUES (?1, ?2, ?3, ?4)",
            [app, .integer(number), .integer(pair.low), .integer(pair.high)])
        for (user, peer) in Set([[pair.low, pair.high], [pair.high, pair.low]]).map({ ($0[0], $0[1]) }) {
            try sql.execute(
                "INSERT INTO participants (app, user, peer, conversation) VALUES (?1, ?2, ?3, ?4)",
                [app, .integer(user), .integer(peer), .integer(number)])
        }
        return Timeline(id: ConversationID(number), newest: .zero, sequence: 0)
    }

    private func insert(_ message: OutgoingMessage, id: MessageID, _ timeline: Timeline) throws {
        let statement = try sql.prepared(
            """
            INSERT INTO messages (app, conversation, id, sequence, sender, device, content_type, payload)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
        try statement.bind(1, message.sender.account.app.rawValue)
        try statement.bind(2, timeline.id.rawValue)
        try statement.bind(3, id.rawValue)
        try statement.bind(4, timeline.sequence)
        try statement.bind(5, message.sender.account.user.rawValue)
        try statement.bind(6, Int64(message.sender.device.rawValue))
        try statement.bind(7, Int64(message.contentType))
        try statement.run(8, message.payload)
    }

    private func remember(_ message: OutgoingMessage, id: MessageID) throws {
        let statement = try sql.prepared(
            """
            INSERT INTO sends (app, period, user, device, client_id, fingerprint, message)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """)
        try statement.bind(1, message.sender.account.app.rawValue)
        try statement.bind(2, period)
        try statement.bind(3, message.sender.account.user.rawValue)
        try statement.bind(4, Int64(message.sender.device.rawValue))
        try statement.bind(5, message.clientID)
        try statement.bind(6, message.fingerprint)
        try statement.bind(7, id.rawValue)
        try statement.run()
    }

    private func writeTimelines() throws {
        guard newest > .zero else { return }
        let statement = try sql.prepared(
            "UPDATE conversations SET newest = ?3, sequence = ?4 WHERE app = ?1 AND id = ?2")
        for (pair, timeline) in places where timeline.isChanged {
            try statement.bind(1, pair.app.rawValue)
            try statement.bind(2, timeline.id.rawValue)
            try statement.bind(3, timeline.newest.rawValue)
            try statement.bind(4, timeline.sequence)
            try statement.run()
        }
        try sql.execute(
            "UPDATE counters SET value = max(value, ?1) WHERE name = 'newest_message'", [.integer(newest.rawValue)])
    }
}
