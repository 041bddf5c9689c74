import CSQLite

/// The row a SQLite statement stands on.
struct SQLiteRow: Row {
    let statement: OpaquePointer

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(truncatingIfNeeded: column)) == SQLITE_NULL }

    func int64(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(truncatingIfNeeded: column)) }

    func double(_ column: Int) -> Double { sqlite3_column_double(statement, Int32(truncatingIfNeeded: column)) }

    func withBytes(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        // In this order: asking for the pointer may convert the value, and with it its length.
        let start = sqlite3_column_blob(statement, Int32(truncatingIfNeeded: column))
        let count = sqlite3_column_bytes(statement, Int32(truncatingIfNeeded: column))
        body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count)))
    }
}
