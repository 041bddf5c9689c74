import HearthCore
import IM
import Testing
import XSYNC

@testable import Gateway

struct HistoryTests {
    private let world = GatewayWorld()

    init() { for _ in 0..<120 { world.send(from: GatewayWorld.device(2), to: 4) } }

    private func page(_ connection: TestConnection, key: UInt64 = 0, _ amount: Int32) -> SyncDL? {
        connection.send(.sync(SyncUL(xid: XID(uid: 2), key: key, isFullSync: true, fullSyncNum: amount))).page
    }

    private var all: [UInt64] {
        world.timelines.items(GatewayWorld.app, UserID(2), UserID(4)).map { UInt64($0.id.rawValue) }
    }

    @Test func historyComesNewestFirstAndSaysWhereToGoOn() {
        let bob = TestConnection(world, GatewayWorld.device(4))
        let first = page(bob, 10)
        #expect(first?.isFullSync == true)
        #expect(first?.xid == XID(uid: 2))
        #expect(first?.clientMid == 0)
        #expect(first?.ids == all.suffix(10).reversed())
        #expect(first?.nextKey == first?.ids.last)
        #expect(page(bob, key: first?.nextKey ?? 0, 10)?.ids == all.dropLast(10).suffix(10).reversed())
    }

    @Test func theEndOfHistoryHasNoKey() {
        let bob = TestConnection(world, GatewayWorld.device(4))
        let last = page(bob, key: all[5], 10)
        #expect(last?.ids.count == 5)
        #expect(last?.nextKey == 0)
    }

    @Test func aNegativeAmountAsksForNewer() {
        let bob = TestConnection(world, GatewayWorld.device(4))
        #expect(page(bob, key: all[99], -5)?.ids == all[100..<105].reversed())
    }

    @Test func noAmountIsTwentyAndNobodyGetsMoreThanAHundred() {
        let bob = TestConnection(world, GatewayWorld.device(4))
        #expect(page(bob, 0)?.ids.count == 20)
        #expect(page(bob, 101)?.ids.count == 100)
        #expect(page(bob, Int32.max)?.ids.count == 100)
        #expect(page(bob, key: all[0], Int32.min)?.ids.count == 100)
    }

    /// SDK 1.0.0 writes the amount without zigzag: its 50 reads as 25.
    @Test func theOldestSDKMeansWhatItSays() {
        #expect(page(TestConnection(world, GatewayWorld.device(4), sdkVersion: "1.0.0"), 25)?.ids.count == 50)
        #expect(page(TestConnection(world, GatewayWorld.device(4), sdkVersion: "2.0.0"), 25)?.ids.count == 25)
    }

    @Test func historyLeavesThePlaceAlone() {
        let bob = TestConnection(world, GatewayWorld.device(4))
        _ = page(bob, 100)
        #expect(bob.send(.unread).list?.entries.map(\.n) == [120])
    }

    @Test func historyWithStrangersAndTheSystemIsEmpty() {
        let bob = TestConnection(world, GatewayWorld.device(4))
        for uid: UInt64 in [0, 8, 9] {
            let answer = bob.send(.sync(SyncUL(xid: XID(uid: uid), isFullSync: true, fullSyncNum: 10)))
            #expect(answer == [.sync(SyncDL(xid: XID(uid: uid), isFullSync: true))])
        }
    }

    @Test func aStoreThatIsAwayIsSaidSo() {
        let bob = TestConnection(world, GatewayWorld.device(4))
        world.timelines.fail(with: Failure(.serverBusy))
        #expect(page(bob, 10)?.status.code == .fail)
        #expect(page(bob, 10)?.isFullSync == true)
    }
}
