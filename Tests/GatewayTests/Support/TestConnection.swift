import HearthCore
import Live
import NIOCore
import NIOEmbedded
import XSYNC

@testable import Gateway
@testable import IM

/// One client's connection, already logged in, on an event loop that the test turns.
final class TestConnection {
    let world: GatewayWorld
    let transport = RecordingTransport()
    let eventLoop = EmbeddedEventLoop()
    let session: FrameSession

    init(
        _ world: GatewayWorld, _ device: DeviceAddress, sdkVersion: String = "2.0.0", token: String = "token",
        trail: DeliveryTrail.Lane = DeliveryTrail.Lane(capacity: 64)
    ) {
        self.world = world
        session = FrameSession(services: world.services, loop: SessionLoop(eventLoop, trail: trail), transport: transport)
        session.beginLogin()
        let granted = SignIn.Granted(device: device, tokenID: token, app: world.appState, sdkVersion: sdkVersion)
        session.receive(.signedIn(.success(granted)), login: session.loginNumber)
        _ = transport.take()
    }

    /// Sends a frame up and gives what came down.
    @discardableResult
    func send(_ frame: UpFrame) -> [DownFrame] { send(frame.bytes()) }

    @discardableResult
    func send(_ bytes: ByteBuffer) -> [DownFrame] {
        session.receive(bytes)
        return turn()
    }

    /// Delivers the loop's mail and gives what came down.
    @discardableResult
    func turn() -> [DownFrame] {
        eventLoop.run()
        return transport.take()
    }

    /// A read of a queue, as after a notice or (with a key) after a page.
    @discardableResult
    func sync(_ uid: UInt64, key: UInt64 = 0) -> [DownFrame] { send(.sync(SyncUL(xid: XID(uid: uid), key: key))) }

    /// Reads a queue to its end, as a client does.
    func readAll(_ uid: UInt64) {
        turn()
        var key: UInt64 = 0
        repeat { key = sync(uid, key: key).page?.nextKey ?? 0 } while key > 0
    }

    /// A message going up.
    @discardableResult
    func submit(to uid: UInt64, id: UInt64 = 1, ns: Int32 = 1, _ body: Body = Body()) -> [DownFrame] {
        submit(Meta(id: id, to: XID(uid: uid), ns: ns, payload: ByteBuffer(bytes: body.bytes)))
    }

    @discardableResult
    func submit(_ meta: Meta) -> [DownFrame] { send(.sync(SyncUL(meta: meta))) }

    deinit { session.connectionClosed() }
}

extension [DownFrame] {
    /// The only frame, if it is a SyncDL.
    var page: SyncDL? {
        guard count == 1, case .sync(let page)? = first else { return nil }
        return page
    }

    var pages: [SyncDL] { compactMap { if case .sync(let page) = $0 { page } else { nil } } }

    var notices: [UInt64] { compactMap { if case .notice(let xid) = $0 { xid.uid } else { nil } } }

    var list: UnreadDL? {
        guard count == 1, case .unread(let list)? = first else { return nil }
        return list
    }
}

extension SyncDL {
    var ids: [UInt64] { metas.map(\.id) }
}
