import HearthCore
import IM
import NIOCore
import Observability
import Testing
import XSYNC

@testable import Gateway

struct SendingTests {
    private let world = GatewayWorld()
    private let bob: TestConnection

    init() { bob = TestConnection(world, GatewayWorld.device(4)) }

    @Test func anAckNamesBothNumbersAndTheTime() {
        let ack = bob.submit(to: 2, id: 77).page
        #expect(ack?.status == .ok)
        #expect(ack?.clientMid == 77)
        #expect(ack?.serverMid == UInt64(world.timelines.items(GatewayWorld.app, UserID(2), UserID(4)).first?.id.rawValue ?? 0))
        #expect(ack?.serverTime == UInt64(world.clock.now().milliseconds))
        #expect(ack?.xid == XID(uid: 2))
        #expect(ack?.nextKey == 0)
    }

    @Test func aRepeatGetsTheFirstAnswer() {
        let first = bob.submit(to: 2, id: 77).page?.serverMid
        #expect(bob.submit(to: 2, id: 77).page?.serverMid == first)
        #expect(bob.submit(to: 2, id: 77, Body("other")).page?.serverMid != first)
        #expect(world.counters.value(of: .sendsRepeated) == 1)
        #expect(world.counters.value(of: .sendsAccepted) == 2)
    }

    @Test func nobodyIsAckedBeforeTheCommit() {
        let world = GatewayWorld(mode: .held)
        let bob = TestConnection(world, GatewayWorld.device(4))
        #expect(bob.submit(to: 2) == [])
        world.timelines.run()
        #expect(bob.turn() == [])
        world.timelines.deliver()
        #expect(bob.turn().page?.clientMid == 1)
    }

    @Test func refusalsCarryTheClientsNumber() {
        world.timelines.set(.removed, of: GatewayWorld.device(6).account)
        let refusal = bob.submit(to: 6, id: 5).page
        #expect(refusal?.clientMid == 5)
        #expect(refusal?.serverMid == 0)
        #expect(refusal?.status.code == Failure(.userNotExist).status)
        world.timelines.set(.frozen, of: GatewayWorld.device(4).account)
        #expect(bob.submit(to: 2, id: 6).page?.status.code == .userFrozen)
        #expect(world.counters.value(of: .sendsRefused) == 2)
    }

    @Test(arguments: [
        (Body(type: 3), UInt64(2), SyncStatus.invalidParameter), (Body(type: 2), 3, .invalidParameter),
        (Body(type: 0), 2, .invalidParameter), (Body(type: 2, contentType: 9), 2, .invalidParameter),
        (Body(type: 2), 0, .invalidParameter), (Body(type: 1), 2, .invalidParameter), (Body(type: 3), 3, .fail),
    ])
    func aBodyThatDoesNotFitIsRefused(_ body: Body, _ uid: UInt64, _ status: SyncStatus) {
        let refusal = bob.submit(to: uid, id: 9, body).page
        #expect(refusal?.status.code == status)
        #expect(refusal?.clientMid == 9)
    }

    @Test(arguments: [
        (Int32(0), SyncStatus.invalidParameter), (4, .invalidParameter), (6, .invalidParameter), (8, .fail), (99, .invalidParameter),
    ])
    func onlyMessagesAreSent(_ ns: Int32, _ status: SyncStatus) {
        #expect(bob.submit(to: 2, id: 9, ns: ns).page?.status.code == status)
    }

    @Test func aBodyThatDoesNotDecodeIsAnInvalidParameter() {
        let answer = bob.submit(Meta(id: 3, to: XID(uid: 2), ns: 1, payload: ByteBuffer(bytes: [0x0A, 0xFF]))).page
        #expect(answer?.status.code == .invalidParameter)
        #expect(answer?.clientMid == 3)
    }

    @Test func aMessageWithoutANumberIsRefused() {
        #expect(bob.submit(to: 2, id: 0).page?.status.code == .invalidParameter)
        #expect(bob.submit(to: 2, id: UInt64.max).page?.status.code == .invalidParameter)
    }

    @Test func theSenderIsTheSessionsWhateverTheFrameSays() {
        bob.submit(
            Meta(id: 3, from: XID(uid: 6, deviceSN: 9), to: XID(uid: 2), ns: 1, payload: ByteBuffer(bytes: Body().bytes)))
        let item = world.timelines.items(GatewayWorld.app, UserID(2), UserID(4)).first
        #expect(item?.sender == UserID(4))
        #expect(item?.device == DeviceSN(1))
    }

    @Test func typingIsAckedAndNotKept() {
        let ack = bob.submit(to: 2, id: 4, Body("", qos: 1)).page
        #expect(ack?.status == .ok)
        #expect(ack?.clientMid == 4)
        #expect(world.timelines.items(GatewayWorld.app, UserID(2), UserID(4)).isEmpty)
    }

    @Test func anOwnMessageIsNotGivenBack() {
        _ = bob.sync(2)
        bob.submit(to: 2)
        #expect(bob.sync(2).page?.metas == [])
        let other = TestConnection(world, GatewayWorld.device(4, 2))
        #expect(other.sync(2).page?.metas.count == 1)
    }

    @Test func tooManySendsInFlightAreRefused() {
        let world = GatewayWorld(mode: .held)
        let bob = TestConnection(world, GatewayWorld.device(4))
        for id in 1...SessionLimits.sendsInFlight { #expect(bob.submit(to: 2, id: UInt64(id)) == []) }
        let refusal = bob.submit(to: 2, id: 5_000).page
        #expect(refusal?.status == StatusValue(Failure(.serverBusy)))
        #expect(refusal?.clientMid == 5_000)
        world.timelines.settle()
        #expect(bob.turn().count == SessionLimits.sendsInFlight)
        #expect(bob.submit(to: 2, id: 5_001) == [])
    }
}
