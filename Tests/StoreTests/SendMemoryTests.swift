import HearthCore
import IM
import TestSupport
import Testing

struct SendMemoryTests {
    @Test(arguments: StoreKind.all) func oldSendsAreForgottenInSteps(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let other = try await store.account(try await store.app("other"), "other")
        let old = (0..<7).map { anna.says("old \($0)", to: ben) } + (0..<5).map { other.says("old \($0)", to: other) }
        _ = await store.messages.commit(old)
        store.clock.advance(by: 3 * VirtualClock.day)
        let young = anna.says("young", to: ben)
        _ = await store.messages.commit(young)
        #expect(try await store.memory.prune(now: store.clock.now(), limit: 10) == 10)
        #expect(try await store.memory.prune(now: store.clock.now(), limit: 10) == 2)
        #expect(try await store.memory.prune(now: store.clock.now(), limit: 10) == 0)
        let results = await store.messages.commit(old + [young])
        #expect(results.dropLast().allSatisfy { $0.accepted != nil })
        #expect(results.last?.accepted == nil)
    }

    @Test(arguments: StoreKind.all) func messagesOutliveTheMemoryOfTheirSending(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.write(["one", "two"], from: anna, to: ben)
        store.clock.advance(by: 30 * VirtualClock.day)
        #expect(try await store.memory.prune(now: store.clock.now(), limit: 100) == 2)
        let page = try await store.conversations.history(ben, with: anna, .older(than: .zero), limit: 10)
        #expect(page.items.map(\.text) == ["two", "one"])
    }
}
