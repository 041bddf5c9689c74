import NIOCore
import XSYNC

/// A text that begins with a time: whoever reads it knows how long it was on its way.
struct StampedBody {
    /// The body as it goes out, with the stamp of the last `stamped(_:)`.
    private var bytes: ByteBuffer
    /// Where the text begins in it.
    private let start: Int
    private static let digits = Array("0123456789abcdef".utf8)
    private static let stampLength = 16

    /// - Parameters:
    ///   - size: bytes of the text, at least 16 for the stamp.
    ///   - type: a message to a user or to a group, or the part of an edit that goes before its operation.
    init(size: Int, type: Im_Floo_Protobuf_MessageBody.TypeEnum = .chat) {
        var body = Im_Floo_Protobuf_MessageBody()
        body.type = type
        // Words, as people write them: what looks through texts has something to look at.
        let words = String(repeating: "the quick brown fox jumps over the lazy dog and so on ", count: size / 54 + 1)
        body.content = String(words.prefix(max(size, Self.stampLength)))
        bytes = ByteBuffer(bytes: body.wireBytes)
        start = bytes.readableBytes - body.content.utf8.count
    }

    /// The body with a stamp.
    mutating func stamped(_ stamp: UInt64) -> ByteBuffer {
        for index in 0..<Self.stampLength {
            bytes.setInteger(Self.digits[Int(stamp >> UInt64(60 - 4 * index) & 15)], at: start + index)
        }
        return bytes
    }

    /// The stamp in a body that came down; 0 when there is none.
    static func stamp(in body: UnsafeRawBufferPointer) -> UInt64 {
        let text = text(of: body)
        guard text.count >= stampLength else { return 0 }
        return text.prefix(stampLength).reduce(0) { value, byte in
            value << 4 | UInt64(byte < UInt8(ascii: "a") ? byte &- UInt8(ascii: "0") : byte &- UInt8(ascii: "a") &+ 10)
        }
    }

    private static func text(of body: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var fields = WireFields(body)
        while let field = fields.next() {
            if field.number == 4 { return field.bytes }
        }
        return UnsafeRawBufferPointer(start: nil, count: 0)
    }
}
