import HearthCore
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

@testable import Web

/// A signal that can be waited for from anywhere, once.
struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func fire() { continuation.finish() }
    func wait() async { for await _ in stream {} }
}

/// Runs a door on a port of its own while `body` runs, then stops it; returns only when every connection is gone.
func withDoor(
    _ routes: [Route] = TestRoutes.all,
    upgrades: [WebSocketUpgrade] = [],
    limits: HTTPLimits = HTTPLimits(),
    behindProxy: Bool = false,
    _ body: (_ port: Int, _ door: HTTPDoor) async throws -> Void
) async throws {
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    var logger = Logger(label: "test")
    logger.logLevel = .error
    let door = HTTPDoor(
        host: "127.0.0.1", port: 0, routes: RouteTable(routes), upgrades: upgrades, limits: limits, behindProxy: behindProxy,
        group: MultiThreadedEventLoopGroup.singleton, logger: logger, onListening: { _, port in continuation.yield(port) }
    )
    async let running: Void = door.run()
    var iterator = ports.makeAsyncIterator()
    guard let port = await iterator.next() else { return }
    do {
        try await body(port, door)
    } catch {
        await door.stop()
        throw error
    }
    await door.stop()
    try await running
}

enum TestRoutes {
    static let all = [hello, echo, refusal, origin]

    static let hello = Route([.get], "/hello", .open, "hello") { _ in .text("hello") }
    static let echo = Route([.post], "/echo", .open, "echo") { (request) throws(Failure) in .data(try request.json()) }
    static let refusal = Route([.get], "/refusal", .open, "refusal") { (_) throws(Failure) in throw Failure(.userNotExist) }
    static let origin = Route([.get], "/origin", .open, "origin") { request in
        .text("\(request.origin.base) \(request.origin.remoteAddress) \(request.query["q"] ?? "")")
    }

    /// Says when it runs, then waits for `release` or for the cancellation of its task, and says which it was.
    static func parked(running: Signal, release: Signal, cancelled: Signal) -> Route {
        Route([.get], "/parked", .open, "parked") { _ in
            running.fire()
            await release.wait()
            if Task.isCancelled { cancelled.fire() }
            return .text(Task.isCancelled ? "cancelled" : "released")
        }
    }
}

/// Echoes WebSocket text.
final class FrameEcho: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame
    private let gone: Signal

    init(gone: Signal) { self.gone = gone }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = Self.unwrapInboundIn(data)
        context.writeAndFlush(Self.wrapOutboundOut(WebSocketFrame(fin: true, opcode: frame.opcode, data: frame.unmaskedData)), promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            let bye = WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer(integer: UInt16(1001)))
            context.writeAndFlush(Self.wrapOutboundOut(bye), promise: nil)
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { gone.fire() }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    static func upgrade(gone: Signal = Signal()) -> WebSocketUpgrade {
        WebSocketUpgrade(
            accepts: { path, query in path == "/ws" && query["token"] != "bad" },
            install: { channel, _, _ in try channel.pipeline.syncOperations.addHandler(FrameEcho(gone: gone)) }
        )
    }
}
