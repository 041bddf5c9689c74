import HearthCore
import NIOCore

/// The body of a polling request or answer: packets one after the other (engine.io-parser 2.2.1, lib/index.js).
///
/// Text: `LENGTH:PACKET`, the length in UTF-16 code units. Binary: a byte 0 (text) or 1 (binary), the length in bytes
/// as one byte value per decimal digit, 0xFF, the packet.
public struct PollingPayload: Hashable, Sendable {
    /// Packets of a payload that is read.
    public static let mostPackets = 4_096

    public let bytes: ByteBuffer
    public let isBinary: Bool

    public var contentType: String { isBinary ? "application/octet-stream" : "text/plain; charset=UTF-8" }

    /// The packets as an answer.
    ///
    /// - Parameter base64: the client asked for `b64=1`, so binary packets are `b`, the type digit and base64.
    public init(_ messages: [EngineIOMessage], base64: Bool) {
        isBinary = !base64 && messages.contains { if case .binary = $0 { true } else { false } }
        var bytes = ByteBuffer()
        for message in messages {
            switch message {
            case .text(let data) where isBinary: bytes.writePacket(kind: 0, data)
            case .binary(let data) where isBinary: bytes.writePacket(kind: 1, data)
            case .text(let data): bytes.writePacket(text: data)
            case .binary(let data): bytes.writePacket(text: Self.base64Text(data))
            }
        }
        self.bytes = bytes
    }

    /// The packets of a request's body, in order. They are slices of it.
    ///
    /// - Parameters:
    ///   - isBinary: the body came as `application/octet-stream`.
    ///   - largest: bytes that a body may have.
    public static func read(
        _ body: ByteBuffer, isBinary: Bool, atMost largest: Int = Limits.httpBodyBytes
    ) throws(PayloadError) -> [EngineIOMessage] {
        guard body.readableBytes > 0 else { throw .empty }
        guard body.readableBytes <= largest else { throw .tooLong }
        guard isBinary || body.isUTF8 else { throw .notUTF8 }
        var rest = body
        var messages: [EngineIOMessage] = []
        while rest.readableBytes > 0 {
            guard messages.count < mostPackets else { throw .tooManyPackets }
            messages.append(isBinary ? try rest.readPacket() : .text(try rest.readTextPacket()))
        }
        return messages
    }

    private static func base64Text(_ message: ByteBuffer) -> ByteBuffer {
        var data = message
        var text = ByteBuffer(string: "b")
        text.writeInteger(UInt8(ascii: "0") + (data.readInteger(as: UInt8.self) ?? 0))
        Base64.encode(data, into: &text)
        return text
    }
}

extension ByteBuffer {
    fileprivate var isUTF8: Bool { String(validating: readableBytesView, as: UTF8.self) != nil }

    // MARK: - Writing

    fileprivate mutating func writePacket(text: ByteBuffer) {
        writeString("\(text.readableBytesView.reduce(0) { $0 + $1.utf16Units }):")
        writeImmutableBuffer(text)
    }

    fileprivate mutating func writePacket(kind: UInt8, _ data: ByteBuffer) {
        writeInteger(kind)
        writeBytes(String(data.readableBytes).utf8.map { $0 - UInt8(ascii: "0") })
        writeInteger(UInt8.max)
        writeImmutableBuffer(data)
    }

    // MARK: - Reading

    /// Reads `LENGTH:PACKET` from what is UTF-8.
    fileprivate mutating func readTextPacket() throws(PayloadError) -> ByteBuffer {
        guard let units = try? readDecimal(), readByte(UInt8(ascii: ":")) else { throw .badLength }
        var missing = units
        var end = readerIndex
        let view = readableBytesView
        while end < view.endIndex, missing > 0 || view[end].isContinuation {
            missing -= view[end].utf16Units
            end += 1
        }
        guard missing <= 0 else { throw .truncated }
        guard missing == 0, let packet = readSlice(length: end - readerIndex) else { throw .badLength }
        return packet
    }

    /// Reads one packet of a binary payload.
    fileprivate mutating func readPacket() throws(PayloadError) -> EngineIOMessage {
        guard let kind = readInteger(as: UInt8.self) else { throw .truncated }
        guard kind <= 1 else { throw .unknownKind(kind) }
        var length = 0
        var digits = 0
        while let digit = readInteger(as: UInt8.self), digit != UInt8.max {
            guard digit <= 9, digits < 9 else { throw .badLength }
            length = length * 10 + Int(digit)
            digits += 1
        }
        guard digits > 0 else { throw .badLength }
        guard let packet = readSlice(length: length) else { throw .truncated }
        guard kind == 0 else { return .binary(packet) }
        guard packet.isUTF8 else { throw .notUTF8 }
        return .text(packet)
    }
}

extension UInt8 {
    /// Whether it goes on with a character of UTF-8 that began before.
    fileprivate var isContinuation: Bool { self & 0xC0 == 0x80 }

    /// UTF-16 code units of the character that begins with this byte of UTF-8: two beyond the basic plane.
    fileprivate var utf16Units: Int { isContinuation ? 0 : self >= 0xF0 ? 2 : 1 }
}
