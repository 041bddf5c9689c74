import HearthCore
import IM
import Testing

struct AppStoreTests {
    private static let key = SigningKey(id: "first", secret: [0, 255, 7])

    @Test(arguments: StoreKind.all) func anAppIsFoundWithItsKey(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let now = store.clock.now()
        let made = try #require(try await store.apps.create(AppID("abcdefghijkl"), name: "Käse 芝士", key: Self.key, now: now))
        #expect(made.id == AppID("abcdefghijkl") && made.name == "Käse 芝士" && made.status == .normal && made.createdAt == now)
        let found = try #require(try await store.apps.find(AppID("abcdefghijkl")))
        #expect(found.app == made)
        #expect(found.keys == [Self.key])
    }

    @Test(arguments: StoreKind.all) func aTakenIdMakesNothing(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        _ = try await store.apps.create(AppID("abcdefghijkl"), name: "first", key: Self.key, now: store.clock.now())
        let other = SigningKey(id: "second", secret: [9])
        #expect(try await store.apps.create(AppID("abcdefghijkl"), name: "second", key: other, now: store.clock.now()) == nil)
        let found = try #require(try await store.apps.find(AppID("abcdefghijkl")))
        #expect(found.app.name == "first")
        #expect(found.keys == [Self.key])
        #expect(try await store.apps.list().count == 1)
    }

    @Test(arguments: StoreKind.all) func anUnknownIdFindsNothing(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        _ = try await store.app("abcdefghijkl")
        for id in ["", "abcdefghijk", "ABCDEFGHIJKL", "abcdefghijkl ", "%"] {
            #expect(try await store.apps.find(AppID(id)) == nil, "\(id)")
        }
    }

    @Test(arguments: StoreKind.all) func appsAreListedOldestFirst(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        #expect(try await store.apps.list().isEmpty)
        let ids = ["zebra", "apple", "mango"]
        for id in ids { _ = try await store.app(id) }
        #expect(try await store.apps.list().map(\.id.rawValue) == ids)
        store = try await store.reopened()
        #expect(try await store.apps.list().map(\.id.rawValue) == ids)
    }
}
