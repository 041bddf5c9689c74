import HearthCore
import NIOCore
import NIOEmbedded
import Observability
import TestSupport
import Testing
import XSYNC

@testable import Gateway
@testable import IM

struct RateTests {
    private let world = GatewayWorld(hasLimits: true)
    private let bob: TestConnection

    init() { bob = TestConnection(world, GatewayWorld.device(4)) }

    /// New settings for everybody who is connected.
    private func set(_ settings: [String: String]) {
        world.appState.replace(with: AppDirectory.Entry(app: world.appState.entry.app, settings: AppSettings(stored: settings)))
    }

    /// What a message is answered, whatever else comes.
    private func code(_ id: UInt64, from connection: TestConnection) -> SyncStatus? {
        connection.submit(to: 2, id: id).pages.first { $0.clientMid == id }?.status.code
    }

    /// What a heartbeat is answered.
    private func heartbeat(_ connection: TestConnection) -> SyncStatus? {
        for case .unread(let list) in connection.send(.unread) { return list.status.code }
        return nil
    }

    @Test func theMessageAboveTheLimitIsRefusedByItsNumberAndTakenLater() {
        set(["limit.messages.user": "2/1"])
        for id in 1...2 { #expect(bob.submit(to: 2, id: UInt64(id)).page?.status == .ok) }
        let refusal = bob.submit(to: 2, id: 3).page
        #expect(refusal?.status == StatusValue(Failure(.messageRateLimitExceeded)))
        #expect(refusal?.status.code == .rateLimitExceeded)
        #expect(refusal?.clientMid == 3 && refusal?.serverMid == 0 && refusal?.xid == XID(uid: 2))
        #expect(world.rates.refusals(of: .messagesUser) == 1)
        #expect(world.counters.value(of: .sendsRefused) == 1)
        world.clock.advance(by: 1_000)
        let ack = bob.submit(to: 2, id: 3).page
        #expect(ack?.status == .ok && (ack?.serverMid ?? 0) > 0)
        #expect(world.counters.value(of: .sendsAccepted) == 3 && world.counters.value(of: .sendsRepeated) == 0)
        #expect(!bob.transport.isDisconnected)
    }

    @Test func devicesOfOneUserShareAndOthersAreNotTouched() {
        set(["limit.messages.user": "1/60"])
        let second = TestConnection(world, GatewayWorld.device(4, 2))
        let other = TestConnection(world, GatewayWorld.device(6))
        #expect(code(1, from: bob) == .ok)
        #expect(code(2, from: second) == .rateLimitExceeded)
        #expect(code(3, from: other) == .ok)
    }

    @Test func typingCountsAsAMessage() {
        set(["limit.messages.user": "1/60"])
        #expect(bob.submit(to: 2, id: 1, Body("", qos: 1)).page?.status == .ok)
        #expect(bob.submit(to: 2, id: 2, Body("", qos: 1)).page?.status.code == .rateLimitExceeded)
    }

    @Test func operationsAndWhatCannotBeReadHaveALimitOfTheirOwn() {
        set(["limit.messages.user": "1/60", "limit.operations.user": "2/60"])
        #expect(bob.submit(to: 2, id: 1).page?.status == .ok)
        let unreadable = Meta(id: 2, to: XID(uid: 2), ns: 1, payload: ByteBuffer(bytes: [0xFF]))
        #expect(bob.submit(unreadable).page?.status.code == .invalidParameter)
        #expect(bob.submit(to: 2, id: 3, Body(type: 1)).page?.status.code == .invalidParameter)
        let refusal = bob.submit(to: 2, id: 4, Body(type: 1)).page
        #expect(refusal?.status == StatusValue(Failure(.serverTooManyRequest)) && refusal?.clientMid == 4)
        #expect(world.rates.refusals(of: .operationsUser) == 1)
    }

    @Test func heartbeatsAndSyncsAreLimitedForEachDevice() {
        set(["limit.syncs.device": "2/1"])
        // The list after a login is free.
        #expect(bob.send(.unread).list?.status == .ok)
        #expect(bob.sync(2).page?.status == .ok)
        #expect(bob.sync(0).page?.status == .ok)
        #expect(bob.send(.unread).list?.status.code == .rateLimitExceeded)
        let page = bob.sync(2).page
        #expect(page?.status.code == .rateLimitExceeded && page?.xid == XID(uid: 2) && page?.isFullSync == false)
        let history = bob.send(.sync(SyncUL(xid: XID(uid: 2), isFullSync: true, fullSyncNum: 1))).page
        #expect(history?.status.code == .rateLimitExceeded && history?.isFullSync == true)
        // Messages go on, and so do others.
        #expect(code(1, from: bob) == .ok)
        #expect(heartbeat(TestConnection(world, GatewayWorld.device(4, 2))) == .ok)
        world.clock.advance(by: 1_000)
        #expect(heartbeat(bob) == .ok)
    }

    @Test func aFloodCostsAnswersAndLeavesTheConnection() {
        set(["limit.messages.user": "10/60"])
        for id in 1...2_000 { bob.submit(to: 2, id: UInt64(id)) }
        #expect(world.counters.value(of: .sendsAccepted) == 10)
        #expect(world.rates.refusals(of: .messagesUser) == 1_990)
        #expect(bob.transport.rests == 19)
        #expect(!bob.transport.isDisconnected)
        set(["limits.exempt": "true"])
        #expect(bob.submit(to: 2, id: 2_001).page?.status == .ok)
    }

    @Test func whoRestsIsNotReadUntilHisRestAndHisReadingAreDone() {
        let channel = EmbeddedChannel()
        var pause = ReadingPause()
        func isRead() -> Bool {
            channel.options.last { $0.option is ChannelOptions.Types.AutoReadOption }?.value as? Bool ?? true
        }
        pause.rest(true, channel)
        #expect(!isRead())
        channel.isWritable = false
        pause.rest(false, channel)
        #expect(!isRead())
        channel.isWritable = true
        pause.follow(channel)
        #expect(isRead())
    }
}
