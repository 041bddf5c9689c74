import NIOCore

/// What the server does to the bytes of a `MessageBody`: append fields. The last one of a kind wins, so
/// nothing is ever encoded again and fields unknown to the server survive.
public enum MessageBody {
    private static let isSystem: UInt8 = 12
    private static let status: UInt8 = 14
    private static let editTimestamp: UInt8 = 15

    /// Copies a payload once, with the server's own fields set to zero where the client has put them in.
    public static func sanitised(payload: ByteBuffer, header: MessageBodyHeader) -> [UInt8] {
        let fields = header.carriesServerFields
        let count = payload.readableBytes
        return [UInt8](unsafeUninitializedCapacity: count + 6) { region, initialized in
            var writer = WireWriter(UnsafeMutableRawBufferPointer(region))
            payload.withUnsafeReadableBytes { writer.raw($0) }
            if fields.isSystem { writer.zero(isSystem) }
            if fields.status { writer.zero(status) }
            if fields.editTimestamp { writer.zero(editTimestamp) }
            initialized = writer.index
        }
    }

    /// The server's own fields, to follow a payload as `MetaDL.suffix`; a zero is left out.
    /// - Parameters:
    ///   - isSystem: a message from the system.
    ///   - status: 1 delivered, 2 read.
    ///   - editTimestamp: milliseconds of the last edit.
    public static func suffix(isSystem: Bool = false, status: UInt8 = 0, editTimestamp: UInt64 = 0) -> [UInt8] {
        let size = WireSize.field(isSystem) + WireSize.field(UInt64(status)) + WireSize.field(editTimestamp)
        guard size > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: size) { region, initialized in
            var writer = WireWriter(UnsafeMutableRawBufferPointer(region))
            writer.field(Self.isSystem, isSystem)
            writer.field(Self.status, UInt64(status))
            writer.field(Self.editTimestamp, editTimestamp)
            initialized = writer.index
        }
    }
}

extension WireWriter {
    /// An explicit zero, which canonical proto3 would leave out.
    fileprivate mutating func zero(_ number: UInt8) {
        byte(number << 3)
        byte(0)
    }
}
