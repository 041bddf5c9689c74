import HearthCore
import IM
import Testing
import XSYNC

@testable import Gateway

struct SyncDialogueTests {
    private let world = GatewayWorld()
    private let alice = GatewayWorld.device(2)
    private let bob: TestConnection

    init() { bob = TestConnection(world, GatewayWorld.device(4)) }

    private func key(_ page: SyncDL?) -> UInt64 { page?.nextKey ?? 0 }

    @Test func noticePageConfirmationEnd() {
        world.send(from: alice, to: 4)
        #expect(bob.turn() == [.notice(XID(uid: 2))])
        let page = bob.sync(2).page
        #expect(page?.metas.count == 1)
        #expect(page?.xid == XID(uid: 2))
        #expect(page?.nextKey == page?.ids.last)
        #expect(page?.metas.first?.from == XID(uid: 2, deviceSN: 1))
        #expect(page?.metas.first?.to == XID(uid: 4))
        #expect(page?.clientMid == 0)
        #expect(bob.sync(2, key: key(page)) == [.sync(SyncDL(xid: XID(uid: 2)))])
        let cursor = world.cursors.pending(CursorKey(device: GatewayWorld.device(4), conversation: ConversationID(1)))
        #expect(cursor == MessageID(clamping: key(page)))
    }

    @Test func aBurstIsOneNotice() {
        for _ in 0..<5 { world.send(from: alice, to: 4) }
        #expect(bob.turn().notices == [2])
        world.send(from: alice, to: 4)
        #expect(bob.turn() == [])
        #expect(bob.sync(2).page?.metas.count == 6)
    }

    @Test func aMessageDuringASyncNeedsNoNotice() {
        world.send(from: alice, to: 4)
        _ = bob.turn()
        let first = bob.sync(2).page
        world.send(from: alice, to: 4)
        #expect(bob.turn() == [])
        let second = bob.sync(2, key: key(first)).page
        #expect(second?.metas.count == 1)
        #expect(bob.sync(2, key: key(second)).page?.metas == [])
        world.send(from: alice, to: 4)
        #expect(bob.turn().notices == [2])
    }

    @Test func noticesComeAgainAfterTenSecondsOfSilence() {
        world.send(from: alice, to: 4)
        #expect(bob.turn().notices == [2])
        world.clock.advance(by: 9_999)
        world.send(from: alice, to: 4)
        #expect(bob.turn().notices == [])
        world.clock.advance(by: 1)
        world.send(from: alice, to: 4)
        #expect(bob.turn().notices == [2])
        #expect(bob.sync(2).page?.metas.count == 3)
    }

    /// A client that threw does not confirm; a page that followed would confirm the lost one along with it.
    @Test func whatWasNotConfirmedIsNotPassedOver() {
        world.send(from: alice, to: 4)
        _ = bob.turn()
        let lost = bob.sync(2).page
        world.send(from: alice, to: 4)
        #expect(bob.sync(2).page?.metas == [])
        world.clock.advance(by: 10_000)
        let again = bob.sync(2).page
        #expect(again?.metas.count == 2)
        #expect(again?.ids.first == lost?.ids.first)
    }

    @Test func twoQuestionsGetOnePageUntilItIsConfirmed() {
        for _ in 0..<60 { world.send(from: alice, to: 4) }
        _ = bob.turn()
        bob.session.receive(UpFrame.sync(SyncUL(xid: XID(uid: 2))).bytes())
        let page = bob.sync(2).page
        #expect(page?.metas.count == 50)
        #expect(bob.sync(2).page?.metas == [])
        #expect(bob.sync(2, key: key(page)).page?.metas.count == 10)
    }

    @Test func ownMessagesArePassedOverButThoseOfOtherOwnDevicesAreNot() {
        world.send(from: GatewayWorld.device(4, 1), to: 2)
        world.send(from: GatewayWorld.device(4, 2), to: 2)
        #expect(bob.turn().notices == [2])
        let page = bob.sync(2).page
        #expect(page?.metas.map(\.from) == [XID(uid: 4, deviceSN: 2)])
        #expect(page?.metas.first?.to == XID(uid: 2))
    }

