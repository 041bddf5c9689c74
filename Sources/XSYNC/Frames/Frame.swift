import NIOCore

/// The envelope of everything on the long connection, both ways.
///
/// Enum values are what protobuf makes of them: cut to 32 bits, then sign-extended.
public struct Frame: Equatable, Sendable {
    /// The command as sent; see `knownCommand`.
    public private(set) var command: UInt64 = 0
    /// The message that the command names. Shares storage with the buffer read: copy what outlives the read.
    public private(set) var payload = ByteBuffer()
    /// 0 is none, the only value that JavaScript clients can read.
    public private(set) var compressMethod: UInt64 = 0
    /// 0 is none.
    public private(set) var encryptMethod: UInt64 = 0
    /// 0 when not sent. The algorithm is not published.
    public private(set) var checkSum: UInt64 = 0
    /// A key that is not empty came along.
    public private(set) var hasEncryptKey = false

    init() {}

    /// The command, nil when it has no meaning here.
    public var knownCommand: Command? { Command(rawValue: command) }

    /// The same with a payload of its own, for a frame that waits: it keeps nothing else of what was read alive.
    public func detached() -> Frame {
        var frame = self
        frame.payload = ByteBuffer(bytes: payload.readableBytesView)
        return frame
    }

    /// Reads all readable bytes as one frame.
    public static func read(_ buffer: ByteBuffer) throws(WireError) -> Frame { try decode(buffer) }
}

extension Frame: WireReadable {
    mutating func merge(_ reader: inout WireReader) throws(WireError) {
        while let field = try reader.field() {
            switch (field.number, field.type) {
            case (1, .varint): _ = try reader.int32()  // vsn: ignored
            case (2, .varint): compressMethod = try Self.choice(&reader)
            case (3, .varint): command = try Self.choice(&reader)
            case (4, .delimited): payload = try reader.slice()
            case (5, .varint): encryptMethod = try Self.choice(&reader)
            case (6, .delimited): hasEncryptKey = try reader.isFilled()
            case (7, .varint): checkSum = UInt64(try reader.uint32())
            case (8, .delimited): try reader.text()  // tag: ignored
            default: try reader.skip(field, knownUpTo: 8)
            }
        }
    }

    private static func choice(_ reader: inout WireReader) throws(WireError) -> UInt64 {
        UInt64(truncatingIfNeeded: try reader.int32())
    }
}
