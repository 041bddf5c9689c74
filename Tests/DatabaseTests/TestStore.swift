import Dispatch
import Glibc
import HearthCore

@testable import Database

/// A store in a directory of its own, with one table `t (id, body)`.
final class TestStore: Sendable {
    let directory: String
    let path: String
    let database: SQLiteDatabase

    static let schema = [Migration(number: 1, name: "t", sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB);")]

    init(waitingLimit: Int = 10_000) throws {
        directory = try Self.makeDirectory()
        path = directory + "/hearth.db"
        database = try SQLiteDatabase(path: path, waitingLimit: waitingLimit)
        _ = try database.migrate(Self.schema, now: Instant(milliseconds: 1))
    }

    deinit {
        database.shutdown()
        for name in ["", "-wal", "-shm", ".lock"] { unlink(path + name) }
        rmdir(directory)
    }

    static func makeDirectory() throws -> String {
        var template = Array("/tmp/hearth-database-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw DatabaseError(.unavailable, "no temporary directory") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func insert(_ id: Int64) async throws {
        try await database.writing { try $0.execute("INSERT INTO t (id) VALUES (?1)", [.integer(id)]) }
    }

    func ids() async throws -> [Int64] {
        try await database.reading { try $0.ids() }
    }

    /// Occupies the writer until the answer's gate is opened, so that what is written meanwhile waits together.
    func holdWriter() async -> Gate {
        let gate = Gate()
        let holding = Signal()
        database.write({ _ in
            holding.fire()
            gate.pass()
        }) { _ in }
        await holding.wait()
        return gate
    }
}

extension SQLConnection {
    func ids() throws(DatabaseError) -> [Int64] {
        try all("SELECT id FROM t ORDER BY id") { $0.int64(0) }
    }
}

/// Stops a database thread until a test lets it pass.
struct Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func pass() { semaphore.wait() }
    func open() { semaphore.signal() }
}

/// Tells a test that a database thread has come somewhere.
struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func fire() { continuation.finish() }
    func wait() async { for await _ in stream {} }
}

/// Gathers what completions bring, in the order in which they come.
struct Answers<T: Sendable>: Sendable {
    private let stream: AsyncStream<Result<T, any Error>>
    private let continuation: AsyncStream<Result<T, any Error>>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func take(_ result: Result<T, any Error>) { continuation.yield(result) }

    func next(_ count: Int) async -> [Result<T, any Error>] {
        var taken: [Result<T, any Error>] = []
        if count == 0 { return taken }
        for await result in stream {
            taken.append(result)
            if taken.count == count { break }
        }
        return taken
    }
}

extension Result where Failure == any Error {
    var isSuccess: Bool { if case .success = self { true } else { false } }

    var databaseErrorKind: DatabaseError.Kind? {
        if case .failure(let error) = self { (error as? DatabaseError)?.kind } else { nil }
    }
}