    @Test func aQueueOfOwnMessagesAloneIsConfirmedByItself() {
        world.send(from: GatewayWorld.device(4, 1), to: 2)
        #expect(bob.sync(2).page?.metas == [])
        #expect(bob.send(.unread).list?.entries.map(\.n) == [0])
    }

    @Test func theSystemQueueAndStrangersAreEmpty() {
        #expect(bob.sync(0) == [.sync(SyncDL(xid: XID(uid: 0)))])
        #expect(bob.sync(8) == [.sync(SyncDL(xid: XID(uid: 8)))])
        #expect(bob.sync(9) == [.sync(SyncDL(xid: XID(uid: 9)))])
    }

    @Test func aKeyOfTheFutureConfirmsNoMoreThanThereIs() {
        world.send(from: alice, to: 4)
        _ = bob.turn()
        #expect(bob.sync(2, key: UInt64.max).page?.metas == [])
        world.send(from: alice, to: 4)
        #expect(bob.turn().notices == [2])
        #expect(bob.sync(2).page?.metas.count == 1)
    }

    /// They were too old to be kept: the device is not asked to read them for ever.
    @Test(arguments: [false, true]) func messagesThatWereRemovedAreNotWaitedFor(isKnown: Bool) {
        // Memory holds none of them, as after a restart.
        let world = GatewayWorld(itemsPerWindow: 0)
        let bob = TestConnection(world, GatewayWorld.device(4))
        for _ in 0..<3 { world.send(from: alice, to: 4) }
        if isKnown {
            #expect(bob.turn().notices == [2])
            #expect(bob.sync(2).page?.metas.count == 3)
            world.clock.advance(by: 10_000)
        }
        world.timelines.removeItems(GatewayWorld.app, UserID(2), UserID(4))
        #expect(bob.send(.unread).contains { if case .unread(let list) = $0 { list.entries.map(\.n) == [1] } else { false } })
        #expect(bob.sync(2).pages.map(\.nextKey) == [0])
        world.cursors.flush()
        #expect(bob.send(.unread).list?.entries.map(\.n) ?? [] == [])
        world.send(from: alice, to: 4)
        #expect(bob.turn().notices == [2])
        #expect(bob.sync(2).page?.metas.count == 1)
    }

    @Test func aStoreThatIsAwayIsSaidSoAndAskedAgain() {
        world.send(from: alice, to: 4)
        _ = bob.turn()
        world.timelines.fail(with: Failure(.serverBusy))
        let refusal = bob.sync(2).page
        #expect(refusal?.status == StatusValue(code: .fail, reason: "server busy"))
        #expect(refusal?.xid == XID(uid: 2))
        world.timelines.fail(with: nil)
        #expect(bob.sync(2).page?.metas.count == 1)
    }

    @Test func anXIDThatNamesNobodyIsInvalid() {
        #expect(bob.sync(UInt64.max).page?.status.code == .invalidParameter)
        #expect(bob.send(.sync(SyncUL())).page?.status.code == .invalidParameter)
    }

    @Test func oneTurnOfTheLoopIsOneFlush() {
        let before = bob.transport.flushes
        world.send(from: alice, to: 4)
        world.send(from: GatewayWorld.device(6), to: 4)
        #expect(bob.turn().notices == [2, 6])
        #expect(bob.transport.flushes == before + 1)
    }

    @Test func typingIsPushedAndNotKept() {
        world.send(from: alice, to: 4, ephemeral: true)
        let page = bob.turn().page
        #expect(page?.metas.count == 1)
        #expect(page?.nextKey == 0)
        #expect(page?.isEagerSync == true)
        #expect(page?.xid == XID(uid: 2))
        #expect(bob.sync(2).page?.metas == [])
    }
}
