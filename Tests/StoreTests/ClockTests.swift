import HearthCore
import IM
import Testing

struct ClockTests {
    /// Ids may lead the clock by ten seconds; within that a clock set back costs nobody anything.
    @Test(arguments: StoreKind.all) func aClockSetBackRepeatsNoIds(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        var ids = try await store.write((0..<20).map { "before \($0)" }, from: anna, to: ben)
        store.clock.advance(by: -9_000)
        store = try await store.reopened()
        ids += try await store.write((0..<20).map { "after \($0)" }, from: anna, to: ben)
        // A conversation of its own, whose newest id says nothing.
        ids += try await store.write(["alone"], from: anna, to: anna)
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: StoreKind.all) func aClockFarBehindTheStoreTellsSendersToRetry(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let last = try await store.write(["before"], from: anna, to: ben)[0]
        store.clock.advance(by: -60_000)
        store = try await store.reopened()
        let message = anna.says("after", to: ben)
        let alone = anna.says("alone", to: anna)
        let refused = await store.messages.commit([message, alone])
        #expect(refused.map(\.outcome) == [.refused(.serverNeedRetry), .refused(.serverNeedRetry)])
        // Nothing of a refused message is seen by anybody.
        #expect(try await store.conversations.open(anna.device(), with: anna) == nil)
        #expect(try await store.conversations.list(anna.device()).map(\.newest) == [last])
        store.clock.advance(by: 60_000)
        let sent = try #require(await store.messages.commit(message).accepted)
        #expect(sent.id > last)
        #expect(sent.place?.previous == last)
    }
}
