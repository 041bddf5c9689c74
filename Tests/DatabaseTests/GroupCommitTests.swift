import CSQLite
import Glibc
import HearthCore
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1)))
struct GroupCommitTests {
    @Test func waitingWritesShareOneCommit() async throws {
        let store = try TestStore()
        let gate = await store.holdWriter()
        let before = store.database.commits
        let answers = Answers<Int>()
        for id in 1...50 { insert(Int64(id), into: store, answers) }
        #expect(store.database.waitingWrites == 50)
        gate.open()
        let results = await answers.next(50)
        #expect(results.count(where: \.isSuccess) == 50)
        #expect(store.database.commits - before == 2)
        #expect(try await store.ids() == Array(1...50))
    }

    @Test func aBodyThatThrowsIsRolledBackAlone() async throws {
        let store = try TestStore()
        let gate = await store.holdWriter()
        let answers = Answers<Int>()
        insert(1, into: store, answers)
        store.database.write({ connection -> Int in
            try connection.execute("INSERT INTO t (id) VALUES (2)")
            throw Failure(.generalError)
        }) { answers.take($0) }
        insert(3, into: store, answers)
        gate.open()
        let results = await answers.next(3)
        #expect(results.map(\.isSuccess) == [true, false, true])
        #expect(throws: Failure(.generalError)) { try results[1].get() }
        #expect(try await store.ids() == [1, 3])
    }

    @Test func aLoneBodyThatThrowsLeavesNothing() async throws {
        let store = try TestStore()
        await #expect(throws: Failure(.generalError)) {
            try await store.database.writing { connection in
                try connection.execute("INSERT INTO t (id) VALUES (1)")
                throw Failure(.generalError)
            }
        }
        #expect(try await store.ids() == [])
    }

    @Test func aLaterBodySeesWhatAnEarlierOneWrote() async throws {
        let store = try TestStore()
        let gate = await store.holdWriter()
        let answers = Answers<Int>()
        insert(1, into: store, answers)
        store.database.write({ try $0.ids().count }) { answers.take($0) }
        gate.open()
        #expect(try await answers.next(2).map { try $0.get() } == [1, 1])
    }

    @Test func nothingIsVisibleBeforeTheCommit() async throws {
        let store = try TestStore()
        let written = Signal()
        let gate = Gate()
        let answers = Answers<Int>()
        store.database.write({ connection -> Int in
            let changed = try connection.execute("INSERT INTO t (id) VALUES (1)")
            written.fire()
            gate.pass()
            return changed
        }) { answers.take($0) }
        await written.wait()
        #expect(try await store.ids() == [])
        gate.open()
        _ = await answers.next(1)
        #expect(try await store.ids() == [1])
    }

    @Test func aFailedCommitFailsEveryBodyOfItsBatchAndTheWriterGoesOn() async throws {
        let store = try TestStore()
        let gate = await store.holdWriter()
        let answers = Answers<Int>()
        store.database.write({ connection -> Int in
            guard let connection = connection as? SQLiteConnection else { return 0 }
            sqlite3_commit_hook(connection.handle, { _ in 1 }, nil)
            return 1
        }) { answers.take($0) }
        insert(1, into: store, answers)
        store.database.write({ _ in throw Failure(.generalError) }) { answers.take($0) }
        gate.open()
        let results = await answers.next(3)
        #expect(results.map(\.databaseErrorKind) == [.constraint, .constraint, .constraint])

        try await store.database.writing { connection in
            guard let connection = connection as? SQLiteConnection else { return }
            sqlite3_commit_hook(connection.handle, nil, nil)
        }
        try await store.insert(2)
        #expect(try await store.ids() == [2])
    }

    @Test func aLostTransactionFailsWhatRanInItAndNotWhatWaits() async throws {
        let store = try TestStore()
        let gate = await store.holdWriter()
        let answers = Answers<Int>()
        insert(1, into: store, answers)
        store.database.write({ try $0.execute("ROLLBACK") }) { answers.take($0) }
        insert(3, into: store, answers)
        gate.open()
        let results = await answers.next(3)
        #expect(results.map(\.isSuccess) == [false, false, true])
        #expect(try await store.ids() == [3])
    }

    @Test func aFullDiskIsAnErrorAndTheWriterGoesOn() async throws {
        let store = try TestStore()
        let full = Result<Int, any Error>.failure(await errorOfAWriteBeyondTheLimit(store))
        #expect(full.databaseErrorKind == .full)
        try await store.database.writing { try $0.execute("PRAGMA max_page_count = 100000") }
        try await store.insert(2)
        #expect(try await store.ids() == [2])
    }

    @Test func aDeferredForeignKeyFailsItsOwnBodyOnly() async throws {
        let store = try TestStore()
        try await store.database.writing {
            try $0.execute("CREATE TABLE child (t INTEGER REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)")
        }
        let gate = await store.holdWriter()
        let answers = Answers<Int>()
        insert(1, into: store, answers)
        store.database.write({ try $0.execute("INSERT INTO child VALUES (99)") }) { answers.take($0) }
        insert(3, into: store, answers)
        gate.open()
        #expect(await answers.next(3).map(\.databaseErrorKind) == [nil, .constraint, nil])
        #expect(try await store.ids() == [1, 3])
    }

    private func insert(_ id: Int64, into store: TestStore, _ answers: Answers<Int>) {
        store.database.write({ try $0.execute("INSERT INTO t (id) VALUES (?1)", [.integer(id)]) }) { answers.take($0) }
    }

    private func errorOfAWriteBeyondTheLimit(_ store: TestStore) async -> any Error {
        do {
            try await store.database.writing { connection in
                try connection.execute("PRAGMA max_page_count = 10")
                try connection.execute("INSERT INTO t (id, body) VALUES (1, zeroblob(1000000))")
            }
            return DatabaseError(.other, "it fitted")
        } catch {
            return error
        }
    }

    @Test func theLogIsMovedIntoTheFileAgainAndAgain() async throws {
        let store = try TestStore()
        let body = [UInt8](repeating: 1, count: 400_000)
        for id in 1...150 as ClosedRange<Int64> {
            try await store.database.writing { try $0.execute("INSERT INTO t (id, body) VALUES (?1, ?2)", [.integer(id), .blob(body)]) }
        }
        var log = stat()
        #expect(stat(store.path + "-wal", &log) == 0)
        // All of it would be more than 60 MB; somebody waits all the time here, so it may become 16 MB long.
        #expect(log.st_size < 25_000_000, "\(log.st_size)")
    }
}
