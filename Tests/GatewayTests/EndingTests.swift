import HearthCore
import Live
import NIOCore
import Testing
import XSYNC

@testable import Gateway
@testable import IM

/// What a client sees of the end of its app, and what becomes of its frames until the connection is closed.
struct EndingTests {
    private let world = GatewayWorld()
    private let frozen = StatusValue(Failure(.serverAppFrozen))

    private func meta(_ id: UInt64) -> UpFrame {
        .sync(SyncUL(meta: Meta(id: id, to: XID(uid: 2), ns: 1, payload: ByteBuffer(bytes: Body().bytes))))
    }

    @Test func everyFrameIsAnsweredWithTheReasonUntilTheConnectionIsClosed() throws {
        let bob = TestConnection(world, GatewayWorld.device(4))
        world.hub.end(GatewayWorld.app, .outOfService(.frozen))
        #expect(frozen.code == .appFrozen && frozen.reason == "the app is frozen")
        #expect(bob.turn() == [.sync(SyncDL(status: frozen, xid: XID()))])
        #expect(world.hub.count == 0 && !bob.transport.isDisconnected)
        #expect(bob.submit(to: 2, id: 7) == [.sync(SyncDL(status: frozen, xid: XID(uid: 2), clientMid: 7))])
        #expect(bob.sync(2) == [.sync(SyncDL(status: frozen, xid: XID(uid: 2)))])
        #expect(bob.send(.unread) == [.unread(UnreadDL(status: frozen))])
        let again = UpFrame.provision(ProvisionUL(xid: XID(uid: 4), token: "t", deviceGUID: "g"))
        #expect(bob.send(again) == [.provision(ProvisionDL(status: frozen, xid: XID()))])
        bob.eventLoop.advanceTime(by: .milliseconds(4_999))
        #expect(!bob.transport.isDisconnected)
        bob.eventLoop.advanceTime(by: .milliseconds(1))
        #expect(bob.transport.isDisconnected)
        #expect(bob.submit(to: 2, id: 8).isEmpty)
    }

    @Test func nothingIsDeliveredAnyMore() throws {
        let bob = TestConnection(world, GatewayWorld.device(4))
        world.hub.end(GatewayWorld.app, .outOfService(.frozen))
        world.send(from: GatewayWorld.device(2), to: 4)
        world.send(from: GatewayWorld.device(2), to: 4, ephemeral: true)
        #expect(bob.turn() == [.sync(SyncDL(status: frozen, xid: XID()))])
    }

    @Test func whatWasOnItsWayIsAcknowledgedOnceItIsStored() throws {
        let world = GatewayWorld(mode: .held)
        let bob = TestConnection(world, GatewayWorld.device(4))
        bob.submit(to: 2, id: 7)
        bob.sync(2)
        world.hub.end(GatewayWorld.app, .outOfService(.frozen))
        bob.turn()
        while world.timelines.asked > 0 || world.timelines.answered > 0 {
            if world.timelines.asked > 0 { world.timelines.run(0) }
            if world.timelines.answered > 0 { world.timelines.deliver(0) }
        }
        let pages = bob.turn().pages
        #expect(pages.map(\.clientMid) == [7] && pages.map(\.status) == [.ok], "no page of what was asked for")
    }

    @Test func aConnectionThatGoesByItselfIsOver() {
        let bob = TestConnection(world, GatewayWorld.device(4))
        world.hub.end(GatewayWorld.app, .outOfService(.frozen))
        bob.turn()
        bob.session.connectionClosed()
        bob.eventLoop.advanceTime(by: .seconds(10))
        #expect(!bob.transport.isDisconnected, "nobody is there to be disconnected")
    }

    @Test func aCallToReconnectIsANoticeAndThenTheStatus() throws {
        let bob = TestConnection(world, GatewayWorld.device(4), sdkVersion: "3.0.0")
        world.hub.end(GatewayWorld.app, .reconnect(.clusterChanged))
        let notice = try #require(bob.turn().page?.metas.first)
        #expect(try Im_Floo_Protobuf_UserNotice(serializedBytes: notice.payload).type.rawValue == 11)
        let status = StatusValue(Failure(.serverNeedReconnected))
        #expect(status.code == .publicKeyChanged)
        #expect(bob.send(.unread) == [.unread(UnreadDL(status: status))] && !bob.transport.isDisconnected)
        #expect(bob.submit(to: 2, id: 7).page == SyncDL(status: status, xid: XID(uid: 2), clientMid: 7))
        bob.eventLoop.advanceTime(by: .seconds(5))
        #expect(bob.transport.isDisconnected)
    }

    // MARK: - Logins

    private func provision(_ token: String) -> UpFrame {
        .provision(ProvisionUL(xid: XID(uid: 4), token: token, sdkVersion: "3.0.0", deviceGUID: "guid"))
    }

    @Test func aLoginThatWasCheckedBeforeTheFreezeIsCaught() throws {
        // The hub was told before this session came to it.
        world.hub.end(GatewayWorld.app, .outOfService(.frozen))
        let app = world.appState.entry.app
        world.appState.replace(
            with: AppDirectory.Entry(
                app: App(number: app.number, id: app.id, name: app.name, status: .frozen, createdAt: app.createdAt, version: 1)))
        let late = TestConnection(world, GatewayWorld.device(4))
        #expect(world.hub.count == 0)
        #expect(late.submit(to: 2, id: 3).page?.status == frozen)
        late.eventLoop.advanceTime(by: .seconds(5))
        #expect(late.transport.isDisconnected)
    }

    @Test func aFrozenAppRefusesLoginsAndARestoredOneTakesThemAtOnce() async throws {
        let token = try await world.token(4)
        let id = AppID("abcdefghijkl")
        let door = try await LoginDoor(world)
        try await door.send(provision(token))
        _ = try await door.take(1)
        try await world.directory.change(id, AppChange(status: .banned, reason: "unpaid"))
        let banned = StatusValue(Failure(.serverAppStatusNotNormal))
        #expect(banned.code == .appFrozen)
        #expect(try await door.take(1) == [.sync(SyncDL(status: banned, xid: XID()))])
        let second = try await LoginDoor(world)
        try await second.send(provision(token))
        #expect(try await second.take(1) == [.provision(ProvisionDL(status: banned, xid: XID(uid: 4)))])
        try await world.directory.change(id, AppChange(status: .normal))
        try await second.send(provision(token), .unread)
        let frames = try await second.take(2)
        #expect(frames.first == .provision(ProvisionDL(xid: XID(uid: 4, deviceSN: 1))) && frames.count == 2)
        #expect(world.hub.count == 1)
        try await door.close()
        #expect(world.hub.count == 1, "the session that ended takes nobody with it")
        try await second.close()
    }
}
