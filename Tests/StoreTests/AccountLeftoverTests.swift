import HearthCore
import IM
import TestSupport
import Testing

/// What goes of removed accounts by and by, on both databases.
struct AccountLeftoverTests {
    /// Each has three items of his own, a hidden message and one made unread again.
    private func scene(_ kind: StoreKind) async throws -> Operating {
        let scene = try await Operating(kind)
        for reader in [scene.anna, scene.ben] {
            let ids = [try await scene.say("one", by: scene.other(reader)), try await scene.say("two", by: scene.other(reader))]
            try await scene.act(.readAll, on: ids[1], by: reader)
            try await scene.act(.readCancel, on: ids[0], by: reader)
            try await scene.act(.delete, on: ids[1], by: reader)
        }
        return scene
    }

    private func rows(_ store: OpenStore) async throws -> [[Int64]] {
        [
            try await store.numbers("SELECT user_id FROM own_items ORDER BY user_id"),
            try await store.numbers("SELECT user_id FROM hidden_messages ORDER BY user_id"),
            try await store.numbers("SELECT user_id FROM read_cancellations ORDER BY user_id"),
        ]
    }

    @Test(arguments: StoreKind.all) func itGoesInStepsAndWhatOthersHaveStays(kind: StoreKind) async throws {
        let scene = try await scene(kind)
        let (store, anna, ben) = (scene.store, scene.anna.user.rawValue, scene.ben.user.rawValue)
        let before = try await rows(store)
        #expect(before == [[anna, anna, anna, ben, ben, ben], [anna, ben], [anna, ben]])
        let removedAt = store.clock.now()
        _ = try await store.accountControl.remove(scene.ben, now: removedAt)
        #expect(try await store.accountLeftovers.prune(removedBefore: removedAt, limit: 2) == 0, "it is too early")
        #expect(try await rows(store) == before)
        // Five rows and the mark that they are gone.
        let later = removedAt.advanced(by: 1)
        for count in [2, 2, 2, 0] { #expect(try await store.accountLeftovers.prune(removedBefore: later, limit: 2) == count) }
        #expect(try await rows(store) == [[anna, anna, anna], [anna], [anna]])
        #expect(try await scene.history(of: scene.anna) == ["two", "one", "one"])
    }

    @Test(arguments: StoreKind.all) func oneStepMayDoMany(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        for number in 0..<7 {
            let account = try await store.account(app, "user_\(number)")
            if number > 0 { _ = try await store.accountControl.remove(account, now: store.clock.now()) }
        }
        let later = store.clock.now().advanced(by: 1)
        #expect(try await store.accountLeftovers.prune(removedBefore: later, limit: 5) == 5)
        #expect(try await store.accountLeftovers.prune(removedBefore: later, limit: 5) == 1)
        #expect(try await store.accountLeftovers.prune(removedBefore: later, limit: 5) == 0)
    }
}
