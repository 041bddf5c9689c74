/// The answer to a login.
public struct ProvisionDL: Equatable, Sendable {
    public var status: StatusValue
    /// The identity granted, with the device's serial number. Clients throw when a granted one is absent.
    public var xid: XID

    public init(status: StatusValue = .ok, xid: XID) {
        self.status = status
        self.xid = xid
    }
}

extension ProvisionDL: WireWritable {
    var wireSize: Int { status.wireSizeAsField + xid.wireSizeAsField }

    func write(_ writer: inout WireWriter) {
        status.write(as: 1, &writer)
        xid.write(as: 2, &writer)
    }
}
