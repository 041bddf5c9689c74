import Glibc
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1)))
struct SQLiteFileTests {
    private let store: TestStore
    private var copy: String { store.directory + "/copy.db" }

    init() throws { store = try TestStore() }

    @Test func aCopyBesideAWriterIsOneState() async throws {
        defer { unlink(copy) }
        // More than one step of the copy.
        try await store.database.writing { sql in
            for id in 0..<2_000 {
                try sql.execute(
                    "INSERT INTO t (id, body) VALUES (?1, ?2)", [.integer(Int64(id)), .blob(.init(repeating: 1, count: 2_000))])
            }
        }
        let (file, copy) = (SQLiteFile(store.path), copy)
        async let copied: Void = Task.detached { try file.copy(to: copy) }.value
        // Each moves a row: a copy of two states would have it twice or not at all.
        for id in 0..<200 {
            try await store.database.writing { try $0.execute("UPDATE t SET id = id + 10000 WHERE id = ?1", [.integer(Int64(id))]) }
        }
        try await copied
        try SQLiteFile(copy).check()
        let session = try DatabaseSession(sqlite: copy, .looking)
        #expect(try session.connection.first("SELECT count(*) FROM t", []) { $0.int64(0) } == 2_000)
        for name in ["-wal", "-shm", "-journal"] { #expect(access(copy + name, F_OK) != 0, "a copy stands alone") }
        var status = stat()
        #expect(stat(copy, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func aDamagedFileIsNoticed() async throws {
        defer { unlink(copy) }
        try await store.database.writing { sql in
            for id in 0..<200 {
                try sql.execute(
                    "INSERT INTO t (id, body) VALUES (?1, ?2)", [.integer(Int64(id)), .blob(.init(repeating: 1, count: 2_000))])
            }
        }
        try SQLiteFile(store.path).copy(to: copy)
        let file = open(copy, O_RDWR)
        let noise = [UInt8](repeating: 0xa5, count: 4_096)
        #expect(pwrite(file, noise, noise.count, 8_192) == noise.count)
        close(file)
        #expect(throws: DatabaseError.self) { try SQLiteFile(copy).check() }
        #expect(throws: DatabaseError.self) { try SQLiteFile(store.directory + "/nothing.db").check() }
    }

    @Test func aReplacedFileIsKept() async throws {
        let former = store.path + ".former"
        defer { for name in [copy, former, former + "-wal", former + "-shm"] { unlink(name) } }
        try await store.insert(1)
        try SQLiteFile(store.path).copy(to: copy)
        try await store.insert(2)
        store.database.shutdown()
        try SQLiteFile(store.path).replace(with: copy, keeping: former)
        #expect(try DatabaseSession(sqlite: store.path, .looking).connection.ids() == [1])
        #expect(try DatabaseSession(sqlite: former, .looking).connection.ids() == [1, 2])
        #expect(access(copy, F_OK) != 0)
    }

    @Test func aLookMakesNoFiles() throws {
        store.database.shutdown()
        #expect(try DatabaseSession(sqlite: store.path, .looking).history().map(\.number) == [1])
        for name in ["-wal", "-shm"] { #expect(access(store.path + name, F_OK) != 0) }
        #expect(throws: DatabaseError.self) { try DatabaseSession(sqlite: store.directory + "/nothing.db", .looking) }
        #expect(access(store.directory + "/nothing.db", F_OK) != 0)
    }

    @Test func aPathOfOddCharactersIsLookedAt() throws {
        let odd = store.directory + "/100%? #1.db"
        defer { for name in ["", ".lock"] { unlink(odd + name) } }
        _ = try DatabaseSession(sqlite: odd, .writingAlone(servers: 1)).migrate(TestStore.schema, now: .init(milliseconds: 1))
        #expect(try DatabaseSession(sqlite: odd, .looking).history().count == 1)
    }

    @Test func whoeverOwnsTheStoreKeepsOthersOut() throws {
        let error = #expect(throws: DatabaseError.self) { try DatabaseSession(sqlite: store.path, .writingAlone(servers: 1)) }
        #expect(error?.kind == .inUse)
    }
}

struct PostgresClientSettingsTests {
    @Test func noSecretIsInWhatTheCommandLineShows() throws {
        let settings = try PostgresClientSettings(url: "postgres://anna:s%40cret@db.example:5433/it's?sslmode=require&keepalives_idle=7")
        #expect(settings.environment["PGPASSWORD"] == "s@cret")
        #expect(settings.environment["PGHOST"] == "db.example" && settings.environment["PGPORT"] == "5433")
        #expect(settings.environment["PGUSER"] == "anna" && settings.environment["PGSSLMODE"] == "require")
        #expect(settings.database.contains(#"dbname='it\'s'"#) && settings.database.contains("keepalives_idle='7'"))
        #expect(!settings.database.contains("cret") && !settings.database.contains("anna"))
    }

    @Test func anAddressThatCannotBeReadIsNotRepeated() {
        let error = #expect(throws: DatabaseError.self) { try PostgresClientSettings(url: "postgres://anna:s3cret@[::1/x") }
        #expect(error?.text.contains("s3cret") == false)
        #expect(throws: DatabaseError.self) { try PostgresClientSettings(url: "postgres://anna@h/x?sslpassword=s3cret") }
    }
}
