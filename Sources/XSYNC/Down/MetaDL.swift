/// One item on its way down: a message, an operation or a notice.
public struct MetaDL: Equatable, Sendable {
    /// The server's id of the item.
    public var id: UInt64
    public var from: XID
    public var to: XID
    /// Milliseconds.
    public var timestamp: UInt64
    public var ns: Namespace
    /// The message that `ns` names, as stored.
    public var payload: [UInt8]
    /// Fields that follow the payload inside its length, and so override it; see `MessageBody.suffix`.
    public var suffix: [UInt8]

    public init(
        id: UInt64, from: XID, to: XID, timestamp: UInt64, ns: Namespace, payload: [UInt8], suffix: [UInt8] = []
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.timestamp = timestamp
        self.ns = ns
        self.payload = payload
        self.suffix = suffix
    }
}

extension MetaDL: WireWritable {
    var wireSize: Int {
        let body = payload.count + suffix.count
        return WireSize.field(id) + from.wireSizeAsField + to.wireSizeAsField + WireSize.field(timestamp)
            + WireSize.field(UInt64(ns.rawValue)) + (body == 0 ? 0 : WireSize.message(body))
    }

    func write(_ writer: inout WireWriter) {
        writer.field(1, id)
        from.write(as: 2, &writer)
        to.write(as: 3, &writer)
        writer.field(4, timestamp)
        writer.field(5, UInt64(ns.rawValue))
        guard payload.count + suffix.count > 0 else { return }
        writer.header(6, length: payload.count + suffix.count)
        writer.raw(payload)
        writer.raw(suffix)
    }
}
