import Database
import HearthCore
import IM
import Testing

@testable import Store

/// Two databases, and what goes from the first to the second.
struct CopyWay: Sendable, CustomTestStringConvertible {
    let from: SQLDialect
    let to: SQLDialect

    var testDescription: String { "\(from) to \(to)" }

    static let all = [SQLDialect.sqlite, .postgres].flatMap { from in [.sqlite, .postgres].map { CopyWay(from: from, to: $0) } }

    static func kind(_ dialect: SQLDialect) -> StoreKind { dialect == .sqlite ? .sqlite : .postgres }
}

struct StoreCopyTests {
    /// A source with rows and an empty target.
    private struct Scene {
        let source: any StorePlace
        let target: any StorePlace

        init(_ way: CopyWay) throws {
            source = try #require(ReleasedSchema.newest(way.from)).makePlace()
            let session = try source.session(.writingAlone(servers: NodeSeat.count))
            _ = try session.migrate(Migrations.of(way.from), now: Instant(milliseconds: 1))
            try Self.addGroupRows(session.connection)
            target = try CopyWay.kind(way.to).makePlace()
        }

        /// A row in each table that the newest fixture does not have.
        private static func addGroupRows(_ sql: any SQLConnection) throws {
            try sql.execute("INSERT INTO group_people VALUES (1, 500009, 500002, 1, 5, -1)")
            try sql.execute("INSERT INTO group_invitations VALUES (1, 500002, 500009, 500004, 'come ✓', 0, 5, 6)")
            try sql.execute("INSERT INTO group_applications VALUES (1, 500009, 500002, 'please ✓', 0, 5, 6)")
            try sql.execute("INSERT INTO group_announcements VALUES (1, 500009, 5, 500002, 'title', 'content ✓', 5)")
            try sql.execute("INSERT INTO group_files VALUES (1, 500009, 5, 500002, 'name', 'url', 'type', 7, 5, 6)")
            try sql.execute("INSERT INTO absences VALUES (1, 500002, 3, 5, 6)")
            try sql.execute("INSERT INTO audit VALUES (7, 5, 2, 'root', '', 'hearth app set', 'abc', '', NULL, '{}')")
            try sql.execute("INSERT INTO word_list_heads VALUES (1, 'default', 7, 0)")
            try sql.execute(
                "INSERT INTO word_lists VALUES (1, 'default', 7, 5, 'root', 'upload', 1, 1, 0, ?1)", [.blob(Array("word ✓\trefuse\n".utf8))]
            )
            try sql.execute(
                """
                INSERT INTO callbacks (number, app, at, event, sender, target, message, others, body, next_at, state, last_error)
                VALUES (7, 1, 5, 101, 500002, 500004, 5, ?1, ?1, 5, 1, 'status 500')
                """, [.blob(Array("word ✓".utf8))])
            try sql.execute(
                """
                INSERT INTO reviews (app, id, at, author, kind, field, target_group, message, text, hits)
                VALUES (1, 5, 5, 500002, 1, 'content', 500009, 5, ?1, ?1)
                """, [.blob(Array("word ✓".utf8))])
        }

        func copy() throws -> [StoreCopy.Table] {
            try StoreCopy(
                from: source.session(.readingAlone(servers: NodeSeat.count)), to: target.session(.writingAlone(servers: NodeSeat.count))
            ) { _ in }.run(now: Instant(milliseconds: 2))
        }

        /// Why it does not go.
        func refusal() -> String {
            do {
                _ = try copy()
                return "copied"
            } catch {
                return (error as? CopyError)?.description ?? "\(error)"
            }
        }

        func onSource(_ body: (DatabaseSession) throws -> Void) throws { try body(source.session(.writingAlone(servers: NodeSeat.count))) }

        /// With its schema.
        func onTarget<T>(_ body: (DatabaseSession) throws -> T) throws -> T {
            let session = try target.session(.writingAlone(servers: NodeSeat.count))
            _ = try session.migrate(Migrations.of(session.dialect), now: Instant(milliseconds: 2))
            return try body(session)
        }

        func targetIsEmpty() throws -> Bool { try onTarget { try StoreCatalogue.firstTableInUse($0.connection) } == nil }
    }

