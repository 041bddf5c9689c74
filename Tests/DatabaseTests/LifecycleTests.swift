import Glibc
import HearthCore
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1)))
struct LifecycleTests {
    @Test func whatWasWrittenIsThereAfterReopening() async throws {
        let store = try TestStore()
        try await store.insert(7)
        store.database.shutdown()
        #expect(access(store.path + "-wal", F_OK) != 0, "the log is folded into the file")
        let again = try SQLiteDatabase(path: store.path)
        #expect(try await again.reading { try $0.ids() } == [7])
        again.shutdown()
    }

    /// What a kill at this moment would leave behind: the file and its log as they stand.
    @Test func anAnsweredWriteIsInTheFilesWhileTheServerRuns() async throws {
        let store = try TestStore()
        try await store.insert(7)
        let copy = try TestStore()
        copy.database.shutdown()
        try copyFile(store.path, to: copy.path)
        try copyFile(store.path + "-wal", to: copy.path + "-wal")
        let reopened = try SQLiteDatabase(path: copy.path)
        #expect(try await reopened.reading { try $0.ids() } == [7])
        reopened.shutdown()
    }

    @Test func aSecondServerIsRefusedUntilTheFirstHasGone() async throws {
        let store = try TestStore()
        let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: store.path) }
        #expect(error?.kind == .inUse)
        try await store.insert(1)
        store.database.shutdown()
        try SQLiteDatabase(path: store.path).shutdown()
    }

    @Test func theFilesAreReadableForTheOwnerOnly() async throws {
        let store = try TestStore()
        try await store.insert(1)
        for name in ["", "-wal", "-shm", ".lock"] {
            var status = stat()
            #expect(stat(store.path + name, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "\(name)")
        }
    }

    @Test func theSettingsAreTheOnesPromised() async throws {
        let store = try TestStore()
        let writer = try await store.database.writing { try settings($0) }
        #expect(writer == ["journal_mode wal", "synchronous 2", "foreign_keys 1", "busy_timeout 5000", "query_only 0"])
        let reader = try await store.database.reading { try settings($0) }
        #expect(reader == ["journal_mode wal", "synchronous 2", "foreign_keys 1", "busy_timeout 5000", "query_only 1"])
    }

    @Test func aFileThatIsNoDatabaseIsCorrupt() throws {
        let store = try TestStore()
        store.database.shutdown()
        let file = try #require(fopen(store.path, "w"))
        fputs(String(repeating: "not a database. ", count: 1_000), file)
        fclose(file)
        let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: store.path) }
        #expect(error?.kind == .corrupt)
    }

    @Test func aPlaceThatCannotBeOpenedIsUnavailable() {
        let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: "/tmp/no/such/directory/hearth.db") }
        #expect(error?.kind == .unavailable)
    }

    @Test func aFullQueueAnswersBusyAtOnce() async throws {
        let store = try TestStore(waitingLimit: 3)
        let gate = await store.holdWriter()
        let answers = Answers<Int>()
        for id in 1...4 {
            store.database.write({ try $0.execute("INSERT INTO t (id) VALUES (?1)", [.integer(Int64(id))]) }) { answers.take($0) }
        }
        // The writer is still held, so this can only be the fourth.
        #expect(await answers.next(1)[0].databaseErrorKind == .busy)
        gate.open()
        #expect(await answers.next(3).count(where: \.isSuccess) == 3)
        #expect(try await store.ids() == [1, 2, 3])
    }

    @Test func shutdownFinishesWhatIsQueuedAndRefusesTheRest() async throws {
        let store = try TestStore()
        let gate = await store.holdWriter()
        let answers = Answers<Int>()
        for id in 1...10 {
            store.database.write({ try $0.execute("INSERT INTO t (id) VALUES (?1)", [.integer(Int64(id))]) }) { answers.take($0) }
        }
        gate.open()
        store.database.shutdown()
        #expect(await answers.next(10).count(where: \.isSuccess) == 10)
        await #expect(throws: DatabaseError(.unavailable, "the database is shut down")) { try await store.insert(11) }
        await #expect(throws: DatabaseError(.unavailable, "the database is shut down")) { _ = try await store.ids() }
        #expect(throws: DatabaseError(.unavailable, "the database is shut down")) {
            try store.database.migrate([], now: Instant(milliseconds: 1))
        }
        let again = try SQLiteDatabase(path: store.path)
        #expect(try await again.reading { try $0.ids() } == Array(1...10))
        again.shutdown()
    }

    @Test func shutdownFromACompletionDoesNotBlock() async throws {
        let store = try TestStore()
        let done = Signal()
        store.database.write({ _ in }) { _ in
            store.database.shutdown()
            done.fire()
        }
        await done.wait()
        await #expect(throws: DatabaseError.self) { try await store.insert(1) }
    }

    private func settings(_ connection: any SQLConnection) throws -> [String] {
        try ["journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only"].flatMap { name in
            try connection.all(built: "PRAGMA \(name)") { "\(name) \($0.text(0))" }
        }
    }

    private func copyFile(_ source: String, to target: String) throws {
        let (from, to) = (try #require(fopen(source, "r")), try #require(fopen(target, "w")))
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, from), count > 0 { fwrite(buffer, 1, count, to) }
        fclose(from)
        fclose(to)
    }
}
