import NIOCore
import SocketIO

/// When a Socket.IO client pings, and when it gives the server up: `pingInterval` after the last answer it pings,
/// and if nothing at all came `pingTimeout` later the server is gone (engine.io-client 3.5.2, lib/socket.js).
final class EnginePings {
    enum Tick {
        case ping
        case silence
    }

    private let interval: TimeAmount
    private let timeout: TimeAmount
    private let eventLoop: NIOIsolatedEventLoop
    private let perform: (Tick) -> Void
    private var timer: Scheduled<Void>?
    private var heardSincePing = false

    /// On the event loop; the first ping is one interval away.
    init(_ handshake: EngineIOHandshake, _ eventLoop: any EventLoop, perform: @escaping (Tick) -> Void) {
        interval = Self.amount(handshake.pingInterval)
        timeout = Self.amount(handshake.pingTimeout)
        self.eventLoop = eventLoop.assumeIsolated()
        self.perform = perform
        waitToPing()
    }

    /// Any packet is a sign of life.
    func heard() { heardSincePing = true }

    /// The pong came.
    func answered() { waitToPing() }

    func stop() { timer?.cancel() }

    private func waitToPing() {
        timer?.cancel()
        timer = eventLoop.scheduleTask(in: interval) { [weak self] in self?.ping() }
    }

    private func ping() {
        heardSincePing = false
        timer = eventLoop.scheduleTask(in: timeout) { [weak self] in self?.look() }
        perform(.ping)
    }

    private func look() {
        if heardSincePing { ping() } else { perform(.silence) }
    }

    /// A server may say anything: at least a millisecond, at most an hour.
    private static func amount(_ milliseconds: Int) -> TimeAmount { .milliseconds(Int64(min(max(milliseconds, 1), 3_600_000))) }
}
