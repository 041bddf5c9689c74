import PostgresCluster
import Store
import Testing

@testable import Database

/// How PostgreSQL goes about the statements in the sources of the store, when the store is large.
struct PostgresPlanTests {
    /// They grow only by an operator's hand, or not at all.
    private static let small: Set<String> = ["apps", "signing_keys", "app_settings", "word_list_heads", "counters", "nodes", "license"]
    /// What only an operator asks for.
    private static let rare: Set<String> = ["SELECT count(*) FROM messages"]

    @Test func noStatementReadsAWholeTable() async throws {
        let store = try await OpenStore(.postgres)
        try await fill(store)
        let statements = try StatementsInSources().of(.postgres)
        #expect(statements.count >= 35)
        for sql in statements where !Self.rare.contains(sql) {
            let steps = try await plan(of: sql, in: store)
            for step in steps where Self.isWhole(step) { Issue.record("\(step)\n\(sql)") }
            // Pages are read in their order: nothing is sorted.
            guard sql.contains("FROM roster"), sql.contains("LIMIT ?5") else { continue }
            #expect(steps.contains { $0.contains("_by_time") } && !steps.contains { $0.contains("Sort") }, "\(steps)\n\(sql)")
        }
        // Servers do this every two seconds.
        let look = try #require(statements.first { $0.contains("ORDER BY revoked_at") })
        let steps = try await plan(of: look, in: store)
        #expect(steps.contains { $0.contains("Index Scan using tokens_by_revocation") }, "\(steps)")
        #expect(!steps.contains { $0.contains("Sort") }, "\(steps)")
        // And this whenever somebody comes or goes.
        let seats = try await plan(of: try #require(statements.first { $0.contains("transient = 1") }), in: store)
        #expect(seats.contains { $0.contains("chatroom_seats") }, "\(seats)")
    }

    @Test func aScanIsNoticed() async throws {
        let store = try await OpenStore(.postgres)
        for sql in ["SELECT id FROM users WHERE status = ?1", "DELETE FROM messages WHERE sender = ?1"] {
            let steps = try await plan(of: sql, in: store)
            #expect(steps.contains(where: Self.isWhole), "\(steps)")
        }
    }

    private static func isWhole(_ step: String) -> Bool {
        guard let table = step.firstMatch(of: #/Seq Scan on (\w+)/#)?.1 else { return false }
        return !small.contains(String(table))
    }

    /// The plan that is used for every value, as prepared statements come to it.
    private func plan(of sql: String, in store: OpenStore) async throws -> [String] {
        let count = sql.matches(of: #/\?(\d+)/#).compactMap { Int($0.1) }.max() ?? 0
        let nulls = count == 0 ? "" : "(" + Array(repeating: "NULL", count: count).joined(separator: ", ") + ")"
        return try await store.database.writing { connection in
            // As the planner is by default, not as Hearth's connections set it.
            for setting in [
                "enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_bitmapscan", "enable_material",
            ] {
                try connection.execute(built: "SET LOCAL \(setting) = on")
            }
            try connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
            try connection.execute(built: "PREPARE statement AS " + SQLDialect.postgres.translate(sql))
            defer { _ = try? connection.execute(built: "DEALLOCATE statement") }
            return try connection.all(built: "EXPLAIN EXECUTE statement" + nulls) { $0.text(0) }
        }
    }

    /// 1,000,000 messages of 100,000 users in 50,000 conversations, 10,000 groups.
    private func fill(_ store: OpenStore) async throws {
        let script = """
            INSERT INTO apps (number, id, name, created_at) VALUES (1, 'a', 'a', 1);
            INSERT INTO users (app, id, name, password_hash, created_at) SELECT 1, 2 * i, 'user' || i, '', 1 FROM generate_series(1, 100000) i;
            INSERT INTO tokens (app, id, user_id, role, issued_at, expires_at, revoked_at)
                SELECT 1, 'token' || i, 2 * i, 1, i, i, CASE WHEN i % 2 = 0 THEN i END FROM generate_series(1, 100000) i;
            INSERT INTO one_time_codes SELECT 1, i % 4 + 1 || md5(i::text), i % 4 + 1, i % 2 * 2 * i, '', i FROM generate_series(1, 40000) i;
            INSERT INTO devices SELECT 1, 2 * i, 1, 'guid' || i, 6, '', '', 0, 1 FROM generate_series(1, 100000) i;
            INSERT INTO roster (app, owner, contact, created_at) SELECT 1, 2 * (i % 100000 + 1), 2 * (i % 7919 + 1), 1
                FROM generate_series(1, 300000) i ON CONFLICT DO NOTHING;
            INSERT INTO roster_applications SELECT 1, 2 * (i % 100000 + 1), 2 * (i % 7919 + 1), '', '', 0, i, i
                FROM generate_series(1, 300000) i ON CONFLICT DO NOTHING;
            INSERT INTO groups (app, id, name, owner, created_at) SELECT 1, 2 * i + 1, 'group', 2 * i, 1 FROM generate_series(1, 10000) i;
            INSERT INTO group_members (app, group_id, user_id, joined_at) SELECT 1, 2 * (i % 10000) + 1, 2 * (i % 99991 + 1), 1
                FROM generate_series(1, 200000) i ON CONFLICT DO NOTHING;
            INSERT INTO group_people SELECT 1, 2 * (i % 10000) + 1, 2 * (i % 99991 + 1), 1, i % 2, i % 3 FROM generate_series(1, 60000) i
                ON CONFLICT DO NOTHING;
            INSERT INTO group_invitations SELECT 1, 2 * (i % 99991 + 1), 2 * (i % 10000) + 1, 2 * (i % 7919 + 1), '', 0, i, i
                FROM generate_series(1, 60000) i ON CONFLICT DO NOTHING;
            INSERT INTO group_applications SELECT 1, 2 * (i % 10000) + 1, 2 * (i % 99991 + 1), '', 0, i, i
                FROM generate_series(1, 60000) i ON CONFLICT DO NOTHING;
            INSERT INTO group_announcements SELECT 1, 2 * (i % 10000) + 1, i, 2, '', '', i FROM generate_series(1, 50000) i;
            INSERT INTO group_files SELECT 1, 2 * (i % 10000) + 1, i, 2, '', '', '', 1, i, i FROM generate_series(1, 50000) i;
            INSERT INTO absences SELECT 1, 2 * (i % 100000 + 1), i % 50000 + 1, i, i + 1 FROM generate_series(1, 100000) i;
            INSERT INTO conversations SELECT 1, i, 2 * i, 2 * i + 100000, 1000000, 20 FROM generate_series(1, 50000) i;
            INSERT INTO participants SELECT 1, 2 * i, 2 * i + 100000, i, 0 FROM generate_series(1, 50000) i;
            INSERT INTO participants SELECT 1, 2 * i + 100000, 2 * i, i, 0 FROM generate_series(1, 50000) i ON CONFLICT DO NOTHING;
            INSERT INTO participants (app, user_id, peer, conversation, transient, until)
                SELECT 1, 2 * (i % 99991 + 1), 2 * (i % 10000) + 1, 50001 + i % 10000, 1, i % 2 FROM generate_series(1, 20000) i;
            INSERT INTO messages SELECT 1, i % 50000 + 1, i, i / 50000, 2, 1, 0, 'x' FROM generate_series(1, 1000000) i;
            INSERT INTO sends SELECT 1, 20000 + i / 300000, i, 2 * (i % 100000), 1, i, i FROM generate_series(1, 600000) i;
            INSERT INTO cursors SELECT 1, 2 * (i % 100000 + 1), i % 50000 + 1, 1, i FROM generate_series(1, 100000) i;
            INSERT INTO own_items SELECT 1, 2 * (i % 100000 + 1), i % 50000 + 1, i, 1, i, 2, 1, 2, '' FROM generate_series(1, 300000) i;
            INSERT INTO hidden_messages SELECT 1, 2 * (i % 100000 + 1), i % 50000 + 1, i FROM generate_series(1, 100000) i;
            INSERT INTO read_cancellations SELECT 1, 2 * (i % 100000 + 1), i % 50000 + 1, i FROM generate_series(1, 100000) i;
            INSERT INTO pinned_conversations SELECT 1, 2 * (i % 100000 + 1), 2 * i, i FROM generate_series(1, 300000) i;
            INSERT INTO app_setting_changes SELECT 1, i, 1, 'retention.days', NULL, '1', '' FROM generate_series(1, 50000) i;
            INSERT INTO audit SELECT i, i, 1, '', '', 'act' || i % 50, 'app' || i % 20, '', NULL, NULL FROM generate_series(1, 50000) i;
            INSERT INTO word_lists SELECT 1, 'list' || i % 10, i, 1, '', '', 1, 1, 0, NULL FROM generate_series(1, 50000) i;
            INSERT INTO reviews (app, id, at, author, kind, field, message, text, hits)
                SELECT 1, i, i, 2 * (i % 99991 + 1), 1, '', i, '', '' FROM generate_series(1, 50000) i;
            INSERT INTO callbacks (app, at, event, sender, target, message, others, body, next_at, state)
                SELECT i % 40 + 1, i, 101, 2, 4, i, '', '', i, i % 3 / 2 FROM generate_series(1, 100000) i;
            ANALYZE
            """
        for statement in script.split(separator: ";") {
            try await store.database.writing { try $0.execute(built: String(statement)) }
        }
    }
}
