import NIOCore

/// The client's side of one Socket.IO connection on a WebSocket: messages in, events out, no I/O.
///
/// The owner sends `SocketIO.ping` every `pingInterval` after `opened`, and a frame as the two messages
/// of `messages(for:)`. After `disconnected` or `failed` every call answers with nothing.
public struct SocketIOClientSession: Sendable {
    public enum Event: Hashable, Sendable {
        case opened(EngineIOHandshake)
        /// The root namespace is joined: log in now.
        case connected
        /// The bytes of a frame: a slice of the binary message, or decoded base64.
        case frame(ByteBuffer)
        case pong
        /// The server ended the session.
        case disconnected
        /// The server refused something; the JSON it gave as the reason. floo-web reconnects on this.
        case refused(String)
        /// The server does not keep to the protocol.
        case failed(PacketError)
    }

    /// A page of the server holds one message of any size, so this is far above the largest frame of any server.
    private static let largestFrame = 16 << 20

    private var reader = SocketIOReader(largestFrame: Self.largestFrame)
    private var isClosed = false

    public init() {}

    /// The two messages of one frame, to be sent next to each other.
    public static func messages(for frame: ByteBuffer) -> (text: ByteBuffer, binary: ByteBuffer) {
        (SocketIO.placeholder, SocketIO.binaryMessage(frame))
    }

    /// A text message came in. Nil: nothing to tell.
    public mutating func receive(text: ByteBuffer) -> Event? {
        receive { reader throws(PacketError) in try reader.read(text: text) }
    }

    /// A binary message came in. Nil: nothing to tell.
    public mutating func receive(binary: ByteBuffer) -> Event? {
        receive { reader throws(PacketError) in try reader.read(binary: binary) }
    }

    private mutating func receive(
        _ read: (inout SocketIOReader) throws(PacketError) -> SocketIOReader.Incoming
    ) -> Event? {
        guard !isClosed else { return nil }
        do {
            switch try read(&reader) {
            // A server never pings in protocol 3; the JavaScript client ignores it too.
            case .nothing, .ping: return nil
            case .opened(let json): return .opened(try EngineIOHandshake(json: json))
            case .connected: return .connected
            case .frame(let frame): return .frame(frame)
            case .pong: return .pong
            case .refused(let json): return .refused(json)
            case .closed, .disconnected:
                isClosed = true
                return .disconnected
            }
        } catch {
            isClosed = true
            return .failed(error)
        }
    }
}
