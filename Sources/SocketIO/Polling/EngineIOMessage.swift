import NIOCore

/// One packet of Engine.IO as a transport carries it: its type, then data. A WebSocket message each, or a part of a
/// polling payload.
public enum EngineIOMessage: Hashable, Sendable {
    /// A type digit and UTF-8.
    case text(ByteBuffer)
    /// A type byte and bytes.
    case binary(ByteBuffer)

    static let probe = EngineIOMessage.text(ByteBuffer(string: "2probe"))
    static let probeAnswer = EngineIOMessage.text(ByteBuffer(string: "3probe"))
    static let upgrade = EngineIOMessage.text(ByteBuffer(string: "5"))
    static let noop = EngineIOMessage.text(ByteBuffer(string: "6"))
    static let close = EngineIOMessage.text(ByteBuffer(string: "1"))

    /// What it takes while it waits, in bytes: many small ones must not be cheaper than they are.
    var cost: Int {
        switch self {
        case .text(let data), .binary(let data): data.readableBytes + 64
        }
    }
}
