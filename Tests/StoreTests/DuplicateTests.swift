import HearthCore
import IM
import TestSupport
import Testing

struct DuplicateTests {
    @Test(arguments: StoreKind.all) func aRepeatedSendGetsTheSameId(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let message = anna.says("hello", to: ben)
        let results = await store.messages.commit([message, message])
        let id = try #require(results[0].accepted).id
        #expect(results[1].outcome == .duplicate(id))
        #expect(await store.messages.commit(message).outcome == .duplicate(id))
        store = try await store.reopened()
        #expect(await store.messages.commit(message).outcome == .duplicate(id))
        let conversation = try await store.conversation(ben.device(), anna)
        #expect(try await store.conversations.items(anna.app, conversation.id, after: .zero, limit: 10).count == 1)
    }

    @Test(arguments: StoreKind.all) func whatDiffersInAnythingIsNoRepetition(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let anna = try await store.account(app, "anna")
        let ben = try await store.account(app, "ben")
        let carl = try await store.account(app, "carl")
        let batch = [
            anna.says("hello", to: ben, clientID: 1),
            anna.says("hello!", to: ben, clientID: 1),
            anna.says("hello", to: ben, clientID: 2),
            anna.says("hello", to: carl, clientID: 1),
            anna.device(2).says("hello", to: ben, clientID: 1),
            carl.says("hello", to: ben, clientID: 1),
            anna.says("hello", to: ben, clientID: 0),
            anna.says("hello", to: ben, clientID: -1),
            anna.says("hello", to: ben, clientID: .max),
            anna.says("hello", to: ben, clientID: .min),
        ]
        let first = await store.messages.commit(batch)
        #expect(first.allSatisfy { $0.accepted != nil })
        let second = await store.messages.commit(batch)
        #expect(second.map(\.outcome) == first.map { .duplicate($0.accepted?.id ?? .zero) })
    }

    @Test(arguments: StoreKind.all) func aRefusedSendMayBeRepeated(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.set(.removed, of: ben)
        let message = anna.says("hello", to: ben)
        #expect(await store.messages.commit(message).outcome == .refused(.userNotExist))
        try await store.set(.normal, of: ben)
        #expect(await store.messages.commit(message).accepted != nil)
    }

    /// From any time of the day: the memory is kept by days.
    @Test(arguments: StoreKind.all, [0, 1, VirtualClock.day / 2, VirtualClock.day - 1])
    func aSendIsRememberedForADay(kind: StoreKind, timeOfDay: Int64) async throws {
        let midnight = VirtualClock.noon.advanced(by: -VirtualClock.day / 2)
        let store = try await OpenStore(kind, clock: VirtualClock(midnight.advanced(by: timeOfDay)))
        let (anna, ben) = try await store.pair()
        let message = anna.says("hello", to: ben)
        let id = try #require(await store.messages.commit(message).accepted).id
        for _ in 0..<4 {
            store.clock.advance(by: VirtualClock.day / 4)
            _ = try await store.memory.prune(now: store.clock.now(), limit: 100)
            #expect(await store.messages.commit(message).outcome == .duplicate(id))
        }
    }

    @Test(arguments: StoreKind.all) func aSendIsRememberedWhenTheClockIsSetBackOverMidnight(kind: StoreKind) async throws {
        let midnight = VirtualClock.noon.advanced(by: VirtualClock.day / 2)
        let store = try await OpenStore(kind, clock: VirtualClock(midnight.advanced(by: 1_000)))
        let (anna, ben) = try await store.pair()
        let message = anna.says("hello", to: ben)
        let id = try #require(await store.messages.commit(message).accepted).id
        store.clock.advance(by: -2_000)
        _ = try await store.memory.prune(now: store.clock.now(), limit: 100)
        #expect(await store.messages.commit(message).outcome == .duplicate(id))
    }
}
