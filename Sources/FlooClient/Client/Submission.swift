import HearthCore
import NIOCore
import XSYNC

/// What goes up and is answered by its client number: a message, or an operation (xsync.md 7).
struct Submission: Equatable {
    enum Receiver: Equatable {
        /// A user or group.
        case peer(UInt64)
        /// The user himself, with the number of this device: what concerns his own devices.
        case myself
        case nobody
    }

    let receiver: Receiver
    var namespace = Namespace.message
    /// Milliseconds of the clock here; only messages have them.
    var timestamp: UInt64 = 0
    let payload: ByteBuffer
    /// The conversation that is not in the list any more when this is done.
    var deletes: Recipient?

    static func message(_ body: Im_Floo_Protobuf_MessageBody, to recipient: Recipient, at now: Instant) -> Submission {
        Submission(
            receiver: .peer(recipient.wire), timestamp: body.type == .oper ? 0 : UInt64(clamping: now.milliseconds),
            payload: ByteBuffer(bytes: body.wireBytes))
    }

    static func typing(to user: UserID) -> Submission {
        var body = Im_Floo_Protobuf_MessageBody()
        body.type = .chat
        body.qos = .atMostOnce
        body.ext = #"{"input_status":"typing"}"#
        return Submission(receiver: .peer(UInt64(clamping: user.rawValue)), payload: ByteBuffer(bytes: body.wireBytes))
    }

    /// READ_ACK, DELIVER_ACK or PLAY_ACK: goes to the author, also in a group, and names no conversation.
    static func receipt(_ type: Im_Floo_Protobuf_MessageOperation.OpType, _ message: MessageID, to author: UserID) -> Submission {
        operation(type, message, to: .peer(UInt64(clamping: author.rawValue)))
    }

    /// READ_ALL, READ_CANCEL or DELETE: goes to the own devices.
    static func own(
        _ type: Im_Floo_Protobuf_MessageOperation.OpType, _ message: MessageID, in conversation: Recipient
    ) -> Submission {
        operation(type, message, to: .myself) { $0.operation.xid.uid = conversation.wire }
    }

    static func recall(_ message: MessageID, in conversation: Recipient) -> Submission {
        operation(.recall, message, to: .peer(conversation.wire)) { $0.operation.xid.uid = conversation.wire }
    }

    /// APPEND or REPLACE.
    /// - Parameters:
    ///   - config: a JSON object to merge into that of the message, like `ext`; clients write `null` for nothing to merge.
    static func edit(
        _ type: Im_Floo_Protobuf_MessageOperation.OpType, _ message: MessageID, _ content: String, config: String = "",
        ext: String = "", in conversation: Recipient
    ) -> Submission {
        operation(type, message, to: .peer(conversation.wire)) { body in
            body.ctype = .text
            body.content = content
            body.config = config
            body.ext = ext
        }
    }

    static func deletion(of conversation: Recipient, everywhere: Bool, device: DeviceSN?) -> Submission {
        var body = Im_Floo_Protobuf_Conversation()
        body.type = .oper
        body.operation.type = everywhere ? .deleteEverywhere : .delete
        body.operation.xid.uid = conversation.wire
        body.operation.xid.deviceSn = UInt32(clamping: device?.rawValue ?? 0)
        return Submission(
            receiver: .nobody, namespace: .conversation, payload: ByteBuffer(bytes: body.wireBytes), deletes: conversation)
    }

    private static func operation(
        _ type: Im_Floo_Protobuf_MessageOperation.OpType, _ message: MessageID, to receiver: Receiver,
        _ adapt: (inout Im_Floo_Protobuf_MessageBody) -> Void = { _ in }
    ) -> Submission {
        var body = Im_Floo_Protobuf_MessageBody()
        body.type = .oper
        body.ctype = .command
        body.operation.type = type
        body.operation.mid = UInt64(clamping: message.rawValue)
        adapt(&body)
        return Submission(receiver: receiver, payload: ByteBuffer(bytes: body.wireBytes))
    }
}

/// The server's answer to what it has taken.
struct Acknowledgement: Equatable {
    /// The id it was given.
    let id: MessageID
    /// The time of an edit.
    var editedAt: Instant?

    init(id: MessageID, editedAt: Instant? = nil) {
        self.id = id
        self.editedAt = editedAt
    }

    init(_ answer: Im_Floo_Protobuf_SyncDL) {
        self.init(id: MessageID(clamping: answer.serverMid), editedAt: Instant(editTimestamp: answer.editTimestamp))
    }
}
