/// A page of a queue, a page of history, or the acknowledgement of a send (`clientMid` above 0).
public struct SyncDL: Equatable, Sendable {
    /// Clients from SDK 2.0.0 on throw when it is absent, so it always goes out.
    public var status: StatusValue
    public var metas: [MetaDL]
    /// Comes back as `SyncUL.key`; 0 ends the sync.
    public var nextKey: UInt64
    /// The queue asked for. Only an acknowledgement may leave it out.
    public var xid: XID?
    /// The client's number of the message acknowledged.
    public var clientMid: UInt64
    /// The server's number of it.
    public var serverMid: UInt64
    /// Milliseconds; on acknowledgements only.
    public var serverTime: UInt64
    /// Marks history.
    public var isFullSync: Bool
    /// Milliseconds of the edit acknowledged.
    public var editTimestamp: UInt64
    /// Pushed without a request.
    public var isEagerSync: Bool

    public init(
        status: StatusValue = .ok, metas: [MetaDL] = [], nextKey: UInt64 = 0, xid: XID? = nil, clientMid: UInt64 = 0,
        serverMid: UInt64 = 0, serverTime: UInt64 = 0, isFullSync: Bool = false, editTimestamp: UInt64 = 0,
        isEagerSync: Bool = false
    ) {
        self.status = status
        self.metas = metas
        self.nextKey = nextKey
        self.xid = xid
        self.clientMid = clientMid
        self.serverMid = serverMid
        self.serverTime = serverTime
        self.isFullSync = isFullSync
        self.editTimestamp = editTimestamp
        self.isEagerSync = isEagerSync
    }
}

extension SyncDL: WireWritable {
    var wireSize: Int {
        var size = status.wireSizeAsField + (xid?.wireSizeAsField ?? 0)
        for meta in metas { size += meta.wireSizeAsField }
        size += WireSize.field(nextKey) + WireSize.field(clientMid) + WireSize.field(serverMid)
        size += WireSize.field(serverTime) + WireSize.field(isFullSync)
        size += WireSize.field(isEagerSync) + WireSize.field(editTimestamp)
        return size
    }

    func write(_ writer: inout WireWriter) {
        status.write(as: 1, &writer)
        for meta in metas { meta.write(as: 2, &writer) }
        writer.field(3, nextKey)
        xid?.write(as: 4, &writer)
        writer.field(5, clientMid)
        writer.field(6, serverMid)
        writer.field(7, serverTime)
        writer.field(8, isFullSync)
        writer.field(10, isEagerSync)
        writer.field(11, editTimestamp)
    }
}
