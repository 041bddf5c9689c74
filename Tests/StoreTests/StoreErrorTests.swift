import Database
import HearthCore
import IM
import Store
import Synchronization
import TestSupport
import Testing

struct StoreErrorTests {
    /// A database that fails in one way.
    private struct BrokenDatabase: Database {
        let error: DatabaseError
        let dialect = SQLDialect.sqlite

        func read<T: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> T,
            completion: @escaping @Sendable (Result<T, any Error>) -> Void
        ) { completion(.failure(error)) }

        func write<T: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> T,
            completion: @escaping @Sendable (Result<T, any Error>) -> Void
        ) { completion(.failure(error)) }

        func migrate(_: [Migration], now: Instant) throws(DatabaseError) -> [Int] { throw error }

        func shutdown() {}
    }

    @Test(arguments: [
        (DatabaseError.Kind.busy, FailureName.serverBusy, false), (.unavailable, .serverNeedRetry, false),
        (.corrupt, .serverUnknownError, true), (.full, .serverNeedRetry, true), (.other, .serverUnknownError, true),
    ])
    func troubleIsToldWithoutItsInternalText(kind: DatabaseError.Kind, name: FailureName, isReported: Bool) async {
        let reported = Mutex<[String]>([])
        let context = StoreContext(
            database: BrokenDatabase(error: DatabaseError(kind, "table users is broken")),
            errors: StoreErrors { error in reported.withLock { $0.append(error.text) } })
        await #expect(throws: Failure(name)) { try await SQLAppStore(context).list() }
        await #expect(throws: Failure(name)) { try await SendMemory(context).prune(now: VirtualClock.noon, limit: 1) }
        #expect(reported.withLock { $0 } == (isReported ? ["table users is broken", "table users is broken"] : []))
    }
}
