import HearthCore

/// A connection on which the schema may be changed. Each database has its own way to keep others out meanwhile.
protocol SchemaConnection: SQLConnection {
    /// Runs several statements separated by semicolons.
    func executeScript(_ sql: String) throws(DatabaseError)

    /// Runs the body in a transaction that no other writer shares; rolls back when it throws.
    func changeSchema<T>(_ body: () throws(DatabaseError) -> T) throws(DatabaseError) -> T
}

/// Applies the migrations that a store has not seen, each in a transaction of its own.
struct MigrationRunner {
    let connection: any SchemaConnection

    /// Returns the numbers applied, none when the store is up to date.
    ///
    /// - Throws: `newerSchema` when the store has a migration beyond the last one known here, `other` when the numbers have gaps or
    ///   an applied migration has been edited, and whatever a migration's SQL meets. Migrations before it stay applied.
    func migrate(_ migrations: [Migration], now: Instant) throws(DatabaseError) -> [Int] {
        var done: [Int] = []
        for migration in try pending(migrations) {
            // A store that is up to date is not written to.
            if migration.number == 1 { try connection.changeSchema { () throws(DatabaseError) in try makeTable() } }
            try apply(migration, now: now)
            done.append(migration.number)
        }
        return done
    }

    /// Those of the migrations that the store has not seen; nothing is changed. Throws as `migrate` does.
    func pending(_ migrations: [Migration]) throws(DatabaseError) -> [Migration] {
        guard migrations.map(\.number) == Array(1..<migrations.count + 1) else {
            throw DatabaseError(.other, "migrations must be numbered 1, 2, 3, …: \(migrations.map(\.number))")
        }
        let applied = try history()
        try compare(applied, with: migrations)
        return Array(migrations.dropFirst(applied.count))
    }

    /// What was applied so far, in order; nothing where no migration ever ran. Nothing is changed.
    func history() throws(DatabaseError) -> [AppliedMigration] {
        guard try hasTable() else { return [] }
        return try connection.all("SELECT number, name, applied_at, checksum FROM schema_migrations ORDER BY number") { row in
            AppliedMigration(
                number: Int(row.int64(0)), name: row.text(1), appliedAt: Instant(milliseconds: row.int64(2)), checksum: row.int64(3))
        }
    }

    private func hasTable() throws(DatabaseError) -> Bool {
        switch connection.dialect {
        case .sqlite:
            try connection.first("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'", []) { _ in true }
                ?? false
        case .postgres:
            try connection.first("SELECT to_regclass('schema_migrations') IS NOT NULL", []) { $0.bool(0) } ?? false
        }
    }

    private func makeTable() throws(DatabaseError) {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum BIGINT NOT NULL, applied_at BIGINT NOT NULL)
            """)
    }

    private func compare(_ applied: [AppliedMigration], with migrations: [Migration]) throws(DatabaseError) {
        if let last = applied.last, last.number > migrations.count {
            throw DatabaseError(.newerSchema, "the store is at migration \(last.number), this program knows \(migrations.count)")
        }
        guard applied.map(\.number) == Array(1..<applied.count + 1) else {
            throw DatabaseError(.other, "the store's list of migrations has gaps: \(applied.map(\.number))")
        }
        for (old, new) in zip(applied, migrations) where old.checksum != new.checksum {
            throw DatabaseError(.other, "migration \(new.number) (\(new.name)) was edited after it had been applied")
        }
    }

    private func apply(_ migration: Migration, now: Instant) throws(DatabaseError) {
        do throws(DatabaseError) {
            try connection.changeSchema { () throws(DatabaseError) in
                try connection.executeScript(migration.sql)
                try connection.execute(
                    "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)",
                    [.integer(Int64(migration.number)), .text(migration.name), .integer(migration.checksum), .integer(now.milliseconds)])
            }
        } catch {
            throw DatabaseError(error.kind, code: error.code, "migration \(migration.number) (\(migration.name)): \(error.text)")
        }
    }
}
