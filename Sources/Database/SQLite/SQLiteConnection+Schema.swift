import CSQLite

extension SQLiteConnection: SchemaConnection {
    /// Foreign keys are checked once at the end: rebuilding a table drops it, which would otherwise delete what refers to it
    /// (https://www.sqlite.org/lang_altertable.html#otheralter).
    func changeSchema<T>(_ body: () throws(DatabaseError) -> T) throws(DatabaseError) -> T {
        // The setting cannot change inside a transaction.
        try executeScript("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")
        defer {
            rollback()
            sqlite3_exec(handle, "PRAGMA foreign_keys = ON", nil, nil, nil)
        }
        let value = try body()
        if let table = try first("PRAGMA foreign_key_check", [], { $0.text(0) }) {
            throw DatabaseError(.constraint, "a row of \(table) refers to nothing")
        }
        guard isInTransaction else { throw DatabaseError(.other, "a migration ended its transaction") }
        try execute("COMMIT")
        return value
    }
}
