import Database
import Testing

/// How SQLite goes about the statements in the sources of the store.
struct SQLitePlanTests {
    /// Few rows, and they grow only by an operator's hand.
    private static let small: Set<String> = ["apps", "signing_keys", "app_settings", "word_list_heads"]
    /// No tables: one row of nothing, a list of keys that travels as JSON, what a subquery has found.
    private static let harmless: Set<String> = ["CONSTANT", "json_each", "k", "placed", "begun_at", "shared", "own", "unread", "counted"]
    /// What only an operator asks for.
    private static let rare: Set<String> = ["SELECT count(*) FROM messages"]
    /// The index gives the smallest first, and one is enough.
    private static let first: Set<String> = ["SELECT min(period) FROM sends WHERE app = ?1"]

    @Test func noStatementReadsAWholeTable() async throws {
        let store = try await OpenStore(.sqlite)
        let statements = try StatementsInSources().of(.sqlite)
        #expect(statements.count >= 30)
        for sql in statements where !Self.rare.contains(sql) && !Self.first.contains(sql) && !sql.hasPrefix("INSERT INTO apps") {
            for step in try await plan(of: sql, in: store) where Self.isWhole(step) {
                Issue.record("\(step)\n\(sql)")
            }
        }
    }

    /// Servers do this every two seconds.
    @Test func theLookForRevokedTokensReadsItsIndexInItsOrder() async throws {
        let store = try await OpenStore(.sqlite)
        let look = try #require(try StatementsInSources().of(.sqlite).first { $0.contains("ORDER BY revoked_at") })
        let steps = try await plan(of: look, in: store)
        #expect(steps.count == 1 && steps[0].hasPrefix("SEARCH tokens USING INDEX tokens_by_revocation (revoked_at>"), "\(steps)")
    }

    /// They are looked for whenever somebody comes or goes.
    @Test func chatroomsAreFoundAmongChatroomsAlone() async throws {
        let store = try await OpenStore(.sqlite)
        let statement = try #require(try StatementsInSources().of(.sqlite).first { $0.contains("p.transient = 1") })
        let steps = try await plan(of: statement, in: store)
        #expect(steps.contains { $0.contains("USING COVERING INDEX chatroom_seats (app=? AND user_id=?)") }, "\(steps)")
    }

    @Test func aPageOfFriendsIsReadInItsOrder() async throws {
        let store = try await OpenStore(.sqlite)
        let pages = try StatementsInSources().of(.sqlite).filter {
            $0.contains("FROM roster") && $0.contains("LIMIT ?5")
        }
        #expect(pages.count == 2)
        for sql in pages {
            let steps = try await plan(of: sql, in: store)
            #expect(steps.count == 1 && steps[0].contains("_by_time"), "\(steps)\n\(sql)")
        }
    }

    @Test func aScanIsNoticed() async throws {
        let store = try await OpenStore(.sqlite)
        for sql in [
            "SELECT id FROM users WHERE status = ?1", "SELECT u.id FROM users u WHERE u.name = ?1",
            "DELETE FROM messages WHERE sender = ?1", "SELECT max(id) FROM messages WHERE app = ?1",
        ] {
            let steps = try await plan(of: sql, in: store)
            #expect(steps.contains(where: Self.isWhole), "\(steps)")
        }
    }

    /// A scan, or a search that knows the app alone: that is all the rows of a tenant.
    private static func isWhole(_ step: String) -> Bool {
        let words = step.split(separator: " ")
        if words.first == "SCAN" { return !small.contains(String(words[1])) && !harmless.contains(String(words[1])) }
        // The outbox of callbacks is bounded for each app, and its indexes hold what waits, or what is dead, alone.
        if step.contains("INDEX callbacks_d") { return false }
        return step.hasPrefix("SEARCH") && step.contains("(app=?)") && !small.contains(String(words[1]))
    }

    private func plan(of sql: String, in store: OpenStore) async throws -> [String] {
        let numbers = sql.matches(of: #/\?(\d+)/#).compactMap { Int($0.1) }
        let parameters = [SQLValue](repeating: .integer(1), count: numbers.max() ?? 0)
        return try await store.database.reading { connection in
            try connection.all(built: "EXPLAIN QUERY PLAN " + sql, parameters) { $0.text(3) }
        }
    }
}
