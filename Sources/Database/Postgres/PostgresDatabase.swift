import HearthCore
import Synchronization

/// A store in PostgreSQL, 13 or later: some connections that read, some that write, each on a thread of its own.
///
/// The pool follows the server's fate: while it is away, work is refused with `unavailable` at once; when it is back, so is the store.
/// Writes of different callers run beside each other and may be run again when they meet in one row, so a unit of work must not
/// change anything but the store. What is lost between a commit and its answer counts as `unavailable`.
public final class PostgresDatabase: Database {
    public let dialect = SQLDialect.postgres

    private let settings: PostgresSettings
    private let reads: PostgresLane
    private let writes: PostgresLane
    private let threads: Mutex<[DatabaseThread]>

    /// Connects once, to learn at once what is wrong, and begins to serve.
    ///
    /// - Parameters:
    ///   - readers: connections that answer reads.
    ///   - writers: connections that write.
    ///   - waitingLimit: units of work that may wait, for reads and for writes each; beyond it the answer is `busy`.
    ///   - report: told why when the server is lost, and nil when it is back.
    /// - Throws: `unavailable` with libpq's message: no server, wrong password, no such database; `other` for one before 13.
    public init(
        _ settings: PostgresSettings, readers: Int = 8, writers: Int = 4, waitingLimit: Int = 10_000,
        report: @escaping @Sendable (DatabaseError?) -> Void = { _ in }
    ) throws(DatabaseError) {
        self.settings = settings
        let first = try PostgresConnection(settings)
        reads = PostgresLane(
            .reading, settings, connections: 1, waitingLimit: waitingLimit, report: { _ in })
        writes = PostgresLane(
            .writing, settings, connections: 0, waitingLimit: waitingLimit, report: report)
        threads = Mutex([])
        var started: [DatabaseThread] = []
        do throws(DatabaseError) {
            // Each connection lives on its thread and is touched by nobody else.
            nonisolated(unsafe) let connected = first
            started.append(try DatabaseThread { [reads] in PostgresWorker(reads, connected).run() })
            for lane in Array(repeating: reads, count: max(readers, 1) - 1) + Array(repeating: writes, count: max(writers, 1)) {
                started.append(try DatabaseThread { PostgresWorker(lane, nil).run() })
            }
        } catch {
            reads.queue.close()
            writes.queue.close()
            for thread in started { thread.join() }
            throw error
        }
        threads.withLock { $0 = started }
    }

    deinit { shutdown() }

    public func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T,
        completion: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        reads.push(UnitOfWork(body, completion: completion))
    }

    public func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T,
        completion: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        writes.push(UnitOfWork(body, completion: completion))
    }

    /// A second call returns at once. Called on a database thread (from a completion), it does not wait for that thread.
    public func shutdown() {
        writes.queue.close()
        reads.queue.close()
        let running = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in running { thread.join() }
    }
}

// MARK: - The schema

extension PostgresDatabase {
    /// Kept by whoever changes the schema; the number only has to be Hearth's own.
    private static let schemaLock: Int64 = 0x4865_6172_7468_0001
    /// Of the numbers that servers hold.
    private static let numberSpace: Int64 = 0x4865_6172

    /// Brings the schema up to date and returns the numbers applied. Servers that start at once take turns.
    /// Blocks; meant for the start, before anything is served.
    public func migrate(_ migrations: [Migration], now: Instant) throws(DatabaseError) -> [Int] {
        var patient = settings
        patient.statementTimeout = 0
        let connection = try PostgresConnection(patient)
        // Goes with the connection.
        try Self.keepSchema(connection)
        return try MigrationRunner(connection: connection).migrate(migrations, now: now)
    }
}

// MARK: - Numbers of servers

/// A number that no other server on this database has while it is held. Goes back when the last reference goes, or the process.
///
/// Unchecked because the connection is only kept, never used again.
public final class HeldNumber: @unchecked Sendable {
    public let number: Int
    private let connection: PostgresConnection

    fileprivate init(_ number: Int, _ connection: PostgresConnection) {
        self.number = number
        self.connection = connection
    }
}

extension PostgresDatabase {
    /// Takes the first free number below `count` and tells the store so; nil when all are taken. Blocks: on no event loop.
    /// - Parameter claim: run with the number on a connection of its own, each statement a transaction.
    public func holdNumber<T>(
        below count: Int, _ claim: (any SQLConnection, Int) throws(DatabaseError) -> T
    ) throws(DatabaseError) -> (held: HeldNumber, claimed: T)? {
        let connection = try PostgresConnection(settings)
        for number in 0..<count {
            let isFree = try connection.first(
                "SELECT pg_try_advisory_lock(?1, ?2)", [.integer(Self.numberSpace), .integer(Int64(number))]
            ) { $0.bool(0) }
            guard isFree == true else { continue }
            let claimed = try claim(connection, number)
            return (HeldNumber(number, connection), claimed)
        }
        return nil
    }
}

extension PostgresDatabase {
    /// Takes the numbers of all servers, so that none runs while the connection lives.
    /// - Throws: `inUse` when one does. It is waited for a second: a connection that was closed keeps its number a moment longer.
    static func keepServersOut(_ connection: PostgresConnection, servers: Int) throws(DatabaseError) {
        try connection.runScript("SET lock_timeout = 1000")
        for number in 0..<servers {
            do throws(DatabaseError) {
                try connection.execute("SELECT pg_advisory_lock(?1, ?2)", [.integer(numberSpace), .integer(Int64(number))])
            } catch {
                throw error.kind == .busy ? DatabaseError(.inUse, "a server is using this database") : error
            }
        }
        try connection.runScript("SET lock_timeout = 0")
    }

    /// Waits until nobody changes the schema, and keeps it so while the connection lives.
    static func keepSchema(_ connection: PostgresConnection) throws(DatabaseError) {
        try connection.execute("SELECT pg_advisory_lock(?1)", [.integer(schemaLock)])
    }
}