    @Test(arguments: CopyWay.all) func everythingArrivesAndGoesOn(way: CopyWay) async throws {
        let scene = try Scene(way)
        let tables = try scene.copy()
        #expect(tables.map(\.rows).reduce(0, +) > 20)
        let names = tables.map(\.name)
        let apps = try #require(names.firstIndex(of: "apps"))
        for name in ["users", "signing_keys", "app_settings"] {
            #expect(try #require(names.firstIndex(of: name)) > apps, "before the tables that refer to it")
        }
        let ofGroups = tables.filter { ($0.name.hasPrefix("group_") && $0.name != "group_members") || $0.name == "absences" }
        #expect(ofGroups.map(\.rows) == [1, 1, 1, 1, 1, 1])
        try await ReleasedPeople.check(try await OpenStore(scene.target))
    }

    @Test(arguments: CopyWay.all) func aCopyOfTheCopyHasTheSameDigests(way: CopyWay) throws {
        let scene = try Scene(way)
        let first = try scene.copy()
        let back = try CopyWay.kind(way.from).makePlace()
        let second = try StoreCopy(
            from: scene.target.session(.readingAlone(servers: NodeSeat.count)), to: back.session(.writingAlone(servers: NodeSeat.count))
        ) { _ in }.run(now: Instant(milliseconds: 3))
        #expect(Set(first) == Set(second))
    }

    /// Texts as keys stand in another order on each database; pages must lose none of them.
    @Test(arguments: CopyWay.all) func manyPagesLoseNothing(way: CopyWay) throws {
        let scene = try Scene(way)
        try scene.onSource { session in
            try session.transaction { sql in
                for number in 0..<7_000 {
                    let id = ["a", "B", "ä", "_", "Z-", "é"][number % 6] + String(number * 7_919 % 10_007) + "-\(number)"
                    try sql.execute(
                        "INSERT INTO tokens (app, id, user_id, role, issued_at, expires_at) VALUES (1, ?1, 500002, 0, ?2, 9)",
                        [.text(id), .integer(Int64(number))])
                }
            }
        }
        #expect(try scene.copy().first { $0.name == "tokens" }?.rows == 7_002)
    }

    @Test(arguments: CopyWay.all) func aTargetWithRowsIsLeftAlone(way: CopyWay) throws {
        let scene = try Scene(way)
        try scene.onTarget {
            _ = try $0.connection.execute("INSERT INTO apps (number, id, name, created_at) VALUES (7, 'other', 'other', 1)")
        }
        #expect(scene.refusal().contains("the target is not empty: table apps"))
        #expect(try scene.onTarget { try $0.connection.all("SELECT number FROM apps") { $0.int64(0) } } == [7])
    }

    @Test(arguments: [SQLDialect.sqlite, .postgres]) func aStoreThatAServerUsesIsNotRead(dialect: SQLDialect) async throws {
        let scene = try Scene(CopyWay(from: dialect, to: .sqlite))
        let server = try await OpenStore(scene.source)
        #expect(throws: DatabaseError.self) { try scene.source.session(.readingAlone(servers: NodeSeat.count)) }
        _ = try scene.source.session(.looking).history()
        server.database.shutdown()
    }

    @Test(arguments: [SQLDialect.sqlite, .postgres]) func aSourceOfAnotherVersionIsRefused(dialect: SQLDialect) throws {
        let scene = try Scene(CopyWay(from: dialect, to: .sqlite))
        try scene.onSource { _ = try $0.connection.execute("DELETE FROM schema_migrations WHERE number > 1") }
        #expect(scene.refusal().contains("hearth migrate"))
        try scene.onSource { _ = try $0.connection.execute("DELETE FROM schema_migrations") }
        #expect(scene.refusal().contains("no Hearth store"))
        try scene.onSource { _ = try $0.connection.execute("INSERT INTO schema_migrations VALUES (1, 'a', 0, 0), (99, 'b', 0, 0)") }
        #expect(scene.refusal().contains("migration 99"))
    }

