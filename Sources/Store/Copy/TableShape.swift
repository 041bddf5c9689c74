import Database

/// A table as the database's own catalogue describes it.
struct TableShape: Hashable, Sendable {
    struct Column: Hashable, Sendable {
        /// What both databases have.
        enum Kind: String, Sendable {
            case integer, real, text, blob
        }

        let name: String
        let kind: Kind
        let isNullable: Bool
        /// Filled by the database itself unless a value is given (PostgreSQL).
        let isIdentity: Bool
        /// How PostgreSQL's COPY wants it.
        let width: PostgresRowWriter.Width
    }

    let name: String
    var columns: [Column]
    /// The primary key, in its order.
    var key: [String]
    /// Tables its rows refer to.
    var parents: Set<String>

    /// Each database keeps these in its own way; they are translated, not copied.
    static let ownOfEachDatabase: Set = ["schema_migrations", "counters", "nodes"]

    func column(_ name: String) -> Column? { columns.first { $0.name == name } }

    /// Those in which rows of this table and of `other` would not mean the same; nil when there are none.
    func difference(from other: TableShape) -> String? {
        if Set(columns.map(\.name)) != Set(other.columns.map(\.name)) { return "table \(name) has other columns" }
        if key != other.key { return "table \(name) has another primary key" }
        for column in columns {
            guard let twin = other.column(column.name), twin.kind == column.kind, twin.isNullable == column.isNullable else {
                return "column \(column.name) of table \(name) is of another type"
            }
        }
        return nil
    }
}

extension [TableShape] {
    /// With every table after those its rows refer to.
    var inOrderOfReference: [TableShape] {
        var placed: [TableShape] = []
        var open = sorted { $0.name < $1.name }
        while let next = open.firstIndex(where: { table in
            table.parents.allSatisfy { parent in parent == table.name || placed.contains { $0.name == parent } }
        }) {
            placed.append(open.remove(at: next))
        }
        // Tables that refer to each other in a circle have no order; the database says so when rows come.
        return placed + open
    }
}

extension String {
    /// As a name in a statement.
    var quoted: String { "\"\(self)\"" }
}
