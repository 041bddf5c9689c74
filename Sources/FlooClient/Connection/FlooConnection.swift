import NIOCore
import XSYNC

/// One live long connection: frames up, decoded frames down. Knows nothing of logins.
///
/// Pings of Engine.IO are sent as the server's handshake asks; heartbeats (`UpFrame.unread`) are the owner's.
public final class FlooConnection: Sendable {
    public let transport: Transport
    private let channel: any Channel

    init(_ channel: any Channel, _ transport: Transport) {
        self.channel = channel
        self.transport = transport
    }

    /// Where the delegate is called. Calls from here cost no hop.
    public var eventLoop: any EventLoop { channel.eventLoop }

    /// - Parameter flush: false to gather several frames into one write; `flush()` must follow.
    public func send(_ frame: UpFrame, flush: Bool = true) { send(bytes: frame.bytes(channel.allocator), flush: flush) }

    /// Any bytes as one frame, for whoever wants to see what the server does with them.
    public func send(bytes: ByteBuffer, flush: Bool = true) {
        channel.write(bytes, promise: nil)
        if flush { channel.flush() }
    }

    public func flush() { channel.flush() }

    /// Ends the connection as a page that is left does: without a word.
    public func close() { channel.close(promise: nil) }

    /// Done when the connection is gone.
    public func closed() async { try? await channel.closeFuture.get() }
}
