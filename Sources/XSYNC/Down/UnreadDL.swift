/// The conversation list.
public struct UnreadDL: Equatable, Sendable {
    public var status: StatusValue
    /// Oldest activity first: web clients move each one to the top as they read on.
    public var entries: [ConversationUnread]

    public init(status: StatusValue = .ok, entries: [ConversationUnread] = []) {
        self.status = status
        self.entries = entries
    }
}

/// One line of the conversation list.
public struct ConversationUnread: Equatable, Sendable {
    public var xid: XID
    /// Items not yet delivered to the device. Above 0 it makes the client sync this conversation.
    public var n: UInt32
    /// 1 chat, 2 group, 0 neither (the system queue).
    public var type: Int

    public init(xid: XID, n: UInt32, type: Int) {
        self.xid = xid
        self.n = n
        self.type = type
    }
}

extension UnreadDL: WireWritable {
    var wireSize: Int { entries.reduce(status.wireSizeAsField) { $0 + $1.wireSizeAsField } }

    func write(_ writer: inout WireWriter) {
        status.write(as: 1, &writer)
        for entry in entries { entry.write(as: 2, &writer) }
    }
}

extension ConversationUnread: WireWritable {
    var wireSize: Int {
        xid.wireSizeAsField + WireSize.field(UInt64(n)) + WireSize.field(UInt64(truncatingIfNeeded: type))
    }

    func write(_ writer: inout WireWriter) {
        xid.write(as: 1, &writer)
        writer.field(2, UInt64(n))
        writer.field(3, UInt64(truncatingIfNeeded: type))
    }
}
