extension PostgresConnection: SchemaConnection {
    func executeScript(_ sql: String) throws(DatabaseError) { try runScript(sql) }

    func changeSchema<T>(_ body: () throws(DatabaseError) -> T) throws(DatabaseError) -> T {
        begin("BEGIN")
        try openNow()
        do throws(DatabaseError) {
            let value = try body()
            try commit()
            return value
        } catch {
            rollback()
            throw error
        }
    }
}
