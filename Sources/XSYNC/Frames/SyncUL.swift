import NIOCore

/// A sync on its way up: read a queue (`xid`), send one item (`meta`), or page history (`isFullSync`).
public struct SyncUL: Equatable, Sendable {
    /// The queue to read; absent when sending. An empty one is the system queue.
    public var xid: XID?
    /// The `next_key` of the page before: everything up to it arrived. For history, the oldest id at hand.
    public var key: UInt64
    /// The item to send.
    public var meta: Meta?
    /// Asks for history instead of new items.
    public var isFullSync: Bool
    /// Amount of history, read as SDK 2.0.0 and later write it; see `historyAmount`.
    public var fullSyncNum: Int32

    public init(
        xid: XID? = nil, key: UInt64 = 0, meta: Meta? = nil, isFullSync: Bool = false, fullSyncNum: Int32 = 0
    ) {
        self.xid = xid
        self.key = key
        self.meta = meta
        self.isFullSync = isFullSync
        self.fullSyncNum = fullSyncNum
    }

    /// Reads all readable bytes as one request.
    public static func read(_ buffer: ByteBuffer) throws(WireError) -> SyncUL { try decode(buffer) }

    /// How many messages of history are asked for; negative means newer ones than the key.
    ///
    /// SDK 1.0.0 wrote a plain uint32 where later ones write a zigzag sint32 (lanying-im-web,
    /// src/im/floo-1.0.0.js and floo-2.0.0.js), so for "1.0.0" the zigzag is undone.
    public func historyAmount(sdkVersion: String) -> Int {
        guard sdkVersion == "1.0.0" else { return Int(fullSyncNum) }
        return Int(zigzag)
    }

    private var zigzag: UInt32 { UInt32(bitPattern: (fullSyncNum << 1) ^ (fullSyncNum >> 31)) }
}

extension SyncUL: WireReadable {
    init() { self.init(xid: nil) }

    mutating func merge(_ reader: inout WireReader) throws(WireError) {
        while let field = try reader.field() {
            switch (field.number, field.type) {
            case (1, .delimited): try reader.message(into: &xid)
            case (2, .varint): key = try reader.varint()
            case (3, .delimited): try reader.message(into: &meta)
            case (4, .varint): isFullSync = try reader.bool()
            case (5, .varint): fullSyncNum = try reader.sint32()
            default: try reader.skip(field, knownUpTo: 5)
            }
        }
    }
}

extension SyncUL: WireWritable {
    var wireSize: Int {
        (xid?.wireSizeAsField ?? 0) + WireSize.field(key) + (meta?.wireSizeAsField ?? 0)
            + WireSize.field(isFullSync) + WireSize.field(UInt64(zigzag))
    }

    func write(_ writer: inout WireWriter) {
        xid?.write(as: 1, &writer)
        writer.field(2, key)
        meta?.write(as: 3, &writer)
        writer.field(4, isFullSync)
        writer.field(5, UInt64(zigzag))
    }
}
