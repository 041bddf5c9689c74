import Database
import HearthCore
import IM

/// Reads what a batch needs from SQLite when it needs it, each thing once.
final class SQLiteBatchFacts: BatchFacts {
    private let sql: SQLiteConnection
    private let period: Int64
    private var users: [Account: UserStatus?] = [:]

    init(_ sql: SQLiteConnection, period: Int64) {
        self.sql = sql
        self.period = period
    }

    func status(of account: Account) throws -> UserStatus? {
        if let known = users[account] { return known }
        let statement = try sql.prepared("SELECT status FROM users WHERE app = ?1 AND id = ?2")
        defer { statement.reset() }
        try statement.bind(1, account.app.rawValue)
        try statement.bind(2, account.user.rawValue)
        let status = try statement.step() ? UserStatus(rawValue: Int(statement.row.int64(0))) : nil
        users[account] = .some(status)
        return status
    }

    /// In this period or the one before it, or in the next one, which is where it is when the clock was set back since.
    func earlier(_ key: SendKey) throws -> MessageID? {
        let statement = try sql.prepared(
            """
            SELECT message FROM sends WHERE app = ?1 AND period IN (?2, ?2 - 1, ?2 + 1)
            AND client_id = ?5 AND user_id = ?3 AND device = ?4 AND fingerprint = ?6
            """)
        defer { statement.reset() }
        try statement.bind(1, key.sender.account.app.rawValue)
        try statement.bind(2, period)
        try statement.bind(3, key.sender.account.user.rawValue)
        try statement.bind(4, Int64(key.sender.device.rawValue))
        try statement.bind(5, key.clientID)
        try statement.bind(6, key.fingerprint)
        return try statement.step() ? MessageID(statement.row.int64(0)) : nil
    }

    func timeline(_ pair: ConversationPair) throws -> Timeline? {
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

    func begin(_ pair: ConversationPair) throws -> Timeline {
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
                "INSERT INTO participants (app, user_id, peer, conversation) VALUES (?1, ?2, ?3, ?4)",
                [app, .integer(user), .integer(peer), .integer(number)])
        }
        return Timeline(id: ConversationID(number), newest: .zero, sequence: 0)
    }
}
