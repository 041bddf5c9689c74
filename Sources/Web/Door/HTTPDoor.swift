import HummingbirdCore
import Logging
import NIOCore

/// A listener that serves a route table and WebSocket upgrades on one port.
public struct HTTPDoor: Sendable {
    private let server: Server<DoorChannel>

    /// - Parameters:
    ///   - host: name or address to listen at.
    ///   - port: 0 lets the system choose; `onListening` tells which.
    ///   - behindProxy: believe the `X-Forwarded-` fields. Only for a server that clients cannot reach directly.
    ///   - onListening: called once, with the bound address, as soon as connections are accepted.
    public init(
        host: String,
        port: Int,
        routes: RouteTable,
        upgrades: [WebSocketUpgrade] = [],
        limits: HTTPLimits = HTTPLimits(),
        behindProxy: Bool = false,
        group: any EventLoopGroup,
        logger: Logger,
        onListening: @escaping @Sendable (_ host: String, _ port: Int) -> Void = { _, _ in }
    ) {
        server = Server(
            childChannelSetup: DoorChannel(routes: routes, upgrades: upgrades, limits: limits, behindProxy: behindProxy),
            configuration: ServerConfiguration(address: .hostname(host, port: port), backlog: 4096, reuseAddress: true),
            onServerRunning: { channel in
                onListening(channel.localAddress?.ipAddress ?? host, channel.localAddress?.port ?? port)
            },
            eventLoopGroup: group,
            logger: logger
        )
    }

    /// Listens until it is stopped: by `stop`, or by the graceful shutdown of the service group it runs in. Returns when
    /// every connection is closed: running requests are answered first, WebSockets are sent `ChannelShouldQuiesceEvent`.
    /// Can be called once.
    /// - Throws: when the address cannot be bound.
    public func run() async throws {
        try await server.run()
        // The listening socket is closed now, its connections may not be. Fails only if the task was cancelled:
        // then they are told to close and nobody waits.
        try? await server.shutdownGracefully()
    }

    /// Stops accepting, and returns when every connection is closed.
    public func stop() async {
        try? await server.shutdownGracefully()
    }
}
