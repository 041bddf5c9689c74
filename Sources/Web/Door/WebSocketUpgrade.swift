import NIOCore
import NIOHTTP1

/// A target at which connections turn into WebSockets.
///
/// Only the first request of a connection can be an upgrade; later ones reach the routes and are answered there.
/// Offers of sub-protocols and of compression are ignored.
public struct WebSocketUpgrade: Sendable {
    /// Whether this upgrade is meant by a path and query. Cheap: it runs on the event loop.
    public let accepts: @Sendable (_ path: String, _ query: Query) -> Bool

    /// Adds handlers behind the frame decoder. They see whole `WebSocketFrame`s (fragments are put together before them)
    /// and write frames. The channel is on its event loop, already active, and no longer allows half-closed connections:
    /// it closes itself when the client goes away. The handlers must close it on `errorCaught` and on
    /// `ChannelShouldQuiesceEvent`, which a graceful stop waits for. When this throws, the connection is closed. The address is the
    /// client's, as `Request.Origin` has it.
    public let install: @Sendable (any Channel, HTTPRequestHead, _ address: String) throws -> Void

    public init(
        accepts: @escaping @Sendable (_ path: String, _ query: Query) -> Bool,
        install: @escaping @Sendable (any Channel, HTTPRequestHead, _ address: String) throws -> Void
    ) {
        self.accepts = accepts
        self.install = install
    }
}
