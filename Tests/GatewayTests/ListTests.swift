import HearthCore
import IM
import Testing
import XSYNC

@testable import Gateway

struct ListTests {
    private let world = GatewayWorld()
    private let bob: TestConnection

    init() { bob = TestConnection(world, GatewayWorld.device(4)) }

    @Test func theFirstListIsEverythingOldestActivityFirst() {
        world.send(from: GatewayWorld.device(6), to: 4)
        world.send(from: GatewayWorld.device(2), to: 4)
        bob.readAll(6)
        let list = bob.send(.unread).list
        #expect(list?.status == .ok)
        #expect(
            list?.entries == [
                ConversationUnread(xid: XID(uid: 6), n: 0, type: 1), ConversationUnread(xid: XID(uid: 2), n: 1, type: 1),
            ])
    }

    @Test func laterListsHoldWhatIsUndeliveredOnly() {
        world.send(from: GatewayWorld.device(6), to: 4)
        world.send(from: GatewayWorld.device(2), to: 4)
        bob.readAll(6)
        _ = bob.send(.unread)
        world.clock.advance(by: 50_000)
        #expect(bob.send(.unread).list?.entries.map(\.xid.uid) == [2])
    }

    @Test func aConversationBeingSyncedIsNotListedAgain() {
        world.send(from: GatewayWorld.device(2), to: 4)
        _ = bob.send(.unread)
        _ = bob.sync(2)
        #expect(bob.send(.unread).list?.entries == [])
        world.clock.advance(by: 10_000)
        #expect(bob.send(.unread).list?.entries.map(\.xid.uid) == [2])
    }

    @Test func aNewLoginGetsTheWholeListAgain() {
        world.send(from: GatewayWorld.device(2), to: 4)
        bob.readAll(2)
        _ = bob.send(.unread)
        #expect(bob.send(.unread).list?.entries == [])
        let again = TestConnection(world, GatewayWorld.device(4))
        #expect(again.send(.unread).list?.entries.map(\.n) == [0])
    }

    @Test func aListThatFailedIsStillTheFirst() {
        world.send(from: GatewayWorld.device(2), to: 4)
        bob.readAll(2)
        world.timelines.fail(with: Failure(.serverBusy))
        #expect(bob.send(.unread).list?.status.code == .fail)
        world.timelines.fail(with: nil)
        #expect(bob.send(.unread).list?.entries.count == 1)
    }
}
