import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1)))
struct StatementTests {
    @Test func aLiteralIsPreparedOnce() async throws {
        let store = try TestStore()
        let (before, after) = try await store.database.writing { connection in
            let connection = try #require(connection as? SQLiteConnection)
            try insert(1, connection)
            let before = connection.statementCount
            for id in 2...100 { try insert(Int64(id), connection) }
            return (before, connection.statementCount)
        }
        #expect(before == after)
    }

    @Test func statementsBuiltAtRunTimeStayBounded() async throws {
        let store = try TestStore()
        let (count, found) = try await store.database.writing { connection in
            let connection = try #require(connection as? SQLiteConnection)
            for id in 1...5 { try insert(Int64(id), connection) }
            let fixed = connection.statementCount
            var found: [Int] = []
            for length in 1...200 {
                let list = SQLText.placeholders(first: 1, count: length)
                let keys = (1...length).map { SQLValue.integer(Int64($0)) }
                found.append(try connection.all(built: "SELECT id FROM t WHERE id IN (\(list))", keys) { $0.int64(0) }.count)
            }
            return (connection.statementCount - fixed, found)
        }
        #expect(count == SQLiteStatementCache.builtLimit)
        #expect(found == (1...200).map { min($0, 5) })
    }

    @Test func placeholdersCountOn() {
        #expect(SQLText.placeholders(first: 3, count: 3) == "?3,?4,?5")
        #expect(SQLText.placeholders(first: 1, count: 0) == "")
    }

    @Test func aQueryInsideItsOwnLoopDoesNotDisturbIt() async throws {
        let store = try TestStore()
        for id in 1...3 { try await store.insert(Int64(id)) }
        let pairs = try await store.database.reading { connection in
            var pairs: [[Int64]] = []
            try visitIDs(connection) { outer throws(DatabaseError) in
                try visitIDs(connection) { inner throws(DatabaseError) in pairs.append([outer, inner]) }
            }
            return pairs
        }
        #expect(pairs == [[1, 1], [1, 2], [1, 3], [2, 1], [2, 2], [2, 3], [3, 1], [3, 2], [3, 3]])
    }

    @Test func aStatementLeftHalfReadDoesNotHoldTheSnapshot() async throws {
        let store = try TestStore()
        for id in 1...2 { try await store.insert(Int64(id)) }
        for expected in [2, 3] as [Int64] {
            // Both readers, as either may answer.
            for _ in 1...4 {
                let last = try await store.database.reading { connection in
                    let connection = try #require(connection as? SQLiteConnection)
                    let statement = try connection.prepared("SELECT max(id) FROM t UNION ALL SELECT 0")
                    #expect(try statement.step())
                    return statement.row.int64(0)
                }
                #expect(last == expected)
            }
            try await store.insert(expected + 1)
        }
    }

    @Test func anErrorInTheLoopEndsTheQuery() async throws {
        let store = try TestStore()
        for id in 1...3 { try await store.insert(Int64(id)) }
        let seen = try await store.database.reading { connection in
            var seen: [Int64] = []
            do throws(DatabaseError) {
                try connection.query("SELECT id FROM t ORDER BY id") { row throws(DatabaseError) in
                    seen.append(row.int64(0))
                    if seen.count == 2 { throw DatabaseError(.corrupt, "as a test") }
                }
            } catch {
                #expect(error.kind == .corrupt)
            }
            return seen + (try connection.ids())
        }
        #expect(seen == [1, 2, 1, 2, 3])
    }

    @Test(
        arguments: [
            ("SELEKT 1", 0, .other), ("SELECT 1; SELECT 2", 0, .other), ("", 0, .other), ("SELECT ?1, ?2", 1, .other),
            ("SELECT 1", 1, .other),
            ("INSERT INTO t (id) VALUES (1), (1)", 0, .constraint),
        ] as [(String, Int, DatabaseError.Kind)])
    func aBadStatementIsNamedInItsError(_ sql: String, _ parameters: Int, _ kind: DatabaseError.Kind) async throws {
        let store = try TestStore()
        let error = await #expect(throws: DatabaseError.self) {
            try await store.database.writing { try $0.execute(built: sql, Array(repeating: .null, count: parameters)) }
        }
        #expect(error?.kind == kind)
        #expect(error?.text.hasSuffix("in: \(sql)") == true)
        try await store.insert(1)
    }

    @Test func executeTellsHowManyRowsChanged() async throws {
        let store = try TestStore()
        let counts = try await store.database.writing { connection in
            [
                try connection.execute("INSERT INTO t (id) VALUES (1), (2), (3);"),
                try connection.execute("UPDATE t SET body = x'00' WHERE id > 1"),
                try connection.execute("CREATE TABLE u (id INTEGER)"),
                try connection.execute("SELECT 1"),
                try connection.execute("DELETE FROM t WHERE id = 99"),
            ]
        }
        #expect(counts == [3, 2, 0, 0, 0])
    }
}

private func insert(_ id: Int64, _ connection: any SQLConnection) throws {
    try connection.execute("INSERT INTO t (id) VALUES (?1)", [.integer(id)])
}

private func visitIDs(_ connection: any SQLConnection, _ each: (Int64) throws(DatabaseError) -> Void) throws(DatabaseError) {
    try connection.query("SELECT id FROM t ORDER BY id") { row throws(DatabaseError) in try each(row.int64(0)) }
}
