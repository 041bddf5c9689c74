import HearthCore
import IM
import Live
import NIOCore
import NIOEmbedded
import Testing
import XSYNC

@testable import Gateway

/// Provision is checked off the event loop, so these run on one that may be called from elsewhere.
struct LoginTests {
    private let world = GatewayWorld()

    private func token(_ user: Int64) async throws -> String { try await world.token(user) }

    private func provision(_ user: UInt64, _ token: String, guid: String = "guid") -> UpFrame {
        .provision(ProvisionUL(xid: XID(uid: user, deviceSN: 1_000_000_123), token: token, deviceGUID: guid))
    }

    @Test func aLoginIsGrantedWithADeviceNumber() async throws {
        let door = try await LoginDoor(world)
        try await door.send(provision(4, try await token(4)))
        #expect(try await door.take(1) == [.provision(ProvisionDL(xid: XID(uid: 4, deviceSN: 1)))])
        #expect(world.hub.count == 1)
        try await door.close()
        #expect(world.hub.count == 0)
    }

    @Test func nothingIsTakenBeforeALogin() async throws {
        let door = try await LoginDoor(world)
        let meta = Meta(id: 9, to: XID(uid: 2), ns: 1, payload: ByteBuffer(bytes: Body().bytes))
        try await door.send(.unread, .sync(SyncUL(xid: XID(uid: 2))), .sync(SyncUL(meta: meta)))
        let login = StatusValue(code: .unauthorized, reason: "you must login first")
        #expect(
            try await door.take(3) == [
                .unread(UnreadDL(status: login)), .sync(SyncDL(status: login, xid: XID(uid: 2))),
                .sync(SyncDL(status: login, xid: XID(), clientMid: 9)),
            ])
    }

    @Test func whatFollowsAProvisionWaitsForIt() async throws {
        let door = try await LoginDoor(world)
        let meta = Meta(id: 9, to: XID(uid: 2), ns: 1, payload: ByteBuffer(bytes: Body().bytes))
        try await door.send(provision(4, try await token(4)), .sync(SyncUL(meta: meta)), .unread)
        let frames = try await door.take(3)
        #expect(frames.first == .provision(ProvisionDL(xid: XID(uid: 4, deviceSN: 1))))
        #expect(frames.count == 3)
        #expect(frames.pages.map(\.clientMid) == [9])
        #expect(frames.pages.map(\.status) == [.ok])
    }

    @Test func aRefusedLoginNamesTheUserAndMayBeTriedAgain() async throws {
        let door = try await LoginDoor(world)
        try await door.send(provision(4, "no token"), .unread)
        let refusal = try await door.take(2)
        let status = StatusValue(Failure(.invalidToken))
        #expect(status.code == .invalidToken)
        #expect(refusal.first == .provision(ProvisionDL(status: status, xid: XID(uid: 4))))
        #expect(Array(refusal.dropFirst()).list?.status.code == .unauthorized)
        #expect(try await !door.isDisconnected())
        try await door.send(provision(4, try await token(4)))
        #expect(try await door.take(1) == [.provision(ProvisionDL(xid: XID(uid: 4, deviceSN: 1)))])
    }

    @Test func aSecondProvisionReplacesTheFirst() async throws {
        let door = try await LoginDoor(world)
        let bob = try await token(4)
        let carol = try await token(6)
        try await door.send(provision(4, bob), provision(6, carol), .unread)
        let frames = try await door.take(3)
        #expect(
            frames.prefix(2) == [
                .provision(ProvisionDL(xid: XID(uid: 4, deviceSN: 1))), .provision(ProvisionDL(xid: XID(uid: 6, deviceSN: 1))),
            ])
        #expect(world.hub.count == 1)
        #expect(world.hub.sessions(of: GatewayWorld.device(6).account).count == 1)
    }

    @Test func theSameDeviceElsewhereEndsALogin() async throws {
        let old = try await LoginDoor(world)
        let new = try await LoginDoor(world)
        let bob = try await token(4)
        try await old.send(provision(4, bob))
        _ = try await old.take(1)
        try await new.send(provision(4, bob))
        _ = try await new.take(1)
        let page = try await old.take(1).page
        #expect(page?.nextKey == 0)
        #expect(page?.metas.map(\.ns) == [.userNotice])
        let notice = try page?.metas.first.map { try Im_Floo_Protobuf_UserNotice(serializedBytes: $0.payload) }
        #expect(notice?.type == .kickBySameDevice)
        #expect(try await old.isDisconnected())
        #expect(try await !new.isDisconnected())
        #expect(world.hub.count == 1)
        try await old.close()
        #expect(world.hub.count == 1)
    }

    @Test func anotherDeviceEndsNothing() async throws {
        let one = try await LoginDoor(world)
        let other = try await LoginDoor(world)
        let bob = try await token(4)
        try await one.send(provision(4, bob, guid: "one"))
        _ = try await one.take(1)
        try await other.send(provision(4, bob, guid: "other"))
        #expect(try await other.take(1) == [.provision(ProvisionDL(xid: XID(uid: 4, deviceSN: 2)))])
        #expect(try await !one.isDisconnected())
        #expect(world.hub.count == 2)
    }

    @Test func tooMuchBehindAProvisionEndsTheConnection() async throws {
        let door = try await LoginDoor(world)
        let burst = [UpFrame](repeating: .unread, count: SessionLimits.heldFrames + 1)
        try await door.send([provision(4, try await token(4))] + burst)
        #expect(try await door.isDisconnected())
    }
}
