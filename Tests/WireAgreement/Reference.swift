import NIOCore
import SwiftProtobuf
import XSYNC

/// What swift-protobuf makes of bytes, in our words. Nil stands for a refusal.
///
/// It accepts groups as unknown fields and we do not: a message that kept one counts as refused.
public enum Reference {
    static func read<Message: SwiftProtobuf.Message>(_ type: Message.Type, _ bytes: [UInt8]) -> Message? {
        try? Message(serializedBytes: bytes)
    }

    public static func frame(_ bytes: [UInt8]) -> Im_Floo_Protobuf_Frame? {
        guard let message = read(Im_Floo_Protobuf_Frame.self, bytes), !message.hasGroup else { return nil }
        return message
    }

    public static func syncUL(_ bytes: [UInt8]) -> SyncUL? {
        guard let message = read(Im_Floo_Protobuf_SyncUL.self, bytes) else { return nil }
        guard !message.hasGroup, !message.xid.hasGroup, !hasGroup(message.meta) else { return nil }
        return SyncUL(
            xid: message.hasXid ? XID(message.xid) : nil, key: message.key, meta: message.hasMeta ? Meta(message.meta) : nil,
            isFullSync: message.isFullSync, fullSyncNum: message.fullSyncNum
        )
    }

    public static func meta(_ bytes: [UInt8]) -> Meta? {
        guard let message = read(Im_Floo_Protobuf_Meta.self, bytes), !hasGroup(message) else { return nil }
        return Meta(message)
    }

    public static func messageBody(_ bytes: [UInt8]) -> Im_Floo_Protobuf_MessageBody? {
        guard let message = read(Im_Floo_Protobuf_MessageBody.self, bytes) else { return nil }
        let operation = message.operation
        guard !message.hasGroup, !message.from.hasGroup, !message.to.hasGroup else { return nil }
        guard !operation.hasGroup, !operation.xid.hasGroup else { return nil }
        return message
    }

    private static func hasGroup(_ meta: Im_Floo_Protobuf_Meta) -> Bool {
        meta.hasGroup || meta.from.hasGroup || meta.to.hasGroup
    }
}

extension SwiftProtobuf.Message {
    /// A group among the fields that were not known.
    var hasGroup: Bool { unknownFieldTypes.contains(3) }

    private var unknownFieldTypes: [UInt64] { topLevelFields([UInt8](unknownFields.data)).map { $0 & 7 } }
}

/// The tags of a well-formed message, up to and with the first group.
func topLevelFields(_ bytes: [UInt8]) -> [UInt64] {
    var tags: [UInt64] = []
    var rest = bytes[...]
    func varint() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            value |= UInt64(byte & 0x7f) << shift
            shift += 7
            if byte < 0x80 { break }
        }
        return value
    }
    while !rest.isEmpty {
        let tag = varint()
        tags.append(tag)
        switch tag & 7 {
        case 0: _ = varint()
        case 1: rest = rest.dropFirst(8)
        case 2:
            let length = Int(varint())
            rest = rest.dropFirst(length)
        case 5: rest = rest.dropFirst(4)
        default: return tags
        }
    }
    return tags
}

extension XID {
    public init(_ message: Im_Floo_Protobuf_XID) { self.init(uid: message.uid, deviceSN: message.deviceSn) }
}

extension Meta {
    init(_ message: Im_Floo_Protobuf_Meta) {
        self.init(
            id: message.id, from: message.hasFrom ? XID(message.from) : nil, to: message.hasTo ? XID(message.to) : nil,
            timestamp: message.timestamp, ns: Int32(message.ns.rawValue), payload: ByteBuffer(bytes: message.payload)
        )
    }
}

extension MessageBodyHeader {
    /// Whether every value of the header is that of the message.
    public func agrees(with message: Im_Floo_Protobuf_MessageBody) -> Bool {
        guard type == message.type.rawValue, contentType == message.ctype.rawValue else { return false }
        guard qos == message.qos.rawValue, priority == message.priority else { return false }
        guard let operation else { return !message.hasOperation }
        let other = message.operation
        guard message.hasOperation, operation.type == other.type.rawValue, operation.mid == other.mid else { return false }
        return operation.xid == (other.hasXid ? XID(other.xid) : nil)
    }
}
