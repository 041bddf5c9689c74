import NIOCore
import SwiftProtobuf

/// What the server does to the bytes of a `MessageBody`: append fields. The last one of a kind wins, so
/// nothing is ever encoded again and fields unknown to the server survive.
public enum MessageBody {
    private static let operation: UInt8 = 6
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

extension MessageBody {
    /// What is kept of the body of an operation: everything but the operation itself and the fields of the server, which go
    /// out with `operationSuffix`, for each reader as he needs them.
    /// - Throws: `WireError` for what is no MessageBody.
    public static func operationRest(of payload: ByteBuffer) throws(WireError) -> [UInt8] {
        do {
            var body = try Im_Floo_Protobuf_MessageBody(serializedBytes: Array(payload.readableBytesView))
            body.clearOperation()
            body.clearFrom()
            body.clearTo()
            body.isSystem = false
            body.status = .unread
            body.editTimestamp = 0
            return try body.serializedBytes()
        } catch {
            throw .malformed
        }
    }

    /// The operation of a body, to follow its rest as `MetaDL.suffix`.
    /// - Parameters:
    ///   - type: 1 READ_ACK to 9 REPLACE.
    ///   - mid: the message operated on.
    ///   - xid: its conversation as the reader names it; receivers from SDK 2.0.0 on go by it without a check.
    ///   - editTimestamp: milliseconds, of an edit; 0 otherwise.
    public static func operationSuffix(type: Int, mid: UInt64, xid: XID, editTimestamp: UInt64 = 0) -> [UInt8] {
        let inner = WireSize.field(UInt64(type)) + WireSize.field(mid) + xid.wireSizeAsField
        let size = WireSize.message(inner) + WireSize.field(editTimestamp)
        return [UInt8](unsafeUninitializedCapacity: size) { region, initialized in
            var writer = WireWriter(UnsafeMutableRawBufferPointer(region))
            writer.header(operation, length: inner)
            writer.field(1, UInt64(type))
            writer.field(2, mid)
            xid.write(as: 3, &writer)
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
