/// How a connection is set up.
struct SQLiteSettings {
    /// Milliseconds to wait for a lock that another process holds (a backup, the `sqlite3` shell).
    let busyTimeout: Int32
    let script: String

    private init(_ script: String) {
        busyTimeout = 5_000
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
}
