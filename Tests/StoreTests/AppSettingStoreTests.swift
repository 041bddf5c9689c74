import HearthCore
import IM
import Testing

struct AppSettingStoreTests {
    private static let id = AppID("abcdefghijkl")

    private static func edits(_ texts: KeyValuePairs<String, String?>) throws -> AppSettingEdits {
        var edits = AppSettingEdits()
        for (key, text) in texts { try edits.set(key, to: text) }
        return edits
    }

    private static func texts(_ store: OpenStore, _ id: AppID = id) async throws -> [String: String] {
        try #require(try await store.apps.find(id)).settings
    }

    @Test(arguments: StoreKind.all) func whatIsSetIsKeptAndComesWithTheApp(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let app = try await store.app()
        let other = try await store.app("other")
        #expect(try await Self.texts(store).isEmpty)
        let edits = try Self.edits(["retention.days": "7", "devices.when.full": "refuse"])
        try await store.appSettings.change(app, edits, by: "somebody", now: store.clock.now())
        store = try await store.reopened()
        #expect(try await Self.texts(store) == ["retention.days": "7", "devices.when.full": "refuse"])
        #expect(try await Self.texts(store, AppID("other")).isEmpty)
        #expect(try await store.appSettings.changes(of: other, before: .max, limit: 10).isEmpty)
    }

    @Test(arguments: StoreKind.all) func theDefaultLeavesNoRow(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        for text in ["7", "8", nil] {
            try await store.appSettings.change(app, try Self.edits(["retention.days": text]), by: "x", now: store.clock.now())
            #expect(try await Self.texts(store)["retention.days"] == text)
        }
    }

    @Test(arguments: StoreKind.all) func everyChangeIsOnTheRecordNewestFirst(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let start = store.clock.now()
        try await store.appSettings.change(
            app, try Self.edits(["retention.days": "7", "devices.per.platform": "3"]), by: "anna", now: start)
        store.clock.advance(by: 5)
        // Only what becomes another value is noted.
        try await store.appSettings.change(
            app, try Self.edits(["retention.days": "7", "devices.per.platform": nil, "recall.enabled": nil]), by: "ben",
            now: store.clock.now())
        let changes = try await store.appSettings.changes(of: app, before: .max, limit: 10)
        #expect(changes.map(\.key) == ["devices.per.platform", "devices.per.platform", "retention.days"])
        #expect(changes.map(\.before) == ["3", nil, nil])
        #expect(changes.map(\.after) == [nil, "3", "7"])
        #expect(changes.map(\.author) == ["ben", "anna", "anna"])
        #expect(changes.map(\.at) == [start.advanced(by: 5), start, start])
    }

    @Test(arguments: StoreKind.all) func theRecordIsReadInPages(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        for days in 1...7 {
            try await store.appSettings.change(app, try Self.edits(["retention.days": "\(days)"]), by: "x", now: store.clock.now())
        }
        var before = Int64.max
        var seen: [String?] = []
        while case let page = try await store.appSettings.changes(of: app, before: before, limit: 3), let last = page.last {
            #expect(page.count <= 3)
            seen += page.map(\.after)
            before = last.number
        }
        #expect(seen == (1...7).reversed().map { "\($0)" })
    }

    @Test(arguments: StoreKind.all) func aChangeMakesTheAppNewer(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let before = try #require(try await store.apps.find(Self.id)).app.version
        try await store.appSettings.change(app, try Self.edits(["retention.days": "1"]), by: "x", now: store.clock.now())
        let after = try #require(try await store.apps.find(Self.id)).app
        #expect(after.version > before)
        #expect(try await store.apps.list() == [after])
    }

    @Test(arguments: StoreKind.all) func anAppThatIsNotThereCannotBeChanged(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let edits = try Self.edits(["retention.days": "1"])
        await #expect(throws: Failure(.serverAppIdInvalid)) {
            try await store.appSettings.change(AppNumber(99), edits, by: "x", now: store.clock.now())
        }
    }

    /// On PostgreSQL two servers change the same keys at once: the record must still lead from each value to the next.
    @Test(arguments: StoreKind.all) func theRecordIsAChainWhenManyChangeTheSameKey(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let now = store.clock.now()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for days in 1...40 {
                let edits = try Self.edits(["retention.days": "\(days)", "devices.per.platform": "\(days)"])
                group.addTask { try await store.appSettings.change(app, edits, by: "\(days)", now: now) }
            }
            try await group.waitForAll()
        }
        for key in ["retention.days", "devices.per.platform"] {
            let changes = try await store.appSettings.changes(of: app, before: .max, limit: 100).filter { $0.key == key }
            #expect(changes.dropLast().map(\.before) == changes.dropFirst().map(\.after))
            #expect(changes.last?.before == nil)
            #expect(try await Self.texts(store)[key] == changes.first?.after)
        }
    }
}
