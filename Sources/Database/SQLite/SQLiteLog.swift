import CSQLite

/// How long the write-ahead log is, and when to move it into the file.
///
/// A checkpoint holds up the writer, for some 10 ms for each thousand pages. When nobody waits it is done early, so that it is short;
/// under load it is put off, because one long checkpoint writes a page once that several short ones write again and again.
final class SQLiteLog {
    /// Pages of 4 KiB.
    private static let whenIdle = 800
    private static let underLoad = 4_000

    private let connection: SQLiteConnection
    /// Its address is what SQLite's callback writes to.
    private let pages: UnsafeMutablePointer<Int32>

    /// Takes the place of SQLite's own `wal_autocheckpoint`.
    init(of connection: SQLiteConnection) {
        self.connection = connection
        pages = .allocate(capacity: 1)
        pages.initialize(to: 0)
        sqlite3_wal_hook(connection.handle, hearthCountLogPages, pages)
    }

    deinit {
        sqlite3_wal_hook(connection.handle, nil, nil)
        pages.deallocate()
    }

    /// Called after a commit.
    /// - Parameter isIdle: nobody waits for the writer.
    func checkpointIfDue(isIdle: Bool) {
        guard pages.pointee >= (isIdle ? Self.whenIdle : Self.underLoad) else { return }
        sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        // Counted anew from the next commit on: the log begins again, unless a reader still needs it.
        pages.pointee = 0
    }
}

/// SQLite calls it after each commit with the length of the log: a global function, as it may run anywhere.
private func hearthCountLogPages(
    _ pages: UnsafeMutableRawPointer?, _: OpaquePointer?, _: UnsafePointer<CChar>?, _ count: Int32
) -> Int32 {
    pages?.assumingMemoryBound(to: Int32.self).pointee = count
    return SQLITE_OK
}
