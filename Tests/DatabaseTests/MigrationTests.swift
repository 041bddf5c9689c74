import HearthCore
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1)))
struct MigrationTests {
    private let second = Migration(
        number: 2, name: "more",
        sql: "ALTER TABLE t ADD COLUMN size INTEGER NOT NULL DEFAULT 5; CREATE TABLE u (id INTEGER PRIMARY KEY); INSERT INTO u VALUES (1);")

    @Test func anOlderStoreIsUpgradedAndKeepsItsRows() async throws {
        let store = try TestStore()
        try await store.insert(1)
        #expect(try store.database.migrate(TestStore.schema + [second], now: Instant(milliseconds: 2)) == [2])
        let found = try await store.database.reading { connection in
            (
                try connection.all("SELECT id, size FROM t") { [$0.int64(0), $0.int64(1)] },
                try connection.all("SELECT number, name, applied_at FROM schema_migrations") {
                    "\($0.int64(0)) \($0.text(1)) \($0.int64(2))"
                }
            )
        }
        #expect(found.0 == [[1, 5]])
        #expect(found.1 == ["1 t 1", "2 more 2"])
    }

    @Test func aStoreThatIsUpToDateIsLeftAlone() async throws {
        let store = try TestStore()
        #expect(try store.database.migrate(TestStore.schema, now: Instant(milliseconds: 2)) == [])
        let moments = try await store.database.reading { try $0.all("SELECT applied_at FROM schema_migrations") { $0.int64(0) } }
        #expect(moments == [1])
    }

    @Test func aStoreOfALaterVersionIsRefused() throws {
        let store = try TestStore()
        _ = try store.database.migrate(TestStore.schema + [second], now: Instant(milliseconds: 2))
        #expect(kind(of: TestStore.schema, on: store) == .newerSchema)
    }

    @Test func aBrokenMigrationLeavesNothingOfItself() async throws {
        let store = try TestStore()
        let broken = Migration(number: 2, name: "broken", sql: "CREATE TABLE w (id INTEGER); INSERT INTO nowhere VALUES (1);")
        let error = #expect(throws: DatabaseError.self) {
            try store.database.migrate(TestStore.schema + [broken], now: Instant(milliseconds: 2))
        }
        #expect(error?.text.hasPrefix("migration 2 (broken): ") == true)
        let tables = try await store.database.reading { try $0.all("SELECT name FROM sqlite_master WHERE type = 'table'") { $0.text(0) } }
        #expect(Set(tables) == ["t", "schema_migrations"])
        #expect(try store.database.migrate(TestStore.schema + [second], now: Instant(milliseconds: 3)) == [2])
    }

    @Test func anEditedMigrationIsNoticed() throws {
        let store = try TestStore()
        #expect(kind(of: [Migration(number: 1, name: "t", sql: "CREATE TABLE t (id INTEGER);")], on: store) == .other)
    }

    @Test(arguments: [[1, 3], [2], [1, 1], [2, 1]])
    func numbersWithGapsAreRefused(_ numbers: [Int]) throws {
        let store = try TestStore()
        #expect(kind(of: numbers.map { Migration(number: $0, name: "n", sql: "SELECT 1") }, on: store) == .other)
    }

    @Test func aTableWithChildrenCanBeRebuilt() async throws {
        let store = try TestStore()
        let child = Migration(number: 2, name: "child", sql: "CREATE TABLE c (t INTEGER REFERENCES t (id) ON DELETE CASCADE);")
        _ = try store.database.migrate(TestStore.schema + [child], now: Instant(milliseconds: 2))
        try await store.insert(1)
        try await store.database.writing { try $0.execute("INSERT INTO c VALUES (1)") }
        let rebuild = Migration(
            number: 3, name: "rebuild",
            sql: """
                CREATE TABLE t2 (id INTEGER PRIMARY KEY, body BLOB, extra TEXT); INSERT INTO t2 (id, body) SELECT id, body FROM t;
                DROP TABLE t; ALTER TABLE t2 RENAME TO t;
                """)
        _ = try store.database.migrate(TestStore.schema + [child, rebuild], now: Instant(milliseconds: 3))
        #expect(try await store.database.reading { try $0.all("SELECT t FROM c") { $0.int64(0) } } == [1])
    }

    @Test func aMigrationThatOrphansRowsIsRolledBack() async throws {
        let store = try TestStore()
        let orphan = Migration(number: 2, name: "orphan", sql: "CREATE TABLE c (t INTEGER REFERENCES t (id)); INSERT INTO c VALUES (9);")
        #expect(kind(of: TestStore.schema + [orphan], on: store) == .constraint)
        #expect(try store.database.migrate(TestStore.schema + [second], now: Instant(milliseconds: 3)) == [2])
    }

    private func kind(of migrations: [Migration], on store: TestStore) -> DatabaseError.Kind? {
        do throws(DatabaseError) {
            _ = try store.database.migrate(migrations, now: Instant(milliseconds: 9))
            return nil
        } catch {
            return error.kind
        }
    }
}
