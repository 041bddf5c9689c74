import HearthCore
import IM
import TestSupport
import Testing

struct PinStoreTests {
    private let told = RecordingNotifier()

    private func pins(_ store: OpenStore) -> Pins { Pins(store: store.pins, notifier: told, clock: store.clock) }

    @Test(arguments: StoreKind.all) func whatWasPinnedLastComesFirst(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.makeGroup(GroupID(11), in: anna.app, owner: ben.user, name: "group")
        try await store.join(anna, GroupID(11))
        try await pins(store).pin(.user(ben.user), of: anna, except: DeviceSN(2))
        try await pins(store).pin(.group(GroupID(11)), of: anna)
        store.clock.advance(by: 5)
        try await pins(store).pin(.system, of: anna)
        try await pins(store).pin(.user(anna.user), of: ben)
        store = try await store.reopened()
        #expect(try await pins(store).list(of: anna) == [.system, .group(GroupID(11)), .user(ben.user)])
        #expect(try await pins(store).list(of: ben) == [.user(anna.user)])
        #expect(
            told.notices == [
                Notice(anna, except: DeviceSN(2), .ownInfoUpdated), Notice(anna, .ownInfoUpdated), Notice(anna, .ownInfoUpdated),
                Notice(ben, .ownInfoUpdated),
            ])
    }

    @Test(arguments: StoreKind.all) func pinningAndUnpinningAgainChangesNothing(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await pins(store).pin(.user(ben.user), of: anna)
        try await pins(store).pin(.system, of: anna)
        try await pins(store).pin(.user(ben.user), of: anna)
        #expect(try await pins(store).list(of: anna) == [.system, .user(ben.user)], "it stays where it is")
        #expect(told.notices.count == 2)
        try await pins(store).unpin(.system, of: anna, except: DeviceSN(1))
        try await pins(store).unpin(.system, of: anna)
        #expect(try await pins(store).list(of: anna) == [.user(ben.user)])
        #expect(told.notices.count == 3 && told.notices.last == Notice(anna, except: DeviceSN(1), .ownInfoUpdated))
    }

    @Test(arguments: StoreKind.all) func onlyWhatThereIsCanBePinned(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let elsewhere = try await store.account(try await store.app("other"), "carl")
        try await store.makeGroup(GroupID(11), in: anna.app, owner: ben.user, name: "group")
        try await store.join(ben, GroupID(11))
        for nobody in [elsewhere.user, UserID(4)] {
            await #expect(throws: Failure(.userNotExist)) { try await pins(store).pin(.user(nobody), of: anna) }
        }
        for group in [11, 13] {
            await #expect(throws: Failure(.groupNotExist)) { try await pins(store).pin(.group(GroupID(Int64(group))), of: anna) }
        }
        #expect(told.notices.isEmpty)
        #expect(try await pins(store).list(of: anna) == [])
    }

    @Test(arguments: StoreKind.all) func thereIsABound(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.database.writing { sql in
            for number in 0..<999 {
                try sql.execute(
                    "INSERT INTO pinned_conversations (app, user_id, peer, pinned_at) VALUES (?1, ?2, ?3, 1)",
                    [.integer(anna.app.rawValue), .integer(anna.user.rawValue), .integer(Int64(10_000_000 + 2 * number))])
            }
        }
        try await pins(store).pin(.user(ben.user), of: anna)
        await #expect(throws: Failure.self) { try await pins(store).pin(.system, of: anna) }
        try await pins(store).pin(.user(ben.user), of: anna)
        #expect(try await pins(store).list(of: anna).count == 1_000)
        try await pins(store).unpin(.user(ben.user), of: anna)
        try await pins(store).pin(.system, of: anna)
    }
}
