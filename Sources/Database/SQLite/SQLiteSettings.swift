/// How a connection is set up.
struct SQLiteSettings {
    /// Milliseconds to wait for a lock that another process holds (a backup, the `sqlite3` shell).
    let busyTimeout: Int32
    let script: String
    /// Opened without the right to write: not even the write-ahead log is moved into the file.
    let isReadOnly: Bool
    /// Nobody changes the file meanwhile: no companion is made beside it.
    let isStill: Bool

    private init(_ script: String, isReadOnly: Bool = false, isStill: Bool = false) {
        busyTimeout = 5_000
        self.isReadOnly = isReadOnly
        self.isStill = isStill
        // Memory mapping stays off: an error of the disk would then be a signal that ends the process, not an error of one statement.
        self.script = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; " + script
    }

    /// 16 MiB of cache. `SQLiteLog` moves the log into the file, which never stays larger than 64 MiB.
    static func writer(_ durability: SQLiteDatabase.Durability) -> SQLiteSettings {
        SQLiteSettings(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = \(durability.rawValue); PRAGMA cache_size = -16384; \
            PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864;
            """
        )
    }

    /// 8 MiB of cache, and no way to change anything.
    static let reader = SQLiteSettings("PRAGMA cache_size = -8192; PRAGMA query_only = ON;")

    /// For a look at a file that another process may own.
    static let visitor = SQLiteSettings("PRAGMA cache_size = -8192;", isReadOnly: true)

    /// For a short look at a file that nobody has open.
    static let stillVisitor = SQLiteSettings("PRAGMA cache_size = -8192;", isReadOnly: true, isStill: true)

    /// For a file that is being made and that nobody else knows yet. Whoever makes it brings it to disk.
    static let draft = SQLiteSettings("PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;")
}
