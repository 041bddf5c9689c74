import Glibc
import HearthCore
import Synchronization

/// A store in one SQLite file: one writer with group commit, readers beside it, one owning process.
///
/// Shut down at the latest when the last reference goes. Beside `path` stand `path-wal`, `path-shm` and `path.lock`.
public final class SQLiteDatabase: Database {
    /// What a commit survives. The raw value is that of `PRAGMA synchronous`.
    public enum Durability: String, Sendable {
        /// Power loss.
        case full = "FULL"
        /// The end of the process; power loss may take the last commits but never damages the file.
        case normal = "NORMAL"
    }

    public let dialect = SQLDialect.sqlite

    private let path: String
    private let durability: Durability
    private let writes: JobQueue<UnitOfWork>
    private let reads: JobQueue<UnitOfWork>
    private let counter = CommitCounter()
    private let threads: Mutex<[DatabaseThread]>

    /// Opens the file, or makes it with mode 0600.
    ///
    /// - Parameters:
    ///   - path: of a file. There is no in-memory form: readers could not share it.
    ///   - readers: threads that answer reads, at least one.
    ///   - waitingLimit: units of work that may wait, for reads and for writes each; beyond it the answer is `busy`.
    /// - Throws: `inUse` when another server has it, `corrupt` when it is no database, `unavailable` when it cannot be opened.
    public init(
        path: String, readers: Int = 2, synchronous durability: Durability = .full, waitingLimit: Int = 10_000
    ) throws(DatabaseError) {
        self.path = path
        self.durability = durability
        let lock = try FileLock(path: path + ".lock")
        try Self.create(path)
        writes = JobQueue(limit: waitingLimit)
        reads = JobQueue(limit: waitingLimit)
        // The writer first: it turns the write-ahead log on.
        let writing = try SQLiteConnection(path: path, settings: .writer(durability))
        var reading: [SQLiteConnection] = []
        for _ in 0..<max(readers, 1) { reading.append(try SQLiteConnection(path: path, settings: .reader)) }

        threads = Mutex([])
        var started: [DatabaseThread] = []
        do throws(DatabaseError) {
            // Each connection moves to its thread and is touched by nobody else; the lock goes with the last of them.
            nonisolated(unsafe) let writer = SQLiteWriter(
                connection: writing, queue: writes, commits: counter, log: SQLiteLog(of: writing))
            started.append(try DatabaseThread { withExtendedLifetime(lock) { writer.run() } })
            for connection in reading {
                nonisolated(unsafe) let reader = SQLiteReader(connection: connection, queue: reads)
                started.append(try DatabaseThread { withExtendedLifetime(lock) { reader.run() } })
            }
        } catch {
            writes.close()
            reads.close()
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
        let job = UnitOfWork(body, completion: completion)
        if let refusal = reads.push(job) { job.refuse(refusal) }
    }

    public func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T,
        completion: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        let job = UnitOfWork(body, completion: completion)
        if let refusal = writes.push(job) { job.refuse(refusal) }
    }

    public func migrate(_ migrations: [Migration], now: Instant) throws(DatabaseError) -> [Int] {
        if writes.isClosed { throw DatabaseError(.unavailable, "the database is shut down") }
        let connection = try SQLiteConnection(path: path, settings: .writer(durability))
        return try MigrationRunner(connection: connection).migrate(migrations, now: now)
    }

    /// Commits since the start.
    public var commits: Int { counter.current }

    /// Writes that wait for the next transaction.
    public var waitingWrites: Int { writes.count }

    /// Reads that wait for a thread.
    public var waitingReads: Int { reads.count }

    /// A second call returns at once. Called on a database thread (from a completion), it does not wait for that thread.
    public func shutdown() {
        writes.close()
        reads.close()
        let running = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in running { thread.join() }
    }

    /// SQLite would make it readable for others, subject to the umask; its companions take the mode of the file.
    static func create(_ path: String) throws(DatabaseError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DatabaseError(.unavailable, code: String(errno), "cannot open \(path)") }
        close(descriptor)
    }
}
