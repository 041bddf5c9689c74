import HearthCore

/// A store that runs units of work on threads of its own, never on an event loop or the cooperative pool.
///
/// A unit of work is a synchronous closure. It may throw anything (`Failure` to refuse inside a transaction); the same error comes out,
/// and nothing it wrote stays. That is why errors are not typed here: what arrives is either the closure's own error or a `DatabaseError`.
/// Completions run on a database thread: hand the result on and return. A full queue or a database that was shut down answers
/// at once, on the caller's thread, with `busy` or `unavailable`.
public protocol Database: Sendable {
    /// Which database this is.
    var dialect: SQLDialect { get }

    /// Runs beside the writer against one snapshot of everything committed when its first statement runs. Cannot change anything.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T,
        completion: @escaping @Sendable (Result<T, any Error>) -> Void
    )

    /// One transaction; the completion runs only after the commit that holds it. A body that throws is rolled back alone.
    ///
    /// It sees all that was committed when its completion ran. SQLite runs writes one after the other and joins those that wait
    /// into one commit; PostgreSQL runs them beside each other, on several servers too, so a body that decides by what it has read
    /// locks it first (`SQLConnection.lock`). A body may be run more than once.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T,
        completion: @escaping @Sendable (Result<T, any Error>) -> Void
    )

    /// Brings the schema up to date and returns the numbers applied. Blocks; meant for the start, before anything is served.
    func migrate(_ migrations: [Migration], now: Instant) throws(DatabaseError) -> [Int]

    /// Refuses new work, finishes what is queued and closes. Blocks until then: for the end of the process, on no event loop.
    func shutdown()
}

extension Database {
    /// `read` for async code. Cancelling the task does not take the unit of work back.
    public func reading<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { waiter in
            read(body) { waiter.resume(with: $0) }
        }
    }

    /// `write` for async code: returns after the commit. Cancelling the task does not take the unit of work back.
    @discardableResult
    public func writing<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { waiter in
            write(body) { waiter.resume(with: $0) }
        }
    }
}
