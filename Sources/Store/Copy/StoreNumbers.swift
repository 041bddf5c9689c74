import Database

/// The numbers that a store has given out, in a form that both databases can take up from.
///
/// SQLite keeps all of them in `counters`; PostgreSQL counts conversations in a sequence and the newest message of each server in `nodes`.
struct StoreNumbers: Hashable, Sendable {
    /// Counters that both keep in the table of that name, user and group ids among them.
    var counters: [String: Int64] = [:]
    /// The last conversation.
    var conversation: Int64 = 0
    /// The largest message id.
    var newestMessage: Int64 = 0

    private static let sqliteConversation = "conversation"
    private static let sqliteNewest = "newest_message"

    static func read(_ sql: any SQLConnection) throws(DatabaseError) -> StoreNumbers {
        var numbers = StoreNumbers()
        try sql.query("SELECT name, value FROM counters") { numbers.counters[$0.text(0)] = $0.int64(1) }
        switch sql.dialect {
        case .sqlite:
            numbers.conversation = numbers.counters.removeValue(forKey: sqliteConversation) ?? 0
            numbers.newestMessage = numbers.counters.removeValue(forKey: sqliteNewest) ?? 0
        case .postgres:
            numbers.conversation =
                try sql.first("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM conversation_numbers", []) { $0.int64(0) } ?? 0
            numbers.newestMessage = try sql.first("SELECT max(newest) FROM nodes", []) { $0.int64(0) } ?? 0
        }
        // What stands in the tables has been given, whatever the counters say.
        try sql.query("SELECT max(id), max(newest) FROM conversations") { row in
            numbers.conversation = max(numbers.conversation, row.int64(0))
            numbers.newestMessage = max(numbers.newestMessage, row.int64(1))
        }
        return numbers
    }

    /// Lets the store go on from here.
    func write(_ sql: any SQLConnection) throws(DatabaseError) {
        var counters = counters
        switch sql.dialect {
        case .sqlite:
            counters[Self.sqliteConversation] = conversation
            counters[Self.sqliteNewest] = newestMessage
        case .postgres:
            // A sequence does not go back with a transaction: should this one fail, numbers are left out, none is given twice.
            try sql.query("SELECT setval('conversation_numbers', greatest(?1::bigint, 1), ?1::bigint > 0)", [.integer(conversation)]) { _ in
            }
            // A server that takes a number goes on from the largest of all.
            try sql.execute("UPDATE nodes SET newest = ?1 WHERE number = 0", [.integer(newestMessage)])
        }
        for (name, value) in counters.sorted(by: { $0.key < $1.key }) {
            try sql.execute(
                "INSERT INTO counters (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [.text(name), .integer(value)])
        }
    }

    /// Lets identity columns of PostgreSQL go on behind the largest value there is. SQLite does so by itself.
    static func moveIdentities(of tables: [TableShape], _ sql: any SQLConnection) throws(DatabaseError) {
        guard sql.dialect == .postgres else { return }
        for table in tables {
            for column in table.columns where column.isIdentity {
                let largest = try sql.all(built: "SELECT max(\(column.name.quoted)) FROM \(table.name.quoted)") { $0.int64(0) }.first ?? 0
                try sql.query(
                    "SELECT setval(pg_get_serial_sequence(?1::text, ?2::text)::regclass, greatest(?3::bigint, 1), ?3::bigint > 0)",
                    [.text(table.name.quoted), .text(column.name), .integer(largest)]
                ) { _ in }
            }
        }
    }
}
