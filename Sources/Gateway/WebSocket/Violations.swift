import NIOWebSocket
import SocketIO

extension SocketIOSession.CloseReason {
    /// The WebSocket close code that goes with it.
    var closeCode: UInt16 {
        switch self {
        case .clientClosed, .clientDisconnected: 1000
        case .serverDisconnected: 1001
        case .badPacket(.frameTooLong), .badPacket(.textTooLong): 1009
        case .badPacket: 1002
        }
    }

    /// Whether the client broke the protocol.
    var isViolation: Bool {
        if case .badPacket = self { true } else { false }
    }
}

extension Error {
    /// Whether the bytes of the peer are no WebSocket messages, or too large ones; not a matter of the socket.
    var isOfWebSocket: Bool { self is NIOWebSocketError || self is NIOWebSocketFrameAggregator.Error }
}
