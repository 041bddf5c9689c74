import HearthCore
import IM
import Testing
import XSYNC

@testable import Gateway

/// What a session leaves out of a page.
struct PriorityTests {
    private static func item(_ payload: [UInt8], mayBeLeftOut: Bool = true) -> TimelineItem {
        var item = TimelineItem(id: MessageID(1), sender: UserID(2), device: DeviceSN(1), payload: payload)
        item.mayBeLeftOut = mayBeLeftOut
        return item
    }

    @Test func whatItsSenderCalledImportantIsAlwaysGiven() {
        #expect(!Self.item(Body().bytes).isLeftOut)
        #expect(Self.item(Body(priority: 1).bytes).isLeftOut)
        #expect(Self.item(Body(priority: 10).bytes).isLeftOut)
        #expect(!Self.item(Body().bytes + [0x68, 0]).isLeftOut)
        // What cannot be read is the client's to refuse.
        #expect(!Self.item([0xFF]).isLeftOut)
    }

    @Test func nothingIsLeftOutForWhoIsNotFarBehind() {
        for priority in [0, 1, 10] as [UInt8] { #expect(!Self.item(Body(priority: priority).bytes, mayBeLeftOut: false).isLeftOut) }
    }

    @Test func aChatOfTwoGivesEverything() {
        let world = GatewayWorld()
        let bob = TestConnection(world, GatewayWorld.device(4))
        let count = Limits.leavingOut.behind + 100
        for number in 0..<count {
            world.services.sends.submit(
                OutgoingMessage(
                    sender: GatewayWorld.device(2), target: .user(UserID(4)), clientID: Int64(number), contentType: 0, isEphemeral: false,
                    payload: Body(priority: 10).bytes), by: .user, AppSettings()
            ) { _ in }
        }
        _ = bob.turn()
        var given = 0
        var page = bob.sync(2).page
        while let items = page?.metas.count, items > 0, let key = page?.nextKey {
            given += items
            page = bob.sync(2, key: key).page
        }
        #expect(given == count)
    }
}