    @Test(arguments: [SQLDialect.sqlite, .postgres]) func aDifferenceIsNoticedAndNothingStays(dialect: SQLDialect) throws {
        let scene = try Scene(CopyWay(from: .sqlite, to: dialect))
        try scene.onTarget { session in
            switch dialect {
            case .sqlite:
                try session.connection.execute(
                    "CREATE TRIGGER spoil AFTER INSERT ON messages BEGIN UPDATE messages SET payload = x'00' WHERE sequence = 2; END")
            case .postgres:
                try session.connection.execute(
                    "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.device := NEW.device + 1; RETURN NEW; END'")
                try session.connection.execute("CREATE TRIGGER spoil BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION spoil()")
            }
        }
        #expect(scene.refusal().contains("table messages is not the same"))
        #expect(try scene.targetIsEmpty())
    }

    @Test func aTextThatPostgreSQLCannotHoldIsNamed() throws {
        let scene = try Scene(CopyWay(from: .sqlite, to: .postgres))
        try scene.onSource { _ = try $0.connection.execute("UPDATE users SET about = 'a' || char(0) || 'b' WHERE id = 500004") }
        #expect(scene.refusal().contains("users"))
        #expect(try scene.targetIsEmpty())
    }

    @Test func aValueOfAnotherTypeIsNotTurnedIntoZero() throws {
        let scene = try Scene(CopyWay(from: .sqlite, to: .postgres))
        try scene.onSource { _ = try $0.connection.execute("UPDATE users SET status = 'x' WHERE id = 500004") }
        #expect(scene.refusal().contains("table users is not of its column's type"))
        #expect(try scene.targetIsEmpty())
    }

    @Test func aNumberThatDoesNotFitIsNamed() throws {
        let scene = try Scene(CopyWay(from: .sqlite, to: .postgres))
        try scene.onSource { _ = try $0.connection.execute("UPDATE devices SET platform = 3000000000 WHERE user_id = 500002") }
        #expect(scene.refusal().contains("3000000000"))
        #expect(try scene.targetIsEmpty())
    }

    /// Whoever adds a table or a sequence learns here that a copy has to know it.
    @Test func bothSchemasCanBeCopied() throws {
        func session(_ dialect: SQLDialect) throws -> (any StorePlace, DatabaseSession) {
            let place = try CopyWay.kind(dialect).makePlace()
            let session = try place.session(.writingAlone(servers: NodeSeat.count))
            _ = try session.migrate(Migrations.of(dialect), now: Instant(milliseconds: 1))
            return (place, session)
        }
        let (sqlite, postgres) = (try session(.sqlite), try session(.postgres))
        let old = try StoreCatalogue.tables(sqlite.1.connection)
        let new = try StoreCatalogue.tables(postgres.1.connection)
        #expect(Set(old.map(\.name)) == Set(new.map(\.name)))
        for table in new { #expect(old.first { $0.name == table.name }?.difference(from: table) == nil) }
        let sequences = try postgres.1.connection.all("SELECT sequencename::text FROM pg_sequences ORDER BY 1") { $0.text(0) }
        #expect(sequences == ["apps_number_seq", "callbacks_number_seq", "conversation_numbers"], "StoreNumbers moves these")
        let counters = try StoreNumbers.read(sqlite.1.connection)
        #expect(try counters == StoreNumbers.read(postgres.1.connection))
    }

    @Test func digestsTellRowsApart() throws {
        func digest(_ rows: [[SQLValue]]) throws -> String {
            var digest = TableDigest()
            for row in rows { try digest.add(row) }
            return digest.text
        }
        let rows: [[SQLValue]] = [[.null], [.integer(0)], [.text("")], [.blob([])], [.text("0")], [.blob([0x30])], [.real(0)], []]
        #expect(Set(try rows.map { try digest([$0]) }).count == rows.count)
        #expect(try digest([[.text("ab"), .text("c")]]) != digest([[.text("a"), .text("bc")]]))
        #expect(try digest(rows) == digest(rows.reversed()))
    }

    @Test(arguments: StoreKind.all) func aLookLeavesAnEmptyDatabaseEmpty(kind: StoreKind) throws {
        let place = try kind.makePlace()
        if kind.testDescription == StoreKind.sqlite.testDescription { _ = try place.session(.writingAlone(servers: 1)) }
        let session = try place.session(.looking)
        #expect(try session.history().isEmpty)
        #expect(try session.pending(Migrations.of(session.dialect)).count == Migrations.of(session.dialect).count)
        #expect(try StoredSchema.lines(session.connection).isEmpty)
    }
}
