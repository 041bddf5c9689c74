import HearthCore
import SocketIO

/// Bounds of one connection that an operator may change, and those that follow from them.
public struct ConnectionLimits: Sendable {
    /// One frame, in bytes, at every door.
    public let frameBytes: Int
    /// The body of a POST that brings polled messages, in bytes.
    public let payloadBytes: Int
    /// Silence after which a plain WebSocket or a TCP connection is closed, in milliseconds.
    public let idle: Int64

    public init(
        frameBytes: Int = Limits.frameBytes, payloadBytes: Int = Limits.httpBodyBytes, idle: Int64 = Limits.connectionIdle
    ) {
        self.frameBytes = frameBytes
        self.payloadBytes = payloadBytes
        self.idle = idle
    }

    /// The largest WebSocket message that a frame of the largest size may come in, in bytes.
    public var messageBytes: Int { SocketIO.largestMessage(frameBytes: frameBytes) }

    /// Bytes of frames that wait for a login under way; beyond that the connection is closed.
    var heldBytes: Int { max(2 << 20, 2 * frameBytes) }
    /// Bytes of sends of one connection without an answer; beyond that a send is told `ServerBusy`.
    var sendingBytes: Int { max(8 << 20, 8 * frameBytes) }
    /// Bytes that may wait for a peer who does not read; beyond that the connection is closed.
    var unsentBytes: Int { max(4 << 20, 4 * frameBytes) }
}
