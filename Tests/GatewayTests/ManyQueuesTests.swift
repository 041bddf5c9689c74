import HearthCore
import IM
import Testing
import XSYNC

@testable import Gateway

/// Clients sync all their conversations at once after a login.
struct ManyQueuesTests {
    private let world = GatewayWorld(mode: .held)
    private let bob: TestConnection

    init() { bob = TestConnection(world, GatewayWorld.device(4)) }

    @Test func conversationsAreLookedUpAFewAtATimeAndAllAreAnswered() {
        for uid in 1...500 as ClosedRange<UInt64> { bob.sync(2 * uid) }
        #expect(world.timelines.asked == SessionLimits.opensInFlight)
        var answered = 0
        while world.timelines.asked > 0 {
            world.timelines.settle()
            answered += bob.turn().pages.count
        }
        #expect(answered == 500)
    }

    @Test func moreThanMayWaitAreToldSo() {
        let most = SessionLimits.opensInFlight + SessionLimits.opensWaiting
        var busy = 0
        for uid in 1...UInt64(most + 3) { busy += bob.sync(2 * uid).pages.count { $0.status.code != .ok } }
        #expect(busy == 3)
    }

    /// Something arrived in a conversation that the store does not give this device: he was taken out of it meanwhile.
    @Test func aConversationThatIsNotHisIsNotLookedUpForEver() {
        bob.session.receive(.live(.arrived(.group(GroupID(7)), ConversationID(99), newest: MessageID(5))), login: bob.session.loginNumber)
        #expect(bob.turn().notices == [7])
        bob.sync(7)
        var looks = 0
        while world.timelines.asked > 0, looks < 10 {
            world.timelines.settle()
            looks += 1
            if let page = bob.turn().page { #expect(page.nextKey == 0 && page.metas.isEmpty) }
        }
        #expect(looks == 2)
    }
}
