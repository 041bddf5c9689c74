import HearthCore
import IM
import Web

extension UserMessages.Page {
    static let shape = AnswerShape.data([
        Schema.Property("messages", .list(Entry.schema)), Schema.Property("is_last", .boolean),
        Schema.Property("next_msg_id", .integer()),
    ])

    /// A page as the reader in his conversation with `peer` is given it: "SessionMessage list" of the vendor's documentation.
    func json(for reader: UserID, with peer: Peer) -> JSON {
        [
            "messages": .array(entries.map { $0.json(for: reader, with: peer) }),
            "is_last": .bool(next == .zero),
            "next_msg_id": .integer(next.rawValue),
        ]
    }
}

extension UserMessages.Page.Entry {
    fileprivate static let schema = Schema.object([
        Schema.Property("msg_id", .integer()), Schema.Property("from_xid", xidSchema), Schema.Property("to_xid", xidSchema),
        Schema.Property("type", .word(["CHAT", "GROUPCHAT"])), Schema.Property("ctype", .word(names + ["UNKNOWN"])),
        Schema.Property("content", .text()), Schema.Property("attachment", .text()), Schema.Property("config", .text()),
        Schema.Property("ext", .text()), Schema.Property("timestamp", .integer(), "Milliseconds since 1970."),
        Schema.Property("status", .word(["UNREAD", "DELIVERED", "READ"])),
    ])

    private static let xidSchema = Schema.object([Schema.Property("uid", .integer()), Schema.Property("device_sn", .integer())])

    /// `type` is called as in the vendor's message callback (lanying-connector, lanying_connector.py).
    fileprivate func json(for reader: UserID, with peer: Peer) -> JSON {
        var isGroup = false
        if case .group = peer { isGroup = true }
        let receiver = isGroup || item.sender == reader ? Int64(peer.wire) : reader.rawValue
        return [
            "msg_id": .integer(item.id.rawValue),
            "from_xid": Self.xid(item.sender.rawValue, item.device.rawValue),
            "to_xid": Self.xid(receiver, 0),
            "type": isGroup ? "GROUPCHAT" : "CHAT",
            "ctype": .string(Self.name(of: fields.contentType)),
            "content": .string(fields.content),
            "attachment": .string(fields.attachment),
            "config": .string(fields.config),
            "ext": .string(fields.ext),
            "timestamp": .integer(item.id.instant.milliseconds),
            "status": .string(status.word),
        ]
    }

    private static func xid(_ user: Int64, _ device: Int32) -> JSON { ["uid": .integer(user), "device_sn": .integer(Int64(device))] }

    private static let names = ["TEXT", "IMAGE", "AUDIO", "VIDEO", "FILE", "LOCATION", "COMMAND", "FORWARD", "RTC"]

    private static func name(of contentType: Int32) -> String {
        names.indices.contains(Int(contentType)) ? names[Int(contentType)] : "UNKNOWN"
    }
}

extension MessageStatus {
    fileprivate var word: String {
        switch self {
        case .unread: "UNREAD"
        case .delivered: "DELIVERED"
        case .read, .played: "READ"
        }
    }
}

extension UnreadCount {
    static let schema = Schema.object([
        Schema.Property("conversation_id", .object([Schema.Property("uid", .integer())])), Schema.Property("num", .integer()),
    ])

    /// UnreadDto of the vendor's documentation.
    var json: JSON { ["conversation_id": ["uid": .integer(Int64(peer.wire))], "num": .integer(Int64(count))] }
}
