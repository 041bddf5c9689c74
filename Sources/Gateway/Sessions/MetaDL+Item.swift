import HearthCore
import IM
import SwiftProtobuf
import XSYNC

extension MetaDL {
    /// An item as `reader` sees it in his conversation with `peer`.
    /// - Parameter status: what goes into a message of a history.
    init(_ item: TimelineItem, for reader: UserID, peer: Peer, status: MessageStatus = .unread) {
        let from = Self.sender(item)
        self.init(
            id: UInt64(item.id.rawValue), from: from, to: Self.receiver(item, from, reader, peer),
            timestamp: UInt64(item.id.instant.milliseconds), ns: item.kind.namespace,
            payload: item.kind == .clear ? Self.clearing(peer) : item.payload, suffix: Self.suffix(item, peer, status))
    }

    /// A notice is from whom it is about, wherever it was written.
    private static func sender(_ item: TimelineItem) -> XID {
        switch item.kind {
        case .userNotice: return XID()
        case .rosterNotice:
            return XID(uid: (try? Im_Floo_Protobuf_RosterNotice(serializedBytes: item.payload))?.from.uid ?? 0)
        default: return XID(uid: UInt64(item.sender.rawValue), deviceSN: UInt32(item.device.rawValue))
        }
    }

    /// Whom the item is filed under: clients go by `to` where they are the sender, by `from` else (xsync.md 7.3, 7.4).
    private static func receiver(_ item: TimelineItem, _ from: XID, _ reader: UserID, _ peer: Peer) -> XID {
        switch (item.kind, peer) {
        case (.readAll, _), (.readCancel, _): return XID(uid: peer.wire)
        case (.delete, _), (.clear, _): return from
        case (.groupNotice, .group(let group)): return XID(uid: UInt64(group.rawValue))
        case (.rosterNotice, _), (.userNotice, _), (.groupNotice, _): return XID(uid: UInt64(reader.rawValue))
        case _ where item.kind.isReceipt && item.receiver != nil:
            return XID(uid: UInt64(item.receiver?.rawValue ?? 0))
        case (_, .group): return XID(uid: peer.wire)
        case (_, .user), (_, .system): return XID(uid: item.sender == reader ? peer.wire : UInt64(reader.rawValue))
        }
    }

    private static func suffix(_ item: TimelineItem, _ peer: Peer, _ status: MessageStatus) -> [UInt8] {
        let editedAt = UInt64(item.editedAt?.milliseconds ?? 0)
        switch item.kind {
        case .clear, .rosterNotice, .userNotice, .groupNotice: return []
        case .message:
            // One more than the last edit, so that the queued edit of that time is not applied to the final text (xsync.md 7.4).
            return MessageBody.suffix(status: status.wire, editTimestamp: editedAt == 0 ? 0 : editedAt + 1)
        default:
            return MessageBody.operationSuffix(
                type: item.kind.rawValue, mid: UInt64(item.related?.rawValue ?? 0), xid: XID(uid: peer.wire),
                editTimestamp: editedAt)
        }
    }

    private static func clearing(_ peer: Peer) -> [UInt8] {
        var body = Im_Floo_Protobuf_Conversation()
        body.type = .oper
        body.operation.type = .deleteEverywhere
        body.operation.xid.uid = peer.wire
        return (try? body.serializedBytes()) ?? []
    }
}

extension ItemKind {
    fileprivate var namespace: Namespace {
        switch self {
        case .clear: .conversation
        case .rosterNotice: .rosterNotice
        case .userNotice: .userNotice
        case .groupNotice: .groupNotice
        default: .message
        }
    }
}
