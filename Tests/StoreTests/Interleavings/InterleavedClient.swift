import HearthCore
import IM
import NIOCore
import NIOEmbedded
import XSYNC

@testable import Gateway
@testable import IM

/// One device: what it shows, its connection, and the frames that are under way in both directions.
final class InterleavedClient {
    private final class Transport: FrameTransport {
        let clientAddress = ""
        var frames: [DownFrame] = []
        func send(_ frame: DownFrame) { frames.append(frame) }
        func flush() {}
        func rest() {}
        func drop() {}
        func disconnect() {}
    }

    let device: DeviceAddress
    private(set) var shown: ShownDevice
    /// Sent and not answered, by the client's own number, in the order of sending.
    private(set) var pending: [(id: UInt64, sent: Sent)] = []
    private let services: GatewayServices
    private let app: AppState
    private var transport = Transport()
    private var eventLoop = EmbeddedEventLoop()
    private var session: FrameSession?
    private var down: [DownFrame] = []
    private var up: [UpFrame] = []
    private var isSyncing: Set<UInt64> = []
    private var heldBack: Set<UInt64> = []
    /// Sent again after a cut: until it is answered the device asks for nothing.
    private var resent: Set<UInt64> = []
    private(set) var lastList: UnreadDL?

    init(_ device: DeviceAddress, _ services: GatewayServices, _ app: AppState) {
        self.device = device
        self.services = services
        self.app = app
        shown = ShownDevice(device)
    }

    deinit { session?.connectionClosed() }

    var isQuiet: Bool { down.isEmpty && up.isEmpty && transport.frames.isEmpty }

    // MARK: - The connection

    func connect() {
        session?.connectionClosed()
        transport = Transport()
        eventLoop = EmbeddedEventLoop()
        let session = FrameSession(services: services, loop: SessionLoop(eventLoop), transport: transport)
        session.beginLogin()
        session.receive(
            .signedIn(.success(SignIn.Granted(device: device, tokenID: "token", app: app, sdkVersion: "2.0.0"))),
            login: session.loginNumber)
        transport.frames = []
        self.session = session
        (down, up, isSyncing, heldBack) = ([], [], [], [])
        resent = Set(pending.map(\.id))
        up = pending.map { .sync(SyncUL(meta: $0.sent.meta)) } + [.unread]
    }

    /// Lets the session work on its mail, and takes what it sends.
    func turn() {
        eventLoop.run()
        down += transport.frames
        transport.frames = []
    }

    /// The server gets the next frame, unless the device waits for an answer first.
    func serverReads() {
        guard let frame = up.first else { return }
        if case .sync(let request) = frame, request.meta != nil {} else if !resent.isEmpty { return }
        up.removeFirst()
        session?.receive(frame.bytes())
    }

    // MARK: - What the user does

    func send(_ sent: Sent) {
        pending.append((sent.meta.id, sent))
        up.append(.sync(SyncUL(meta: sent.meta)))
    }

    func heartbeat() { up.append(.unread) }

    func retryNotices() {
        let uids = heldBack.sorted()
        heldBack = []
        for uid in uids {
            isSyncing.remove(uid)
            notice(uid)
        }
    }

    // MARK: - What comes down

    /// - Parameter throwing: whether the application throws, so that nothing of a page is taken.
    func read(throwing: Bool) {
        guard !down.isEmpty else { return }
        switch down.removeFirst() {
        case .provision: return
        case .notice(let xid): notice(xid.uid)
        case .unread(let list):
            lastList = list
            for entry in list.entries where entry.n > 0 { up.append(.sync(SyncUL(xid: entry.xid))) }
        case .sync(let page) where page.clientMid > 0: answer(page)
        case .sync(let page): receive(page, throwing)
        }
    }

    private func notice(_ uid: UInt64) {
        guard isSyncing.insert(uid).inserted else {
            heldBack.insert(uid)
            return
        }
        up.append(.sync(SyncUL(xid: XID(uid: uid))))
    }

    private func answer(_ ack: SyncDL) {
        resent.remove(ack.clientMid)
        guard let index = pending.firstIndex(where: { $0.id == ack.clientMid }) else { return }
        let sent = pending.remove(at: index).sent
        if ack.status.code == .ok { shown.acknowledged(sent, ack.serverMid) }
    }

    private func receive(_ page: SyncDL, _ throwing: Bool) {
        guard page.status.code == .ok, let uid = page.xid?.uid else { return }
        if page.nextKey == 0 { isSyncing.remove(uid) }
        if throwing, !page.metas.isEmpty { return }
        for meta in page.metas { shown.receive(meta, in: uid) }
        if page.nextKey > 0 { up.append(.sync(SyncUL(xid: page.xid, key: page.nextKey))) }
    }
}
