/// Prepared statements of one connection: those written in the source for ever, those built at run time as long as they are in use.
struct SQLiteStatementCache {
    /// Lists of different length are different statements; this many of them stay prepared.
    static let builtLimit = 64

    private struct Built {
        let statement: SQLiteStatement
        var lastUse: UInt64
    }

    /// Keyed by address: a literal never moves, and there are only as many as the program has.
    private var fixed: [UnsafePointer<UInt8>: SQLiteStatement] = [:]
    private var built: [String: Built] = [:]
    private var uses: UInt64 = 0

    var count: Int { fixed.count + built.count }

    /// A statement that nobody is in the middle of. One that is being visited (a query inside its own loop) is left alone.
    mutating func statement(_ sql: SQLText, on database: OpaquePointer) throws(DatabaseError) -> SQLiteStatement {
        switch sql {
        case .fixed(let text) where text.hasPointerRepresentation: try fixedStatement(text, on: database)
        case .fixed, .built: try builtStatement(sql.string, on: database)
        }
    }

    mutating func removeAll() {
        fixed = [:]
        built = [:]
    }

    private mutating func fixedStatement(_ text: StaticString, on database: OpaquePointer) throws(DatabaseError) -> SQLiteStatement {
        let known = fixed[text.utf8Start]
        if let known, !known.isBusy { return known }
        let new = try prepare(text.description, on: database, kept: known == nil)
        if known == nil { fixed[text.utf8Start] = new }
        return new
    }

    private mutating func builtStatement(_ text: String, on database: OpaquePointer) throws(DatabaseError) -> SQLiteStatement {
        uses += 1
        let known = built[text]
        if let known, !known.statement.isBusy {
            built[text]?.lastUse = uses
            return known.statement
        }
        let new = try prepare(text, on: database, kept: known == nil)
        if known == nil {
            built[text] = Built(statement: new, lastUse: uses)
            dropOldest()
        }
        return new
    }

    private func prepare(_ text: String, on database: OpaquePointer, kept: Bool) throws(DatabaseError) -> SQLiteStatement {
        try Array(SQLDialect.sqlite.translate(text).utf8).withUnsafeBufferPointer { bytes throws(DatabaseError) in
            try SQLiteStatement(bytes, on: database, kept: kept)
        }
    }

    private mutating func dropOldest() {
        guard built.count > Self.builtLimit, let oldest = built.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        built[oldest.key] = nil
    }
}
