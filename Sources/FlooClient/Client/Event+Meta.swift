import HearthCore
import XSYNC

extension Event {
    /// The item in its own words.
    /// - Parameter reader: who is logged in.
    init(_ meta: Im_Floo_Protobuf_Meta, reader: UserID) throws(ClientError) {
        do {
            switch meta.ns {
            case .message: self = Event(try Message(meta), meta, reader)
            case .conversation: self = Event(try Im_Floo_Protobuf_Conversation(serializedBytes: meta.payload), meta)
            case .userNotice: self = .userNotice(try Im_Floo_Protobuf_UserNotice(serializedBytes: meta.payload))
            case .groupNotice: self = .groupNotice(try Im_Floo_Protobuf_GroupNotice(serializedBytes: meta.payload))
            case .rosterNotice: self = .rosterNotice(try Im_Floo_Protobuf_RosterNotice(serializedBytes: meta.payload))
            default: self = .item(meta)
            }
        } catch {
            throw error as? ClientError ?? .protocolViolation("item \(meta.id) does not decode")
        }
    }

    private init(_ message: Message, _ meta: Im_Floo_Protobuf_Meta, _ reader: UserID) {
        switch message.body.type {
        case _ where message.isTyping: self = .typing(message)
        case .chat, .groupchat: self = .message(message)
        case .oper: self = MessageOperation(message, reader: reader).flatMap { Event($0, message.body) } ?? .item(meta)
        default: self = .item(meta)
        }
    }

    private init?(_ operation: MessageOperation, _ body: Im_Floo_Protobuf_MessageBody) {
        switch body.operation.type {
        case .readAck: self = .read(operation)
        case .deliverAck: self = .delivered(operation)
        case .playAck: self = .played(operation)
        case .readAll: self = .readAll(operation)
        case .readCancel: self = .markedUnread(operation)
        case .recall: self = .recalled(operation)
        case .delete: self = .deleted(operation)
        case .append: self = .appended(MessageEdit(operation, body))
        case .replace: self = .replaced(MessageEdit(operation, body))
        case .unknown, .UNRECOGNIZED: return nil
        }
    }

    private init(_ body: Im_Floo_Protobuf_Conversation, _ meta: Im_Floo_Protobuf_Meta) {
        guard body.type == .oper, let conversation = Recipient(wire: body.operation.xid.uid) else {
            self = .item(meta)
            return
        }
        self = .conversationDeleted(conversation, from: XID(uid: meta.from.uid, deviceSN: meta.from.deviceSn))
    }
}
