import Database

/// The marks of a batch as PostgreSQL takes them: one statement for many rows where there is one, the rest in order.
///
/// Kinds are written in the order in which each came first, those of one row at a time behind them. Most touch different columns, so
/// that no order matters; but an absence is taken from the end that coming back clears, and an erasure ends a text.
struct OperationMarks {
    struct Group {
        let sql: StaticString
        let phase: Int
        var keys: [[SQLValue]] = []
        /// By key: the last one holds.
        var rows: [[SQLValue]: [SQLValue]] = [:]
    }

    private var groups: [Group] = []
    private var places: [UInt: Int] = [:]
    private var single: [PostgresCommand] = []

    init(_ marks: [OperationMark]) {
        for mark in marks {
            guard let many = mark.many else {
                single.append(PostgresCommand(mark.sql, mark.parameters))
                continue
            }
            // The literal is one place in memory.
            let place = places[UInt(bitPattern: many.utf8Start)] ?? begin(many, mark.phase)
            let key = Array(mark.parameters.prefix(mark.keys))
            if groups[place].rows.updateValue(mark.parameters, forKey: key) == nil { groups[place].keys.append(key) }
        }
    }

    private mutating func begin(_ sql: StaticString, _ phase: Int) -> Int {
        groups.append(Group(sql: sql, phase: phase))
        places[UInt(bitPattern: sql.utf8Start)] = groups.count - 1
        return groups.count - 1
    }

    var commands: [PostgresCommand] {
        groups.filter { $0.phase == 0 }.map(\.command) + groups.filter { $0.phase > 0 }.map(\.command) + single
    }
}

extension OperationMarks.Group {
    fileprivate var command: PostgresCommand {
        let ordered = keys.compactMap { rows[$0] }
        let width = ordered.first?.count ?? 0
        return PostgresCommand(sql, (0..<width).map { column in Self.column(ordered.map { $0[column] }) })
    }

    private static func column(_ values: [SQLValue]) -> SQLValue {
        if case .blob? = values.first {
            return .blobs(values.map { if case .blob(let bytes) = $0 { bytes } else { [] } })
        }
        return .integers(values.map { if case .integer(let value) = $0 { value } else { 0 } })
    }
}
