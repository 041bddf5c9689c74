import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The pipeline of every accepted connection. Hummingbird accepts, counts and quiesces; the handlers do the rest,
/// so its task per connection ends at once.
///
/// Built on the untyped upgrade handler on purpose: in swift-nio 2.101.2 the typed one drops the request when an upgrade
/// was asked for and not granted, and clients that send `Upgrade: h2c` (Java's by default) get an empty answer.
struct DoorChannel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let channel: any Channel
    }

    /// More fragments than this in one WebSocket message end the connection.
    private static let mostFragments = 1024

    let routes: RouteTable
    let upgrades: [WebSocketUpgrade]
    let limits: HTTPLimits
    let behindProxy: Bool

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.syncOptions?.setOption(.socketOption(.tcp_nodelay), value: 1)
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                withPipeliningAssistance: true,
                withServerUpgrade: (upgraders: [upgrader], completionHandler: { _ in }),
                withErrorHandling: false,  // HTTPSession answers, with CORS fields
                withOutboundHeaderValidation: false  // Reply.head leaves out what is not valid
            )
            try channel.pipeline.syncOperations.addHandler(
                HTTPSession(routes: routes, limits: limits, behindProxy: behindProxy)
            )
            return Value(channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {}

    private var upgrader: NIOWebSocketServerUpgrader {
        NIOWebSocketServerUpgrader(
            maxFrameSize: limits.messageBytes,
            shouldUpgrade: { channel, head in
                channel.eventLoop.makeSucceededFuture(upgrade(for: head) == nil ? nil : HTTPHeaders())
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    do {
                        try install(on: channel, head)
                    } catch {
                        channel.close(promise: nil)
                        throw error
                    }
                }
            }
        )
    }

    private func upgrade(for head: HTTPRequestHead) -> WebSocketUpgrade? {
        guard head.method == .GET else { return nil }
        let target = RequestTarget(head.uri)
        return upgrades.first { $0.accepts(target.path, target.query) }
    }

    private func install(on channel: any Channel, _ head: HTTPRequestHead) throws {
        let pipeline = channel.pipeline.syncOperations
        pipeline.removeHandler(context: try pipeline.context(handlerType: HTTPSession.self), promise: nil)
        // From here on a client that goes away closes the channel; Hummingbird had allowed half-closed ones.
        try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
        try pipeline.addHandler(
            NIOWebSocketFrameAggregator(
                minNonFinalFragmentSize: 0,
                maxAccumulatedFrameCount: Self.mostFragments,
                maxAccumulatedFrameSize: limits.messageBytes
            )
        )
        let headers = Headers(head.headers.map { ($0.name, $0.value) })
        let origin = Request.Origin(headers, on: channel, behindProxy: behindProxy)
        try upgrade(for: head)?.install(channel, head, origin.remoteAddress)
    }
}
