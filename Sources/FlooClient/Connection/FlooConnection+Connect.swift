import HearthCore
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

extension FlooConnection {
    /// The largest message that is put together; a page of the server is far below.
    private static let largestMessage = 16 << 20

    /// Opens a connection on one event loop.
    ///
    /// - Parameters:
    ///   - delegate: makes the delegate, on the event loop; the connection keeps it.
    /// - Returns: the connection, when it is ready for frames: on Socket.IO once the root namespace is joined.
    ///   Fails with `ClientError`.
    public static func connect(
        to address: ServerAddress, over transport: Transport, on eventLoop: any EventLoop,
        timeout: TimeAmount = .seconds(10), delegate: @escaping @Sendable () -> any FlooConnectionDelegate
    ) -> EventLoopFuture<FlooConnection> {
        let ready = eventLoop.makePromise(of: FlooConnection.self)
        let connected = ClientBootstrap(group: eventLoop)
            .connectTimeout(timeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let install: @Sendable (any Channel) throws -> Void = { channel in
                        let handler = FlooChannelHandler(FlooConnection(channel, transport), ready: ready, delegate: delegate())
                        try channel.pipeline.syncOperations.addHandlers([
                            NIOWebSocketFrameAggregator(
                                minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1024, maxAccumulatedFrameSize: largestMessage),
                            handler,
                        ])
                    }
                    let upgraded = try upgrade(channel, address, transport, install)
                    upgraded.whenSuccess { channel.pipeline.fireUserInboundEventTriggered(FlooChannelHandler.Upgraded.done) }
                    upgraded.whenFailure { ready.fail(ClientError($0)) }
                }
            }
            .connect(host: address.host, port: address.port)
        connected.whenFailure { ready.fail(ClientError($0)) }
        connected.whenSuccess { channel in
            let deadline = eventLoop.scheduleTask(in: timeout) {
                ready.fail(ClientError.timedOut)
                channel.close(promise: nil)
            }
            ready.futureResult.whenComplete { _ in deadline.cancel() }
        }
        return ready.futureResult
    }

    /// Asks for the WebSocket. Fails when the server does not grant it.
    private static func upgrade(
        _ channel: any Channel, _ address: ServerAddress, _ transport: Transport,
        _ install: @escaping @Sendable (any Channel) throws -> Void
    ) throws -> EventLoopFuture<Void> {
        let upgrader = NIOTypedWebSocketClientUpgrader<Void>(maxFrameSize: largestMessage) { channel, _ in
            channel.eventLoop.makeCompletedFuture { try install(channel) }
        }
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: transport.uri, headers: ["host": address.description, "content-length": "0"])
        var configuration = NIOUpgradableHTTPClientPipelineConfiguration(
            upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(upgradeRequestHead: head, upgraders: [upgrader]) { channel in
                channel.close(promise: nil)
                return channel.eventLoop.makeFailedFuture(ClientError.unreachable("the server grants no WebSocket"))
            })
        // The server's first packets may come in the same segment as its 101.
        configuration.leftOverBytesStrategy = .forwardBytes
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: configuration)
    }
}
