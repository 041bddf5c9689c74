import HearthCore
import IM
import NIOCore
import XSYNC

/// What one device shows: applies what it is given by the rules of the published clients (xsync.md 7.3, 7.4), and nothing twice.
struct ShownDevice {
    struct Message {
        let author: UInt64
        var text: String
        var editedAt: UInt64
        var isReadByPeer = false
    }

    /// One conversation on this device.
    struct Conversation {
        var messages: [UInt64: Message] = [:]
        /// Never shown again: taken back or deleted here.
        var gone: Set<UInt64> = []
        var clearedUpTo: UInt64 = 0
        var readUpTo: UInt64 = 0
        var unreadAgain: Set<UInt64> = []
    }

    let me: DeviceAddress
    private(set) var conversations: [UInt64: Conversation] = [:]
    /// What the system told, in the order in which it came.
    private(set) var notices: [String] = []
    private var applied: Set<UInt64> = []

    init(_ me: DeviceAddress) { self.me = me }

    private var uid: UInt64 { UInt64(me.account.user.rawValue) }

    /// An item of a page of the queue `peer`.
    mutating func receive(_ meta: MetaDL, in peer: UInt64) {
        var conversation = conversations[peer] ?? Conversation()
        defer { conversations[peer] = conversation }
        let bytes = meta.payload + meta.suffix
        if meta.ns == .rosterNotice {
            if applied.insert(meta.id).inserted { notices.append(String(decoding: meta.payload, as: UTF8.self)) }
            return
        }
        if meta.ns == .conversation {
            conversation.clear(upTo: meta.id)
            return
        }
        guard meta.ns == .message, let body = try? Im_Floo_Protobuf_MessageBody(serializedBytes: bytes) else { return }
        if body.type != .oper {
            guard meta.id > conversation.clearedUpTo, !conversation.gone.contains(meta.id) else { return }
            conversation.messages[meta.id] = Message(author: meta.from.uid, text: body.content, editedAt: body.editTimestamp)
        } else if applied.insert(meta.id).inserted {
            conversation.apply(body, by: meta.from.uid, me: uid)
        }
    }

    /// An answer to something this device sent.
    mutating func acknowledged(_ sent: Sent, _ id: UInt64) {
        var conversation = conversations[sent.peer] ?? Conversation()
        defer { conversations[sent.peer] = conversation }
        guard applied.insert(id).inserted else { return }
        switch sent.action {
        case .say(let text):
            guard id > conversation.clearedUpTo, !conversation.gone.contains(id) else { return }
            conversation.messages[id] = Message(author: uid, text: text, editedAt: 0)
        case .clear: conversation.clear(upTo: id)
        case .operation(let body):
            // Of its own edits a device hears in its queue, but for pieces added in a group.
            if body.operation.type == .replace || (body.operation.type == .append && sent.peer.isMultiple(of: 2)) {
                applied.remove(id)
            } else {
                conversation.apply(body, by: uid, me: uid)
            }
        }
    }
}

/// Something a device has sent and not heard of yet.
struct Sent {
    enum Action {
        case say(String)
        case operation(Im_Floo_Protobuf_MessageBody)
        case clear
    }

    let peer: UInt64
    let action: Action
    let meta: Meta
}

extension ShownDevice.Conversation {
    mutating func clear(upTo id: UInt64) {
        clearedUpTo = max(clearedUpTo, id)
        messages = messages.filter { $0.key > id }
    }

    mutating func apply(_ body: Im_Floo_Protobuf_MessageBody, by actor: UInt64, me: UInt64) {
        let mid = body.operation.mid
        switch body.operation.type {
        case .readAck where actor == me:
            readUpTo = max(readUpTo, mid)
            unreadAgain.remove(mid)
        case .readAck: messages[mid]?.isReadByPeer = true
        case .readAll:
            readUpTo = max(readUpTo, mid)
            unreadAgain = unreadAgain.filter { $0 > mid }
        case .readCancel: if mid <= readUpTo { unreadAgain.insert(mid) }
        case .recall, .delete:
            gone.insert(mid)
            messages[mid] = nil
        case .append, .replace:
            guard let message = messages[mid] else { return }
            // An acknowledgement has no time; a queued edit must not be older than what is shown.
            if body.editTimestamp > 0, body.editTimestamp < message.editedAt { return }
            messages[mid]?.text = body.operation.type == .append ? message.text + body.content : body.content
            if body.editTimestamp > 0 { messages[mid]?.editedAt = body.editTimestamp }
        default: return
        }
    }
}
