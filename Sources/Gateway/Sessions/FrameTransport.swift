import XSYNC

/// How a session's frames leave: Socket.IO, raw WebSocket or TCP. On the event loop only.
protocol FrameTransport: AnyObject {
    /// Where the peer is, as far as the connection tells.
    var clientAddress: String { get }
    /// Writes a frame without flushing.
    func send(_ frame: DownFrame)
    func flush()
    /// Reads nothing for a moment: the peer sends what is refused, and others are to have the loop.
    func rest()
    /// Ends the connection as a cut does: the client comes back by itself.
    func drop()
    /// Ends the connection after what was written, for good: the client is not to come back by itself.
    func disconnect()
}
