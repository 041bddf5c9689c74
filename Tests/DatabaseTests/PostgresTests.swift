import HearthCore
import PostgresCluster
import Synchronization
import Testing

@testable import Database

/// What is PostgreSQL's own; what both databases do is in the store's contract.
@Suite(.timeLimit(.minutes(2)))
struct PostgresTests {
    private static let schema = [
        Migration(number: 1, name: "t", sql: "CREATE TABLE t (id BIGINT PRIMARY KEY, body BYTEA, note TEXT, share DOUBLE PRECISION)")
    ]

    private func open(readers: Int = 1, writers: Int = 2) throws -> PostgresDatabase {
        let database = try PostgresDatabase(
            PostgresSettings(url: try PostgresCluster.shared.get().newDatabase()), readers: readers, writers: writers)
        _ = try database.migrate(Self.schema, now: Instant(milliseconds: 1))
        return database
    }

    @Test(arguments: [
        SQLValue.null, .integer(.min), .integer(.max), .integer(0), .real(-0.5), .text(""), .text("日本語🔥'\\"), .blob([]), .blob([0]),
        .blob([0, 1, 0, 255, 0]), .blob([UInt8](repeating: 7, count: 300_000)),
    ])
    func everyValueComesBackAsItWas(_ value: SQLValue) async throws {
        let database = try open()
        let same = try await database.writing { sql in
            switch value {
            case .null:
                try sql.execute("INSERT INTO t (id, body, note) VALUES (1, ?1, ?2)", [.null, .null])
                return try sql.first("SELECT body, note FROM t") { $0.isNull(0) && $0.optionalText(1) == nil }
            case .integer(let number):
                try sql.execute("INSERT INTO t (id) VALUES (?1)", [value])
                return try sql.first("SELECT id FROM t") { $0.int64(0) == number }
            case .real(let number):
                try sql.execute("INSERT INTO t (id, share) VALUES (1, ?1)", [value])
                return try sql.first("SELECT share FROM t") { $0.double(0) == number }
            case .text(let text):
                try sql.execute("INSERT INTO t (id, note) VALUES (1, ?1)", [value])
                return try sql.first("SELECT note FROM t") { $0.optionalText(0) == text }
            default:
                try sql.execute("INSERT INTO t (id, body) VALUES (1, ?1)", [value])
                return try sql.first("SELECT body FROM t") { SQLValue.optional($0.optionalBlob(0)) == value }
            }
        }
        #expect(same == true)
        database.shutdown()
    }

    @Test func listsOfAnyLengthArrive() async throws {
        let database = try open()
        for count in [0, 1, 3, 20_000] {
            let ids = (0..<count).map(Int64.init)
            let sums = try await database.writing { sql in
                try sql.first(
                    "SELECT count(*), coalesce(sum(i)::bigint, 0), coalesce(sum(length(b)), 0) FROM unnest(?1::bigint[], ?2::bytea[]) AS k (i, b)",
                    [.integers(ids), .blobs(ids.map { [UInt8](repeating: 0, count: Int($0 % 3)) })]
                ) { [$0.int64(0), $0.int64(1), $0.int64(2)] }
            }
            #expect(sums == [Int64(count), ids.reduce(0, +), ids.reduce(0) { $0 + $1 % 3 }])
        }
        database.shutdown()
    }

