import HearthCore
import XSYNC

/// A message, as it came down.
public struct Message: Hashable, Sendable {
    /// The server's id, 0 for what is not stored.
    public let id: MessageID
    /// Who sent it, from which device.
    public let from: XID
    /// The user or group it was sent to.
    public let to: XID
    /// The server's time of it.
    public let timestamp: Instant
    public let body: Im_Floo_Protobuf_MessageBody

    /// - Throws: `protocolViolation` when the body does not decode or `from` or `to` is absent: the JavaScript clients
    ///   throw then too (floo-web, src/sdk/core/base/messageReceiver.js).
    init(_ meta: Im_Floo_Protobuf_Meta) throws(ClientError) {
        guard meta.hasFrom, meta.hasTo else { throw .protocolViolation("message \(meta.id) without from or to") }
        guard let body = try? Im_Floo_Protobuf_MessageBody(serializedBytes: meta.payload) else {
            throw .protocolViolation("message \(meta.id) does not decode")
        }
        id = MessageID(clamping: meta.id)
        from = XID(uid: meta.from.uid, deviceSN: meta.from.deviceSn)
        to = XID(uid: meta.to.uid, deviceSN: meta.to.deviceSn)
        timestamp = Instant(milliseconds: Int64(clamping: meta.timestamp))
        self.body = body
    }

    public var sender: UserID { UserID(Int64(clamping: from.uid)) }
    public var text: String { body.content }

    /// When the content was last changed, nil for the original one. For comparison with `MessageEdit.editedAt` only: the
    /// server may tell a little more than the time of the last edit (xsync.md 7.4).
    public var editedAt: Instant? { Instant(editTimestamp: body.editTimestamp) }

    /// The group it was sent to, nil for a chat.
    public var group: GroupID? { body.type == .groupchat ? GroupID(Int64(clamping: to.uid)) : nil }

    /// Whether it only says that somebody is typing (xsync.md 7.2).
    public var isTyping: Bool { body.qos == .atMostOnce }
}

/// A piece of history.
public struct HistoryPage: Hashable, Sendable {
    /// Newest first.
    public let messages: [Message]
    /// Where to go on towards the past; nil when nothing older is left.
    public let next: MessageID?
}

extension Instant {
    /// Milliseconds of an edit; nil for 0, which stands for none.
    init?(editTimestamp: UInt64) {
        guard editTimestamp > 0 else { return nil }
        self.init(milliseconds: Int64(clamping: editTimestamp))
    }
}
