import NIOCore

/// One item on its way up: a message or an operation.
public struct Meta: Equatable, Sendable {
    /// The client's own number of the message (client_mid), often its clock in milliseconds.
    public var id: UInt64
    /// Who claims to send it. Never to be trusted.
    public var from: XID?
    /// The peer, the group, or the sender for operations on the own devices. Absent on conversation deletes.
    public var to: XID?
    /// The client's clock in milliseconds, 0 for all but chat messages.
    public var timestamp: UInt64
    /// The namespace as sent; see `namespace`.
    public var ns: Int32
    /// The message that `ns` names; empty when absent. Shares storage with the buffer read.
    public var payload: ByteBuffer

    public init(
        id: UInt64 = 0, from: XID? = nil, to: XID? = nil, timestamp: UInt64 = 0, ns: Int32 = 0,
        payload: ByteBuffer = ByteBuffer()
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.timestamp = timestamp
        self.ns = ns
        self.payload = payload
    }

    /// The namespace, nil when it has no meaning here.
    public var namespace: Namespace? { Namespace(rawValue: ns) }

    /// Reads all readable bytes as one item.
    public static func read(_ buffer: ByteBuffer) throws(WireError) -> Meta { try decode(buffer) }
}

extension Meta: WireReadable {
    init() { self.init(id: 0) }

    mutating func merge(_ reader: inout WireReader) throws(WireError) {
        while let field = try reader.field() {
            switch (field.number, field.type) {
            case (1, .varint): id = try reader.varint()
            case (2, .delimited): try reader.message(into: &from)
            case (3, .delimited): try reader.message(into: &to)
            case (4, .varint): timestamp = try reader.varint()
            case (5, .varint): ns = try reader.int32()
            case (6, .delimited): payload = try reader.slice()
            default: try reader.skip(field, knownUpTo: 6)
            }
        }
    }
}

extension Meta: WireWritable {
    var wireSize: Int {
        WireSize.field(id) + (from?.wireSizeAsField ?? 0) + (to?.wireSizeAsField ?? 0)
            + WireSize.field(timestamp) + WireSize.field(UInt64(truncatingIfNeeded: ns))
            + (payload.readableBytes == 0 ? 0 : WireSize.message(payload.readableBytes))
    }

    func write(_ writer: inout WireWriter) {
        writer.field(1, id)
        from?.write(as: 2, &writer)
        to?.write(as: 3, &writer)
        writer.field(4, timestamp)
        writer.field(5, UInt64(truncatingIfNeeded: ns))
        payload.withUnsafeReadableBytes { bytes in
            guard !bytes.isEmpty else { return }
            writer.header(6, length: bytes.count)
            writer.raw(bytes)
        }
    }
}
