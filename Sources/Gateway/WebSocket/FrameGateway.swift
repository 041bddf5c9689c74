import HearthCore
import Live
import NIOCore
import NIOHTTP1
import NIOWebSocket
import SocketIO
import Synchronization

/// The frame door as the listener knows it: which upgrades it takes and what it puts on the connection.
public final class FrameGateway: Sendable {
    let services: GatewayServices
    private let trail: DeliveryTrail
    let polling = PollingDirectory()
    private let loops: Mutex<[ObjectIdentifier: SessionLoop]> = Mutex([:])
    private let group: Mutex<(any EventLoopGroup)?> = Mutex(nil)
    private let isStopping = Atomic<Bool>(false)

    /// - Parameter trail: where deliveries are noted, a lane for each event loop.
    public init(services: GatewayServices, trail: DeliveryTrail) {
        self.services = services
        self.trail = trail
    }

    /// Takes polling sessions, spread over these event loops. Before this they are told to try again.
    public func start(on group: any EventLoopGroup) { self.group.withLock { $0 = group } }

    /// Socket.IO lives at `/socket.io/` with `EIO=3`, raw WebSockets at `/` (xsync.md 1.5).
    ///
    /// - Parameters:
    ///   - engine: the query's `EIO`, the version of Engine.IO.
    ///   - transport: the query's `transport`.
    ///   - session: the query's `sid`, where a polling session moves to a WebSocket. Unknown ones are left to `answer`.
    public func accepts(path: String, engine: String?, transport: String?, session: String?) -> Bool {
        guard !isStopping.load(ordering: .relaxed) else { return false }
        if Self.isRaw(path) { return true }
        guard Self.isSocketIO(path), engine == "3", transport == "websocket" else { return false }
        return session.map { polling.find($0) != nil } ?? true
    }

    /// Puts a session on a connection that was just upgraded. On its event loop.
    /// - Parameter address: where the client is.
    public func install(on channel: any Channel, _ head: HTTPRequestHead, from address: String) throws {
        let sync = channel.pipeline.syncOperations
        if !Self.isRaw(head.path), let id = Self.sessionID(in: head.uri) {
            guard let session = polling.find(id) else { return channel.close(promise: nil) }
            channel.takeTurns()
            return try sync.addHandler(UpgradeHandler(number: polling.nextNumber(), session: session, services: services))
        }
        guard admit(channel, from: address) else {
            // 1013: try again later. Clients come back after a while by themselves.
            let busy = WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer(integer: UInt16(1013)))
            return channel.writeAndFlush(busy).whenComplete { _ in channel.close(promise: nil) }
        }
        let loop = loop(for: channel.eventLoop)
        let dialect: WebSocketHandler.Dialect =
            Self.isRaw(head.path) ? .raw : .socketIO(engine())
        try sync.addHandler(WebSocketHandler(services: services, loop: loop, dialect: dialect, address: address))
    }

    /// Puts a session on a TCP connection just accepted. On its event loop.
    func install(onTCP channel: any Channel) throws {
        let address = channel.remoteAddress?.ipAddress ?? ""
        guard !isStopping.load(ordering: .relaxed), admit(channel, from: address) else { return channel.close(promise: nil) }
        try channel.pipeline.syncOperations.addHandler(TCPHandler(services: services, loop: loop(for: channel.eventLoop)))
    }

    /// Counts a connection in until it closes, if there is room for it.
    private func admit(_ channel: any Channel, from address: String) -> Bool {
        guard services.admission.enter(from: address) else {
            services.counters.add(.connectionsRefused)
            return false
        }
        channel.takeTurns()
        channel.closeFuture.whenComplete { [admission = services.admission] _ in admission.leave(from: address) }
        return true
    }

    /// Takes no more connections.
    public func stopAccepting() { isStopping.store(true, ordering: .relaxed) }

    /// Ends every connection; its client comes back to whoever serves then.
    public func disconnectAll() {
        for loop in loops.withLock({ Array($0.values) }) { loop.eventLoop.execute { loop.disconnectAll() } }
    }

    /// Closes connections that have been silent for too long. Called every few seconds.
    public func sweep() {
        let now = services.clock.now()
        for loop in loops.withLock({ Array($0.values) }) { loop.eventLoop.execute { loop.sweep(now) } }
    }

    private func loop(for eventLoop: any EventLoop) -> SessionLoop {
        loops.withLock { loops in
            if let loop = loops[ObjectIdentifier(eventLoop)] { return loop }
            let loop = SessionLoop(eventLoop, trail: trail.lane())
            loops[ObjectIdentifier(eventLoop)] = loop
            return loop
        }
    }

    /// The event loop of the next polling session, if more are taken.
    func nextLoop() -> SessionLoop? {
        guard !isStopping.load(ordering: .relaxed), let group = group.withLock({ $0 }) else { return nil }
        return loop(for: group.next())
    }

    private func engine() -> SocketIOSession {
        SocketIOSession(handshake: EngineIOHandshake(sessionID: sessionID()), largestFrame: services.limits.frameBytes)
    }

    func sessionID() -> String {
        services.randomness.text(20, from: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    }

    private static func isRaw(_ path: String) -> Bool { path.isEmpty || path == "/" }

    private static func isSocketIO(_ path: String) -> Bool { path == "/socket.io/" || path == "/socket.io" }
}

extension Channel {
    /// Reads this much before others of the loop have their turn: one who floods does not hold them up for longer than his part takes.
    fileprivate static var bytesPerTurn: Int { 16 << 10 }

    /// On its event loop.
    fileprivate func takeTurns() {
        let sizes = AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 2_048, maximum: Self.bytesPerTurn)
        try? syncOptions?.setOption(.recvAllocator, value: sizes)
        try? syncOptions?.setOption(.maxMessagesPerRead, value: 1)
    }
}

extension HTTPRequestHead {
    fileprivate var path: String { String(uri.prefix { $0 != "?" }) }
}
