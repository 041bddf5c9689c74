import NIOCore

/// One frame from a client to the server.
public enum UpFrame: Equatable, Sendable {
    case provision(ProvisionUL)
    /// The conversation list, which is also the heartbeat.
    case unread
    case sync(SyncUL)

    /// Appends the frame. The envelope has the explicit zeros of the JavaScript clients, since a canonical
    /// heartbeat would be no bytes at all; the payload is canonical.
    public func write(into buffer: inout ByteBuffer) {
        switch self {
        case .provision(let message): Self.write(.provision, message, into: &buffer)
        case .unread: Self.write(.unread, UnreadUL(), into: &buffer)
        case .sync(let message): Self.write(.sync, message, into: &buffer)
        }
    }

    /// The frame in a buffer of its own.
    public func bytes(_ allocator: ByteBufferAllocator = ByteBufferAllocator()) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: 0)
        write(into: &buffer)
        return buffer
    }

    private static func write(_ command: Command, _ payload: some WireWritable, into buffer: inout ByteBuffer) {
        let length = payload.wireSize
        let size = envelope.count + 1 + (length == 0 ? 0 : WireSize.message(length))
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { region in
            var writer = WireWriter(region)
            writer.raw(envelope)
            writer.varint(command.rawValue)
            if length > 0 {
                writer.header(4, length: length)
                payload.write(&writer)
            }
            assert(writer.index == size)
            return writer.index
        }
    }

    /// vsn 0, compress_method 0, and the tag of the command.
    private static let envelope: [UInt8] = [0x08, 0x00, 0x10, 0x00, 0x18]
}

private struct UnreadUL: WireWritable {
    let wireSize = 0

    func write(_ writer: inout WireWriter) {}
}
