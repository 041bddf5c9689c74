import NIOCore
import XSYNC

/// The bodies of operations, put together without a message object for each.
struct OperationBody {
    /// A command that says nothing but its operation.
    private let command: ByteBuffer
    /// A piece to append, which is a stamp.
    private var piece = StampedBody(size: 16, type: .oper)

    init() {
        var body = Im_Floo_Protobuf_MessageBody()
        body.type = .oper
        body.ctype = .command
        command = ByteBuffer(bytes: body.wireBytes)
    }

    /// - Parameters:
    ///   - work: any but a plain send.
    ///   - target: the message.
    ///   - partner: who is on the other side of its conversation.
    mutating func bytes(_ work: Work, on target: UInt64, in partner: UInt64, stamp: UInt64) -> ByteBuffer {
        var bytes = work == .append ? piece.stamped(stamp) : command
        bytes.writeBytes(MessageBody.operationSuffix(type: work.type.rawValue, mid: target, xid: XID(uid: partner)))
        return bytes
    }
}
