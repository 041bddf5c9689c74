/// How frames travel. One listener serves both (xsync.md 1.5).
public enum Transport: Hashable, Sendable, CaseIterable {
    /// Engine.IO 3 and Socket.IO 2 on a WebSocket at `/socket.io/`, as browsers have it.
    case socketIO
    /// A plain WebSocket at `/`, one binary message for each frame, as uni-app and mini programs have it.
    case raw

    var uri: String {
        switch self {
        case .socketIO: "/socket.io/?EIO=3&transport=websocket"
        case .raw: "/"
        }
    }
}
