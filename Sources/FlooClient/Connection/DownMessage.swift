import NIOCore
import XSYNC

/// One frame from the server, decoded.
public enum DownMessage: Hashable, Sendable {
    case provision(Im_Floo_Protobuf_Provision)
    case unread(Im_Floo_Protobuf_UnreadDL)
    /// Something new in this queue.
    case notice(Im_Floo_Protobuf_XID)
    /// A page, a piece of history, or the acknowledgement of a send.
    case sync(Im_Floo_Protobuf_SyncDL)

    /// Reads all readable bytes as one frame.
    /// - Throws: `protocolViolation`, also for a command that has no meaning and for a compressed or encrypted frame.
    public init(_ bytes: ByteBuffer) throws(ClientError) {
        do throws(WireError) {
            let frame = try Frame.read(bytes)
            guard frame.compressMethod == 0, frame.encryptMethod == 0, let message = try Self.message(frame) else {
                throw WireError.malformed
            }
            self = message
        } catch {
            throw .protocolViolation("a frame that does not decode: \(bytes.readableBytesView.prefix(64))")
        }
    }

    private static func message(_ frame: Frame) throws(WireError) -> DownMessage? {
        switch frame.knownCommand {
        case .provision: .provision(try Im_Floo_Protobuf_Provision(wire: frame.payload))
        case .unread: .unread(try Im_Floo_Protobuf_UnreadDL(wire: frame.payload))
        case .notice: .notice(try Im_Floo_Protobuf_Notice(wire: frame.payload).xid)
        case .sync: .sync(try Im_Floo_Protobuf_SyncDL(wire: frame.payload))
        case nil: nil
        }
    }
}
