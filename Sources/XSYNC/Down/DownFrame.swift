import NIOCore

/// One frame from the server to a client.
public enum DownFrame: Equatable, Sendable {
    case provision(ProvisionDL)
    case unread(UnreadDL)
    /// Something new in this queue. The device serial is left out: clients read the payload as an XID, and uid 0
    /// with a serial would come out as another uid (floo-web, src/sdk/core/base/messageReceiver.js).
    case notice(XID)
    case sync(SyncDL)

    /// Appends the frame, canonical proto3. What is in the buffer already, such as a transport's prefix, stays.
    public func write(into buffer: inout ByteBuffer) {
        switch self {
        case .provision(let message): Self.write(.provision, message, into: &buffer)
        case .unread(let message): Self.write(.unread, message, into: &buffer)
        case .notice(let xid): Self.write(.notice, Notice(xid: XID(uid: xid.uid)), into: &buffer)
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
        let size = WireSize.field(command.rawValue) + WireSize.message(length)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { region in
            var writer = WireWriter(region)
            writer.field(3, command.rawValue)
            writer.header(4, length: length)
            payload.write(&writer)
            assert(writer.index == size)
            return writer.index
        }
    }
}

private struct Notice: WireWritable {
    let xid: XID

    var wireSize: Int { xid.wireSizeAsField }

    func write(_ writer: inout WireWriter) { xid.write(as: 1, &writer) }
}
