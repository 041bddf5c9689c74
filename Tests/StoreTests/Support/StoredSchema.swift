import Database

/// The schema as the database describes it, one line for each thing, to be compared.
enum StoredSchema {
    static func lines(_ sql: any SQLConnection) throws -> [String] {
        switch sql.dialect {
        case .sqlite:
            try sql.all("SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || coalesce(sql, '') FROM sqlite_master") { $0.text(0) }
                .sorted()
        case .postgres:
            try (columns + indexes + constraints + sequences).flatMap { try sql.all(built: $0) { $0.text(0) } }.sorted()
        }
    }

    /// How many rows each table has.
    static func rows(_ sql: any SQLConnection) throws -> [String: Int64] {
        let names: [String]
        switch sql.dialect {
        case .sqlite:
            names = try sql.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_migrations'") { $0.text(0) }
        case .postgres:
            names = try sql.all("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'") {
                $0.text(0)
            }
        }
        var rows: [String: Int64] = [:]
        for name in names { rows[name] = try sql.all(built: "SELECT count(*) FROM \"\(name)\"") { $0.int64(0) }.first }
        return rows
    }

    private static let columns = [
        """
        SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || is_identity
            || ' ' || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = 'public'
        """
    ]
    private static let indexes = ["SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'"]
    private static let constraints = [
        "SELECT 'constraint ' || conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
        "SELECT 'options ' || relname || ' ' || coalesce(reloptions::text, '') FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    ]
    private static let sequences = [
        "SELECT 'sequence ' || sequencename || ' ' || data_type::text FROM pg_sequences WHERE schemaname = 'public'"
    ]
}
