import HearthCore
import NIOCore

/// The server's side of one Socket.IO connection on a WebSocket: messages in, actions out, no I/O.
///
/// Frames go down as `SocketIO.placeholder` and the frame behind `SocketIO.binaryPrefix`, with nothing
/// but a pong between the two. After a `close` action every call answers with nothing.
public struct SocketIOSession: Sendable {
    public enum Action: Hashable, Sendable {
        /// Send this as a text message.
        case sendText(ByteBuffer)
        /// A frame came in: a slice of the binary message, or decoded base64.
        case frame(ByteBuffer)
        /// Answer a ping: send `SocketIO.pong(data)`.
        case pong(ByteBuffer)
        /// Close the WebSocket. Always the last action.
        case close(CloseReason)
    }

    public enum CloseReason: Hashable, Sendable {
        /// Engine.IO close from the client.
        case clientClosed
        /// Socket.IO disconnect from the client.
        case clientDisconnected
        /// `disconnect()` was called.
        case serverDisconnected
        /// The client does not keep to the protocol.
        case badPacket(PacketError)
    }

    public let handshake: EngineIOHandshake
    private var reader: SocketIOReader
    private var isClosed = false

    /// - Parameter largestFrame: bytes that a frame of the client may have.
    public init(handshake: EngineIOHandshake, largestFrame: Int = Limits.frameBytes) {
        self.handshake = handshake
        reader = SocketIOReader(largestFrame: largestFrame)
    }

    /// The start: open packet, then `40`, which the client waits for and does not ask for.
    public mutating func open() -> [Action] {
        isClosed ? [] : [.sendText(handshake.message), .sendText(SocketIO.connected)]
    }

    /// A text message came in. Nil: nothing to do.
    public mutating func receive(text: ByteBuffer) -> Action? {
        receive { reader throws(PacketError) in try reader.read(text: text) }
    }

    /// A binary message came in. Nil: nothing to do.
    public mutating func receive(binary: ByteBuffer) -> Action? {
        receive { reader throws(PacketError) in try reader.read(binary: binary) }
    }

    /// The end for good: `41`, then close. Without the `41` the client's library reconnects by itself.
    public mutating func disconnect() -> [Action] {
        guard !isClosed else { return [] }
        return [.sendText(SocketIO.disconnected), close(.serverDisconnected)]
    }

    private mutating func receive(
        _ read: (inout SocketIOReader) throws(PacketError) -> SocketIOReader.Incoming
    ) -> Action? {
        guard !isClosed else { return nil }
        do {
            switch try read(&reader) {
            case .nothing, .pong, .connected, .refused: return nil
            case .frame(let frame): return .frame(frame)
            case .ping(let data): return .pong(data)
            case .closed: return close(.clientClosed)
            case .disconnected: return close(.clientDisconnected)
            case .opened: return close(.badPacket(.unexpectedPacket))
            }
        } catch {
            return close(.badPacket(error))
        }
    }

    private mutating func close(_ reason: CloseReason) -> Action {
        isClosed = true
        return .close(reason)
    }
}
