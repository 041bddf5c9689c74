import Database

/// Writes the rows of one table, as fast as the database takes them.
struct TableWriter {
    let sql: any SQLConnection
    let table: TableShape

    /// `feed` hands over one row after the other.
    func write(_ feed: (_ row: ([SQLValue]) throws -> Void) throws -> Void) throws {
        switch sql {
        case let postgres as PostgresConnection: try copy(postgres, feed)
        case let sqlite as SQLiteConnection: try insert(sqlite, feed)
        default: throw DatabaseError(.other, "a database that cannot be written to")
        }
    }

    private var names: String { table.columns.map(\.name.quoted).joined(separator: ", ") }

    private func copy(_ postgres: PostgresConnection, _ feed: (([SQLValue]) throws -> Void) throws -> Void) throws {
        let widths = table.columns.map(\.width)
        _ = try postgres.copyIn("COPY \(table.name.quoted) (\(names)) FROM STDIN (FORMAT binary)") { writer in
            try feed { try writer.row($0, widths) }
        }
    }

    private func insert(_ sqlite: SQLiteConnection, _ feed: (([SQLValue]) throws -> Void) throws -> Void) throws {
        let places = SQLText.placeholders(first: 1, count: table.columns.count)
        let statement = try sqlite.prepared(built: "INSERT INTO \(table.name.quoted) (\(names)) VALUES (\(places))")
        try feed { row in
            try statement.bind(row)
            try statement.run()
        }
    }
}
