import HearthCore
import XSYNC

/// Something that was done to a message, as it came down; the `Event` says what.
public struct MessageOperation: Hashable, Sendable {
    /// The id of the operation itself.
    public let id: MessageID
    /// The message it was done to; of `readAll` the last one that is read.
    public let message: MessageID
    /// Where that message is.
    public let conversation: Recipient
    /// Who did it, on which device.
    public let from: XID
    /// The server's time of it.
    public let timestamp: Instant

    public var actor: UserID { UserID(Int64(clamping: from.uid)) }

    /// Where `operation.xid` is absent, as in what SDK 1.0.0 sends, sender and receiver tell the conversation (xsync.md 7.3).
    /// - Parameter reader: who is logged in.
    init?(_ item: Message, reader: UserID) {
        let operation = item.body.operation
        let isForOthers = item.sender == reader || item.to.uid != UInt64(clamping: reader.rawValue)
        guard let conversation = Recipient(wire: operation.xid.uid) ?? Recipient(wire: isForOthers ? item.to.uid : item.from.uid)
        else { return nil }
        id = item.id
        message = MessageID(clamping: operation.mid)
        self.conversation = conversation
        from = item.from
        timestamp = item.timestamp
    }
}

/// A change of the content of a message, as it came down.
public struct MessageEdit: Hashable, Sendable {
    public let operation: MessageOperation
    /// The piece that was added, or the whole new content.
    public let content: String
    /// When. Grows with each edit of a message: one that is older than what was seen of the message is to be ignored.
    public let editedAt: Instant
    /// JSON objects that are merged into those of the message key by key; empty or the text `null` where there is nothing to
    /// merge.
    public let config: String
    public let ext: String

    init(_ operation: MessageOperation, _ body: Im_Floo_Protobuf_MessageBody) {
        self.operation = operation
        content = body.content
        editedAt = Instant(editTimestamp: body.editTimestamp) ?? operation.timestamp
        config = body.config
        ext = body.ext
    }
}

extension Event {
    /// What was done to a message; nil for any other event.
    public var operation: MessageOperation? {
        switch self {
        case .read(let operation), .delivered(let operation), .played(let operation), .readAll(let operation),
            .markedUnread(let operation), .recalled(let operation), .deleted(let operation):
            operation
        case .appended(let edit), .replaced(let edit): edit.operation
        default: nil
        }
    }
}
