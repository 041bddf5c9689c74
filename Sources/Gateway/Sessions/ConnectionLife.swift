import HearthCore
import NIOCore
import Observability

/// What every connection has from its beginning to its end, whatever carries its frames: a session, a place on its loop,
/// and the time its peer was heard last. On the loop only.
struct ConnectionLife {
    private let services: GatewayServices
    private let loop: SessionLoop
    /// Nil before the beginning and after the end.
    private(set) var session: FrameSession?
    private var lastHeard: Instant

    init(services: GatewayServices, loop: SessionLoop) {
        self.services = services
        self.loop = loop
        lastHeard = services.clock.now()
    }

    mutating func begin(_ connection: any LoopConnection & FrameTransport) {
        session = FrameSession(services: services, loop: loop, transport: connection)
        loop.add(connection)
        services.counters.add(.connectionsOpened)
    }

    mutating func heard() { lastHeard = services.clock.now() }

    /// Whether nothing was heard for more than so many milliseconds.
    func isSilent(_ now: Instant, patience: Int64) -> Bool { now.since(lastHeard) > patience }

    /// Returns the session, which is to be told by `connectionClosed`; nil if this is over, or never began.
    mutating func end(_ connection: any LoopConnection) -> FrameSession? {
        guard let session else { return nil }
        self.session = nil
        loop.remove(connection)
        services.counters.add(.connectionsClosed)
        return session
    }
}

/// While a peer does not read, nothing more is read from him: what waits for him stays bounded. Nor is it while he is to rest.
struct ReadingPause {
    private var isPaused = false
    private(set) var isResting = false

    /// To be called whenever the channel becomes writable or stops being so.
    mutating func follow(_ channel: any Channel) {
        let isToPause = isResting || !channel.isWritable
        guard isPaused != isToPause else { return }
        isPaused = isToPause
        try? channel.syncOptions?.setOption(.autoRead, value: !isToPause)
    }

    /// Begins or ends a rest.
    mutating func rest(_ isResting: Bool, _ channel: any Channel) {
        self.isResting = isResting
        follow(channel)
    }
}

extension Channel {
    /// Whether more waits for the peer than may: he has stopped reading. Asked on the event loop.
    func isTooSlow(_ limits: ConnectionLimits) -> Bool {
        guard !isWritable, let unsent = try? syncOptions?.getOption(.bufferedWritableBytes) else { return false }
        return unsent > limits.unsentBytes
    }
}
