import HearthCore
import IM
import Live
import Testing
import XSYNC

@testable import Gateway

/// What a session leaves behind for operators.
struct TrailTests {
    private let world = GatewayWorld()
    private let alice = GatewayWorld.device(2)

    @Test func aDeliveryLeavesItsSteps() {
        let trail = DeliveryTrail(began: world.clock.now())
        let bob = TestConnection(world, GatewayWorld.device(4), trail: trail.lane())
        var ids: [MessageID] = []
        var steps: [[DeliveryTrail.Entry]] {
            ids.map { trail.entries(about: $0, in: ConversationID(1), of: GatewayWorld.app) }
        }
        let began = world.clock.now()
        world.send(from: alice, to: 4)
        #expect(bob.turn().notices == [2])
        world.clock.advance(by: 10)
        let page = bob.sync(2).page
        ids.append(MessageID(clamping: page?.ids.first ?? 0))
        world.clock.advance(by: 10)
        _ = bob.sync(2, key: page?.nextKey ?? 0)
        #expect(steps[0].map(\.step) == [.told, .given, .confirmed])
        #expect(steps[0].map { $0.at.since(began) } == [0, 10, 20])
        #expect(steps[0].allSatisfy { $0.device == GatewayWorld.device(4) })
        world.clock.advance(by: 10)
        world.send(from: alice, to: 4)
        _ = bob.turn()
        ids.append(MessageID(clamping: bob.sync(2).page?.ids.first ?? 0))
        #expect(steps[1].map(\.step) == [.told, .given])
        // The second message is none of the first one's business.
        #expect(steps[0].count == 3)
    }

    /// A session that has not looked up where its device stands must not claim that older messages were told of.
    @Test func aNoticeOfALaterMessageIsNotAboutAnEarlierOne() {
        let trail = DeliveryTrail(began: world.clock.now())
        world.send(from: alice, to: 4)
        let first = world.timelines.items(GatewayWorld.app, UserID(2), UserID(4)).map(\.id)
        let bob = TestConnection(world, GatewayWorld.device(4), trail: trail.lane())
        world.send(from: alice, to: 4)
        #expect(bob.turn().notices == [2])
        let both = world.timelines.items(GatewayWorld.app, UserID(2), UserID(4)).map(\.id)
        let told = both.map { trail.entries(about: $0, in: ConversationID(1), of: GatewayWorld.app).map(\.step) }
        #expect(first == [both[0]] && told == [[], [.told]])
    }

    @Test func aPageThatIsGivenAgainIsASecondStep() {
        let trail = DeliveryTrail(began: world.clock.now())
        let bob = TestConnection(world, GatewayWorld.device(4), trail: trail.lane())
        world.send(from: alice, to: 4)
        _ = bob.turn()
        let id = MessageID(clamping: bob.sync(2).page?.ids.first ?? 0)
        world.clock.advance(by: 10_000)
        #expect(bob.sync(2).page?.metas.count == 1)
        let steps = trail.entries(about: id, in: ConversationID(1), of: GatewayWorld.app).map(\.step)
        #expect(steps == [.told, .given, .given])
    }
}
