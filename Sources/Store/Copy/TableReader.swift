import Database

/// Reads a table in the order of its key, page by page: each page begins behind the last row of the one before.
struct TableReader {
    let sql: any SQLConnection
    let table: TableShape

    /// In the order in which values are given.
    private var columns: [TableShape.Column] { table.columns }

    /// A page holds about as many bytes, of rows like those of the page before.
    private static let pageBytes = 4 << 20
    private static let pageRows = (first: 256, most: 5_000)

    /// Visits all rows.
    func read(_ each: ([SQLValue]) throws -> Void) throws {
        let keyIndexes = table.key.compactMap { name in columns.firstIndex { $0.name == name } }
        guard !keyIndexes.isEmpty, keyIndexes.count == table.key.count else {
            throw DatabaseError(.other, "table \(table.name) has no primary key")
        }
        var limit = Self.pageRows.first
        var last: [SQLValue] = []
        while true {
            let rows = try page(after: last, limit)
            var bytes = 0
            for row in rows {
                bytes += row.reduce(0) { $0 + $1.size }
                try each(row)
            }
            guard rows.count == limit, let end = rows.last else { return }
            last = keyIndexes.map { end[$0] }
            limit = min(max(Self.pageBytes / max(bytes / rows.count, 1), 1), Self.pageRows.most)
        }
    }

    /// - Throws: `corrupt` when SQLite holds a value that is not of its column's type: it would arrive as another one.
    func checkTypes() throws(DatabaseError) {
        guard sql.dialect == .sqlite else { return }
        let wrong = columns.map { "typeof(\($0.name.quoted)) NOT IN ('\($0.kind.rawValue)', 'null')" }.joined(separator: " OR ")
        let found = try sql.all(built: "SELECT 1 FROM \(table.name.quoted) WHERE \(wrong) LIMIT 1") { _ in 1 }
        guard found.isEmpty else { throw DatabaseError(.corrupt, "a value in table \(table.name) is not of its column's type") }
    }

    private func page(after last: [SQLValue], _ limit: Int) throws(DatabaseError) -> [[SQLValue]] {
        let key = table.key.map(\.quoted).joined(separator: ", ")
        let start = last.isEmpty ? "" : " WHERE (\(key)) > (\(SQLText.placeholders(first: 1, count: last.count)))"
        let text =
            "SELECT \(columns.map(\.name.quoted).joined(separator: ", ")) FROM \(table.name.quoted)\(start) ORDER BY \(key) LIMIT \(limit)"
        return try sql.all(built: text, last) { row throws(DatabaseError) in
            var values: [SQLValue] = []
            values.reserveCapacity(columns.count)
            for (index, column) in columns.enumerated() { values.append(try value(row, index, column)) }
            return values
        }
    }

    private func value(_ row: any Row, _ index: Int, _ column: TableShape.Column) throws(DatabaseError) -> SQLValue {
        if row.isNull(index) { return .null }
        switch column.kind {
        case .integer: return .integer(row.int64(index))
        case .real: return .real(row.double(index))
        case .blob: return .blob(row.blob(index))
        case .text:
            var text: String?
            row.withBytes(index) { text = String(validating: $0, as: UTF8.self) }
            guard let text else { throw DatabaseError(.corrupt, "a text in column \(column.name) of table \(table.name) is not UTF-8") }
            return .text(text)
        }
    }
}

extension SQLValue {
    /// Bytes, roughly.
    fileprivate var size: Int {
        switch self {
        case .text(let text): 8 + text.utf8.count
        case .blob(let bytes): 8 + bytes.count
        default: 8
        }
    }
}
