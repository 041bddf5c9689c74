import CSQLite

/// One connection to a SQLite file. A unit of work that is worth it asks for this type and uses `prepared`.
///
/// Opened without SQLite's own locking (`SQLITE_OPEN_NOMUTEX`): one thread at a time.
public final class SQLiteConnection: SQLConnection {
    public let dialect = SQLDialect.sqlite

    let handle: OpaquePointer
    private var statements = SQLiteStatementCache()
    /// Handed out by `prepared` in this unit of work; one left in the middle of its rows would hold the snapshot.
    private var lent: [SQLiteStatement] = []

    /// Opens an existing file and applies the settings of its role.
    init(path: String, settings: SQLiteSettings) throws(DatabaseError) {
        var handle: OpaquePointer?
        let access = settings.isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code =
            settings.isStill
            ? sqlite3_open_v2(Self.address(of: path) + "?immutable=1", &handle, flags | SQLITE_OPEN_URI, nil)
            : sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            throw DatabaseError.sqlite(code, "cannot open \(path): \(String(cString: sqlite3_errstr(code)))")
        }
        self.handle = handle
        sqlite3_busy_timeout(handle, settings.busyTimeout)
        try executeScript(settings.script)
    }

    /// As SQLite reads file names with options (https://www.sqlite.org/uri.html).
    private static func address(of path: String) -> String {
        "file:" + path.map { ["%": "%25", "?": "%3f", "#": "%23"][$0] ?? String($0) }.joined()
    }

    deinit {
        lent = []
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    public func visit(
        _ sql: SQLText, _ parameters: [SQLValue], _ each: (any Row) throws(DatabaseError) -> Bool
    ) throws(DatabaseError) {
        let statement = try statement(sql, parameters)
        defer { statement.reset() }
        let row = SQLiteRow(statement: statement.handle)
        while try step(statement, sql) {
            guard try each(row) else { return }
        }
    }

    @discardableResult
    public func perform(_ sql: SQLText, _ parameters: [SQLValue]) throws(DatabaseError) -> Int {
        let statement = try statement(sql, parameters)
        do { return try statement.run() } catch { throw error.while(sql) }
    }

    /// A reusable statement for many rows, prepared once per connection. Use it up before asking for the same text again,
    /// and keep it no longer than the unit of work.
    public func prepared(_ sql: StaticString) throws(DatabaseError) -> SQLiteStatement {
        let statement = try statement(.fixed(sql))
        lent.append(statement)
        return statement
    }

    /// The same for a text put together at run time.
    public func prepared(built sql: String) throws(DatabaseError) -> SQLiteStatement {
        let statement = try statement(.built(sql))
        lent.append(statement)
        return statement
    }

    /// Runs several statements, separated by semicolons. For migrations.
    func executeScript(_ sql: String) throws(DatabaseError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw DatabaseError.sqlite(code, String(cString: sqlite3_errmsg(handle))) }
    }

    /// How many statements stay prepared.
    var statementCount: Int { statements.count }

    /// False before BEGIN, and after an error on which SQLite gave the whole transaction up (full disk, failing disk).
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Whether a deferred foreign key is violated at this moment: the commit would fail.
    var hasDeferredViolation: Bool {
        var current: Int32 = 0
        var highest: Int32 = 0
        sqlite3_db_status(handle, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0)
        return current != 0
    }

    /// Called when a unit of work has returned.
    func endUnit() {
        for statement in lent { statement.reset() }
        lent.removeAll(keepingCapacity: true)
    }

    /// Gives the transaction up. Nothing can be done about an error: the connection is then outside one anyway.
    func rollback() {
        if isInTransaction { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
    }

    /// Moves the write-ahead log into the file and empties it, as far as readers let it.
    func checkpoint() { sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil) }

    private func statement(_ sql: SQLText) throws(DatabaseError) -> SQLiteStatement {
        do { return try statements.statement(sql, on: handle) } catch { throw error.while(sql) }
    }

    private func statement(_ sql: SQLText, _ parameters: [SQLValue]) throws(DatabaseError) -> SQLiteStatement {
        let statement = try statement(sql)
        do { try statement.bind(parameters) } catch { throw error.while(sql) }
        return statement
    }

    private func step(_ statement: SQLiteStatement, _ sql: SQLText) throws(DatabaseError) -> Bool {
        do { return try statement.step() } catch { throw error.while(sql) }
    }
}

extension DatabaseError {
    /// The same with the statement that met it.
    fileprivate func `while`(_ sql: SQLText) -> DatabaseError { DatabaseError(kind, code: code, "\(text) in: \(sql.string)") }
}
