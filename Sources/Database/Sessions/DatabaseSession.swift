import HearthCore

/// One connection on the caller's thread, for verbs that look after a store. Everything it does blocks.
public final class DatabaseSession {
    /// What is done with the store.
    public enum Access: Sendable {
        /// Reading beside whoever uses it. Nothing is changed, not even a file made.
        case looking
        /// Reading while no server uses it. `servers` is how many may share a PostgreSQL database.
        case readingAlone(servers: Int)
        /// Writing while no server uses it; makes a SQLite file that is not there.
        case writingAlone(servers: Int)
    }

    /// For statements; each is a transaction unless it runs inside `transaction`.
    public let connection: any SQLConnection
    private let schema: any SchemaConnection
    private let isWriting: Bool
    /// The right to use a SQLite file; that to a PostgreSQL database goes with the connection.
    private let lock: FileLock?

    /// Opens a SQLite file.
    /// - Throws: `inUse` when a server has it and must not, `unavailable` when it is not there.
    public init(sqlite path: String, _ access: Access) throws(DatabaseError) {
        isWriting = access.isWriting
        lock = access.servers == nil ? nil : try SQLiteFile(path).own()
        if isWriting { try SQLiteDatabase.create(path) }
        // Without a log nobody has the file open, or had and did not end in order.
        let visitor = SQLiteFile(path).hasLog ? SQLiteSettings.visitor : .stillVisitor
        let opened = try SQLiteConnection(path: path, settings: isWriting ? .writer(.full) : visitor)
        connection = opened
        schema = opened
    }

    /// Connects to PostgreSQL, without limits of time for what is done.
    /// - Throws: `inUse` when a server uses the database and must not, and what `PostgresDatabase.init` throws.
    public init(postgres settings: PostgresSettings, _ access: Access) throws(DatabaseError) {
        var patient = settings
        patient.statementTimeout = 0
        let opened = try PostgresConnection(patient)
        if let servers = access.servers {
            // A server that starts meanwhile waits for the schema.
            try PostgresDatabase.keepServersOut(opened, servers: servers)
            try PostgresDatabase.keepSchema(opened)
        }
        isWriting = access.isWriting
        lock = nil
        connection = opened
        schema = opened
    }

    /// Which database this is.
    public var dialect: SQLDialect { connection.dialect }

    /// What was applied so far, in order; nothing in an empty database.
    public func history() throws(DatabaseError) -> [AppliedMigration] { try MigrationRunner(connection: schema).history() }

    /// Those of the migrations that the store has not seen.
    /// - Throws: `newerSchema` when it has one beyond them, `other` when one of them was edited after it had been applied.
    public func pending(_ migrations: [Migration]) throws(DatabaseError) -> [Migration] {
        try MigrationRunner(connection: schema).pending(migrations)
    }

    /// Brings the schema up to date and returns the numbers applied. For a session that owns the store.
    public func migrate(_ migrations: [Migration], now: Instant) throws(DatabaseError) -> [Int] {
        try MigrationRunner(connection: schema).migrate(migrations, now: now)
    }

    /// Runs the body in one transaction over one state of the store; commits when the body returns, and gives everything up
    /// when it throws.
    /// - Throws: what the body throws, or the `DatabaseError` of beginning and committing.
    public func transaction<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try begin()
        do {
            let value = try body(connection)
            try commit()
            return value
        } catch {
            rollback()
            throw error
        }
    }

    private func begin() throws(DatabaseError) {
        if let postgres = connection as? PostgresConnection {
            postgres.begin(isWriting ? "BEGIN" : PostgresLane.Role.reading.opening)
        } else {
            try connection.execute(isWriting ? "BEGIN IMMEDIATE" : "BEGIN")
        }
    }

    private func commit() throws(DatabaseError) {
        if let postgres = connection as? PostgresConnection {
            try postgres.commit()
        } else {
            (connection as? SQLiteConnection)?.endUnit()
            try connection.execute("COMMIT")
        }
    }

    private func rollback() {
        if let sqlite = connection as? SQLiteConnection {
            sqlite.endUnit()
            sqlite.rollback()
        } else {
            (connection as? PostgresConnection)?.rollback()
        }
    }
}

extension DatabaseSession.Access {
    fileprivate var isWriting: Bool { if case .writingAlone = self { true } else { false } }

    /// Nil for a look beside them.
    fileprivate var servers: Int? {
        switch self {
        case .looking: nil
        case .readingAlone(let servers), .writingAlone(let servers): servers
        }
    }
}
