import HearthCore
import IM
import Store
import Testing

struct AuditLogTests {
    private static func entry(_ act: String, app: String? = "abcdefghijkl") -> AuditEntry {
        AuditEntry(
            author: AuditAuthor(.adminToken, "token id"), address: "192.0.2.1", act: act, app: app.map { AppID($0) }, subject: "user_id=4",
            before: nil, after: #"{"name":"Käse 芝士 \u0000"}"#)
    }

    @Test(arguments: StoreKind.all) func whatIsRecordedIsReadNewestFirst(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let log = store.store.audit
        let acts = [("one", "abcdefghijkl"), ("two", nil), ("one", "other"), ("two", "abcdefghijkl"), ("one", "abcdefghijkl")]
        for (act, app) in acts { try await log.append(Self.entry(act, app: app), at: store.clock.now()) }
        let all = try await log.records(of: nil, nil, before: .max, limit: 10)
        #expect(all.map(\.entry) == acts.reversed().map { Self.entry($0.0, app: $0.1) })
        #expect(all.map(\.id) == all.map(\.id).sorted(by: >) && Set(all.map(\.id)).count == 5)
        #expect(all.allSatisfy { $0.at == store.clock.now() })
        let page = try await log.records(of: nil, nil, before: all[1].id, limit: 2)
        #expect(page == Array(all[2...3]))
        #expect(try await log.records(of: AppID("other"), nil, before: .max, limit: 10) == [all[2]])
        #expect(try await log.records(of: nil, "two", before: .max, limit: 10) == [all[1], all[3]])
        #expect(try await log.records(of: AppID("abcdefghijkl"), "one", before: all[0].id, limit: 10) == [all[4]])
    }

    @Test(arguments: StoreKind.all) func nobodyChangesOrRemovesARow(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        try await store.store.audit.append(Self.entry("one"), at: store.clock.now())
        let all = try await store.store.audit.records(of: nil, nil, before: .max, limit: 10)
        for sql in ["UPDATE audit SET act = 'nothing'", "DELETE FROM audit"] {
            let error = await #expect(throws: (any Error).self, "\(sql)") {
                try await store.database.writing { try $0.execute(built: sql) }
            }
            #expect("\(error.map { "\($0)" } ?? "")".contains("append-only"))
        }
        #expect(try await store.store.audit.records(of: nil, nil, before: .max, limit: 10) == all)
    }

    /// A clock that was set back gives an id a second time, and the act is recorded all the same.
    @Test(arguments: StoreKind.all) func anIdThatWasGivenBeforeIsLeftOut(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let began = store.clock.now()
        for act in ["one", "two"] { try await store.store.audit.append(Self.entry(act), at: began) }
        store = try await store.reopened()
        for act in ["three", "four"] { try await store.store.audit.append(Self.entry(act), at: began) }
        let all = try await store.store.audit.records(of: nil, nil, before: .max, limit: 10)
        #expect(Set(all.map(\.entry.act)) == ["one", "two", "three", "four"] && Set(all.map(\.id)).count == 4)
    }

    @Test func twoServersWriteOneRecord() async throws {
        let store = try await OpenStore(.postgres)
        let other = try await store.beside()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                let log = number.isMultiple(of: 2) ? store.store.audit : other.store.audit
                group.addTask { try await log.append(Self.entry("act \(number)"), at: Instant(milliseconds: 1)) }
            }
            try await group.waitForAll()
        }
        let all = try await store.store.audit.records(of: nil, nil, before: .max, limit: 100)
        #expect(Set(all.map(\.id)).count == 40 && Set(all.map(\.entry.act)).count == 40)
    }
}
