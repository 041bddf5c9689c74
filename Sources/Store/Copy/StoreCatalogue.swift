import Database

/// The tables of a store, asked from its database, so that no list of them has to be kept.
public enum StoreCatalogue {
    /// The first table of data that holds a row; nil in a store as migrations leave it, and in an empty database.
    public static func firstTableInUse(_ sql: any SQLConnection) throws(DatabaseError) -> String? {
        for table in try tables(sql) {
            let rows = try sql.all(built: "SELECT 1 FROM \(table.name.quoted) LIMIT 1") { $0.int64(0) }
            if !rows.isEmpty { return table.name }
        }
        return nil
    }

    /// A table, sequence or view of a PostgreSQL database, whoever made it; nil in an empty database.
    public static func firstRelation(_ sql: any SQLConnection) throws(DatabaseError) -> String? {
        try sql.first(
            """
            SELECT n.nspname::text || '.' || c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
            ORDER BY 1 LIMIT 1
            """, []
        ) { $0.text(0) }
    }

    /// The tables whose rows are copied.
    static func tables(_ sql: any SQLConnection) throws(DatabaseError) -> [TableShape] {
        switch sql.dialect {
        case .sqlite: try sqlite(sql)
        case .postgres: try postgres(sql)
        }
    }

    private static func sqlite(_ sql: any SQLConnection) throws(DatabaseError) -> [TableShape] {
        let names = try sql.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'") {
            $0.text(0)
        }
        return try names.filter { !TableShape.ownOfEachDatabase.contains($0) }.map { name throws(DatabaseError) in
            var key: [(Int64, String)] = []
            let columns = try sql.all("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid", [.text(name)]) {
                row throws(DatabaseError) in
                if row.int64(3) > 0 { key.append((row.int64(3), row.text(0))) }
                return try column(row.text(0), row.text(1), isNullable: !row.bool(2) && row.int64(3) == 0, of: name)
            }
            let parents = try sql.all("SELECT \"table\" FROM pragma_foreign_key_list(?1)", [.text(name)]) { $0.text(0) }
            return TableShape(name: name, columns: columns, key: key.sorted { $0.0 < $1.0 }.map(\.1), parents: Set(parents))
        }
    }

    private static func postgres(_ sql: any SQLConnection) throws(DatabaseError) -> [TableShape] {
        var tables: [String: TableShape] = [:]
        try sql.query(
            """
            SELECT c.relname::text, a.attname::text, t.typname::text, a.attnotnull, a.attidentity <> ''
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type t ON t.oid = a.atttypid
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
            ORDER BY c.relname, a.attnum
            """
        ) { row throws(DatabaseError) in
            let name = row.text(0)
            guard !TableShape.ownOfEachDatabase.contains(name) else { return }
            let column = try column(row.text(1), row.text(2), isNullable: !row.bool(3), isIdentity: row.bool(4), of: name)
            tables[name, default: TableShape(name: name, columns: [], key: [], parents: [])].columns.append(column)
        }
        try sql.query(
            """
            SELECT c.relname::text, a.attname::text
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, position)
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
            WHERE i.indisprimary AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
            ORDER BY c.relname, k.position
            """
        ) { row in tables[row.text(0)]?.key.append(row.text(1)) }
        try sql.query(
            """
            SELECT c.relname::text, p.relname::text
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
            WHERE k.contype = 'f' AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
            """
        ) { row in tables[row.text(0)]?.parents.insert(row.text(1)) }
        return Array(tables.values)
    }

    private static func column(
        _ name: String, _ type: String, isNullable: Bool, isIdentity: Bool = false, of table: String
    ) throws(DatabaseError) -> TableShape.Column {
        func made(_ kind: TableShape.Column.Kind, _ width: PostgresRowWriter.Width) -> TableShape.Column {
            TableShape.Column(name: name, kind: kind, isNullable: isNullable, isIdentity: isIdentity, width: width)
        }
        switch type.lowercased() {
        case "integer", "bigint", "int8": return made(.integer, .int8)
        case "int4": return made(.integer, .int4)
        case "int2", "smallint": return made(.integer, .int2)
        case "real", "double precision", "float8": return made(.real, .float8)
        case "text", "varchar": return made(.text, .bytes)
        case "blob", "bytea": return made(.blob, .bytes)
        default: throw DatabaseError(.other, "column \(name) of table \(table) has the type \(type), which this version cannot copy")
        }
    }
}
