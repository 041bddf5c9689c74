import CSQLite

/// A prepared statement, for loops over many rows: bind, run, bind, run, with no array of values per row.
///
/// Belongs to its connection's thread and to one unit of work. Parameters count from 1 and keep their value until bound again.
public final class SQLiteStatement {
    let handle: OpaquePointer
    private let database: OpaquePointer
    private var holdsUnownedBytes = false

    /// Throws when `sql` is not exactly one statement.
    init(_ sql: UnsafeBufferPointer<UInt8>, on database: OpaquePointer, kept: Bool) throws(DatabaseError) {
        var handle: OpaquePointer?
        var rest: UnsafePointer<CChar>?
        let flags = kept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        var tail = 0
        let code = sql.withMemoryRebound(to: CChar.self) { text in
            let code = sqlite3_prepare_v3(database, text.baseAddress, Int32(truncatingIfNeeded: text.count), flags, &handle, &rest)
            if let rest, let start = text.baseAddress { tail = rest - start }
            return code
        }
        guard code == SQLITE_OK else { throw DatabaseError.sqlite(code, Self.message(of: database)) }
        guard let handle else { throw DatabaseError(.other, "an empty statement") }
        guard sql[min(tail, sql.count)...].allSatisfy({ $0 <= 0x20 || $0 == 0x3b }) else {
            sqlite3_finalize(handle)
            throw DatabaseError(.other, "more than one statement")
        }
        self.handle = handle
        self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds a number. All forms of `bind` throw when there is no such parameter or the value is too big.
    public func bind(_ index: Int, _ value: Int64) throws(DatabaseError) {
        try check(sqlite3_bind_int64(handle, Int32(truncatingIfNeeded: index), value))
    }

    /// Binds a floating-point number.
    public func bind(_ index: Int, real value: Double) throws(DatabaseError) {
        try check(sqlite3_bind_double(handle, Int32(truncatingIfNeeded: index), value))
    }

    /// Binds NULL.
    public func bindNull(_ index: Int) throws(DatabaseError) {
        try check(sqlite3_bind_null(handle, Int32(truncatingIfNeeded: index)))
    }

    /// Copies the text.
    public func bind(_ index: Int, _ value: String) throws(DatabaseError) {
        var value = value
        let code = value.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) { text in
                guard let count = Int32(exactly: text.count) else { return SQLITE_TOOBIG }
                // An empty string may have no address, which would bind NULL.
                guard let start = text.baseAddress else { return hearth_bind_text(handle, Int32(truncatingIfNeeded: index), "", 0) }
                return hearth_bind_text(handle, Int32(truncatingIfNeeded: index), start, count)
            }
        }
        try check(code)
    }

    /// Copies the bytes.
    public func bind(_ index: Int, _ value: [UInt8]) throws(DatabaseError) {
        try check(value.withUnsafeBytes { bindBytes(index, $0, copied: true) })
    }

    /// Binds bytes without a copy. They must stay where they are until `run`, or until `reset` after `step`;
    /// the next `reset` or `run` forgets all parameters, so that nothing dangles.
    public func bind(_ index: Int, unowned value: UnsafeRawBufferPointer) throws(DatabaseError) {
        holdsUnownedBytes = true
        try check(bindBytes(index, value, copied: false))
    }

    /// Runs with one more parameter, bound without a copy for just this run. Returns the changed rows.
    @discardableResult
    public func run(_ index: Int, _ value: [UInt8]) throws(DatabaseError) -> Int {
        try value.withUnsafeBufferPointer { bytes throws(DatabaseError) in
            try check(bindBytes(index, UnsafeRawBufferPointer(bytes), copied: false))
            defer { sqlite3_bind_null(handle, Int32(truncatingIfNeeded: index)) }
            return try run()
        }
    }

    /// Runs to the end, ignoring rows, and makes ready for the next run. Returns the changed rows.
    @discardableResult
    public func run() throws(DatabaseError) -> Int {
        defer { reset() }
        let before = sqlite3_total_changes64(database)
        while try step() {}
        // Statements that change no rows leave the count of the one before them.
        return sqlite3_total_changes64(database) == before ? 0 : Int(sqlite3_changes64(database))
    }

    /// Moves to the next row; false at the end.
    public func step() throws(DatabaseError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw DatabaseError.sqlite(code, Self.message(of: database))
        }
    }

    /// The row that `step` moved to, until the next `step` or `reset`.
    public var row: any Row { SQLiteRow(statement: handle) }

    /// Makes ready for the next run.
    public func reset() {
        sqlite3_reset(handle)
        if holdsUnownedBytes {
            sqlite3_clear_bindings(handle)
            holdsUnownedBytes = false
        }
    }

    /// Whether a row has been read and the end has not been reached.
    var isBusy: Bool { sqlite3_stmt_busy(handle) != 0 }

    /// Binds all parameters, from `?1` on. Throws when their number is not the statement's.
    public func bind(_ values: [SQLValue]) throws(DatabaseError) {
        guard values.count == sqlite3_bind_parameter_count(handle) else {
            throw DatabaseError(.other, "\(values.count) parameters for \(sqlite3_bind_parameter_count(handle)) placeholders")
        }
        for (offset, value) in values.enumerated() {
            switch value {
            case .null: try bindNull(offset + 1)
            case .integer(let value): try bind(offset + 1, value)
            case .real(let value): try bind(offset + 1, real: value)
            case .text(let value): try bind(offset + 1, value)
            case .blob(let value): try bind(offset + 1, value)
            case .integers(let values): try bind(offset + 1, "[" + values.map(String.init).joined(separator: ",") + "]")
            case .blobs: throw DatabaseError(.other, "SQLite has no lists of blobs")
            }
        }
    }

    private func bindBytes(_ index: Int, _ bytes: UnsafeRawBufferPointer, copied: Bool) -> Int32 {
        let index = Int32(truncatingIfNeeded: index)
        // No bytes may mean no address, which would bind NULL.
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, index, 0) }
        guard let count = Int32(exactly: bytes.count) else { return SQLITE_TOOBIG }
        return copied ? hearth_bind_blob(handle, index, start, count) : sqlite3_bind_blob(handle, index, start, count, nil)
    }

    private func check(_ code: Int32) throws(DatabaseError) {
        if code != SQLITE_OK { throw DatabaseError.sqlite(code, String(cString: sqlite3_errstr(code))) }
    }

    private static func message(of database: OpaquePointer) -> String { String(cString: sqlite3_errmsg(database)) }
}
