import NIOCore
import SwiftProtobuf

/// The rarely used messages go through swift-protobuf; these keep it out of the callers' imports.
extension SwiftProtobuf.Message {
    /// Decodes the readable bytes of a buffer, without copying them first.
    public init(wire buffer: ByteBuffer) throws(WireError) {
        do {
            self = try buffer.withUnsafeReadableBytes { bytes in try Self(serializedBytes: bytes.bytes) }
        } catch {
            throw .malformed
        }
    }

    /// The message in canonical form. proto3 has no required fields, so this cannot fail.
    public var wireBytes: [UInt8] { (try? serializedBytes()) ?? [] }
}