    @Test func aRefusedBodyLeavesNothing() async throws {
        let database = try open()
        await #expect(throws: Failure(.userNotExist)) {
            try await database.writing { sql in
                try sql.execute("INSERT INTO t (id) VALUES (1)")
                throw Failure(.userNotExist)
            }
        }
        #expect(try await ids(database) == [])
        database.shutdown()
    }

    @Test func whatIsSentWithTheCommitFailsIt() async throws {
        let database = try open()
        await #expect { try await self.insertTwice(database) } throws: { ($0 as? DatabaseError)?.kind == .constraint }
        #expect(try await ids(database) == [])
        database.shutdown()
    }

    private func insertTwice(_ database: PostgresDatabase) async throws {
        try await database.writing { sql in
            let connection = try #require(sql as? PostgresConnection)
            for _ in 0..<2 { try connection.atCommit(PostgresCommand("INSERT INTO t (id) VALUES (?1)", [7])) }
        }
    }

    @Test func aBodyThatHidesAFailureIsNotCommitted() async throws {
        let database = try open()
        await #expect(throws: DatabaseError.self) {
            try await database.writing { sql in
                try sql.execute("INSERT INTO t (id) VALUES (1)")
                _ = try? sql.execute("INSERT INTO t (id) VALUES (1)")
            }
        }
        #expect(try await ids(database) == [])
        database.shutdown()
    }

    @Test func aPipelineRunsInItsOrder() async throws {
        let database = try open()
        let counts = try await database.writing { sql in
            let connection = try #require(sql as? PostgresConnection)
            let answers = try connection.pipelined([
                PostgresCommand("SELECT id FROM t"), PostgresCommand("INSERT INTO t (id) SELECT generate_series(1, 5)"),
                PostgresCommand("SELECT id FROM t"),
            ])
            return answers.map(\.count)
        }
        #expect(counts == [0, 0, 5])
        database.shutdown()
    }

    @Test func aReaderSeesOneMomentAndChangesNothing() async throws {
        let database = try open()
        await #expect(throws: DatabaseError.self) { try await database.reading { try $0.execute("INSERT INTO t (id) VALUES (1)") } }
        try await database.writing { _ = try $0.execute("INSERT INTO t (id) VALUES (2)") }
        #expect(try await ids(database) == [2])
        database.shutdown()
    }

    /// Each takes two rows in an order of its own: PostgreSQL gives one of them up, and it is run again.
    @Test func unitsOfWorkInEachOthersWayAreRunAgain() async throws {
        let database = try open(writers: 4)
        try await database.writing { _ = try $0.execute("INSERT INTO t (id, share) VALUES (1, 0), (2, 0)") }
        let gates = [Gate(), Gate()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<2 {
                group.addTask {
                    try await database.writing { sql in
                        let ids: [Int64] = number == 0 ? [1, 2] : [2, 1]
                        try sql.execute("UPDATE t SET share = share + 1 WHERE id = ?1", [.integer(ids[0])])
                        // Goes on when the other has its first row too; open for ever then, for the one that is run again.
                        gates[number].open()
                        gates[1 - number].pass()
                        gates[1 - number].open()
                        try sql.execute("UPDATE t SET share = share + 1 WHERE id = ?1", [.integer(ids[1])])
                    }
                }
            }
            try await group.waitForAll()
        }
        let sum = try await database.reading { try $0.all("SELECT share FROM t ORDER BY id") { $0.double(0) } }
        #expect(sum == [2, 2])
        database.shutdown()
    }

    @Test func lockedUnitsOfWorkTakeTurns() async throws {
        let database = try open(writers: 4)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await database.writing { sql in
                        try sql.lock(.devices, 6)
                        let last = try sql.first("SELECT max(id) FROM t") { $0.int64(0) } ?? 0
                        try sql.execute("INSERT INTO t (id) VALUES (?1)", [.integer(last + 1)])
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await ids(database) == (1...40).map { $0 })
        database.shutdown()
    }

    @Test func aLostConnectionIsMadeAgainAndNothingIsNoticed() async throws {
        let database = try open(readers: 1, writers: 1)
        let own = try await database.writing { sql in
            try sql.first("SELECT pg_backend_pid()::bigint") { $0.int64(0) } ?? 0
        }
        // Ended from the other connection, as an operator or a restart would.
        _ = try await database.reading { try $0.first("SELECT pg_terminate_backend(?1::integer)", [.integer(own)]) { $0.bool(0) } }
        try await database.writing { _ = try $0.execute("INSERT INTO t (id) VALUES (3)") }
        #expect(try await ids(database) == [3])
        database.shutdown()
    }

    @Test func serversThatStartAtOnceMigrateOnce() async throws {
        let url = try PostgresCluster.shared.get().newDatabase()
        let databases = try (0..<4).map { _ in try PostgresDatabase(PostgresSettings(url: url), readers: 1, writers: 1) }
        let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
            for database in databases { group.addTask { try database.migrate(Self.schema, now: Instant(milliseconds: 1)) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied == [1])
        #expect { _ = try databases[0].migrate([], now: Instant(milliseconds: 1)) } throws: {
            ($0 as? DatabaseError)?.kind == .newerSchema
        }
        for database in databases { database.shutdown() }
    }

    @Test func afterTheEndWorkIsRefused() async throws {
        let database = try open()
        database.shutdown()
        await #expect { _ = try await self.ids(database) } throws: { ($0 as? DatabaseError)?.kind == .unavailable }
    }

    private func ids(_ database: PostgresDatabase) async throws -> [Int64] {
        try await database.reading { try $0.all("SELECT id FROM t ORDER BY id") { $0.int64(0) } }
    }
}
