import NIOCore
import NIOPosix

/// The listener for frames over plain TCP.
public struct TCPDoor: Sendable {
    private let listener: any Channel

    /// Where it listens.
    public let host: String
    public let port: Int

    /// Binds and accepts.
    /// - Throws: when the address cannot be bound.
    public init(host: String, port: Int, gateway: FrameGateway, group: any EventLoopGroup) async throws {
        listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try gateway.install(onTCP: channel) }
            }
            .bind(host: host, port: port).get()
        self.host = listener.localAddress?.ipAddress ?? host
        self.port = listener.localAddress?.port ?? port
    }

    /// Accepts no more; connections that are open stay until the gateway ends them.
    public func stop() async { try? await listener.close() }
}
