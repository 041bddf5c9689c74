import NIOCore

/// One WebSocket message of Engine.IO protocol 3: a type and data (engine.io-parser 2.2.1, lib/index.js).
///
/// In a text message the type is a digit, in a binary message a byte. A client whose WebSocket cannot
/// send binary sends `b`, the type digit and base64 in a text message instead.
public struct EngineIOPacket: Hashable, Sendable {
    public enum Kind: UInt8, Sendable, CaseIterable {
        case open, close, ping, pong, message, upgrade, noop
    }

    public enum Payload: Hashable, Sendable {
        case text(ByteBuffer)
        case binary(ByteBuffer)
    }

    public let kind: Kind
    public let payload: Payload

    public init(_ kind: Kind, _ payload: Payload = .text(ByteBuffer())) {
        self.kind = kind
        self.payload = payload
    }

    /// Reads a text message. The payload is a slice of it, except for base64.
    /// - Throws: `empty`, `unknownType`, `badBase64`.
    public init(text: ByteBuffer) throws(PacketError) {
        var rest = text
        guard let first = rest.readInteger(as: UInt8.self) else { throw .empty }
        if first == UInt8(ascii: "b") {
            guard let digit = rest.readInteger(as: UInt8.self) else { throw .empty }
            kind = try Self.kind(digit: digit)
            guard let bytes = Base64.decode(rest) else { throw .badBase64 }
            payload = .binary(bytes)
        } else {
            kind = try Self.kind(digit: first)
            payload = .text(rest)
        }
    }

    /// Reads a binary message. The payload is a slice of it.
    /// - Throws: `empty`, `unknownType`.
    public init(binary: ByteBuffer) throws(PacketError) {
        var rest = binary
        guard let first = rest.readInteger(as: UInt8.self) else { throw .empty }
        guard let kind = Kind(rawValue: first) else { throw .unknownType(first) }
        self.kind = kind
        payload = .binary(rest)
    }

    /// The message to send: a text message for a text payload, a binary message for a binary one.
    public var message: ByteBuffer {
        let (type, data) =
            switch payload {
            case .text(let data): (kind.rawValue + UInt8(ascii: "0"), data)
            case .binary(let data): (kind.rawValue, data)
            }
        var message = ByteBufferAllocator().buffer(capacity: data.readableBytes + 1)
        message.writeInteger(type)
        message.writeImmutableBuffer(data)
        return message
    }

    private static func kind(digit: UInt8) throws(PacketError) -> Kind {
        guard let kind = Kind(rawValue: digit &- UInt8(ascii: "0")) else { throw .unknownType(digit) }
        return kind
    }
}
