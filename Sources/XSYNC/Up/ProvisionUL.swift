/// A login, as a client sends it (floo-web, src/sdk/model/provision.js). The server reads
/// `Im_Floo_Protobuf_Provision`.
public struct ProvisionUL: Equatable, Sendable {
    /// The identity claimed; an unknown device serial asks for one.
    public var xid: XID
    public var token: String
    /// 6 is the web.
    public var osType: UInt32
    public var sdkVersion: String
    public var deviceGUID: String
    /// The name of the offline push channel.
    public var deviceNotifier: String
    public var deviceToken: String
    /// The user agent.
    public var deviceInfo: String

    public init(
        xid: XID, token: String, osType: UInt32 = 6, sdkVersion: String = "2.0.0", deviceGUID: String,
        deviceNotifier: String = "", deviceToken: String = "", deviceInfo: String = ""
    ) {
        self.xid = xid
        self.token = token
        self.osType = osType
        self.sdkVersion = sdkVersion
        self.deviceGUID = deviceGUID
        self.deviceNotifier = deviceNotifier
        self.deviceToken = deviceToken
        self.deviceInfo = deviceInfo
    }
}

extension ProvisionUL: WireWritable {
    var wireSize: Int {
        var size = xid.wireSizeAsField + WireSize.field(token) + WireSize.field(UInt64(osType))
        size += WireSize.field(sdkVersion) + WireSize.field(deviceGUID) + WireSize.field(deviceNotifier)
        size += WireSize.field(deviceToken) + WireSize.field(deviceInfo)
        return size
    }

    func write(_ writer: inout WireWriter) {
        xid.write(as: 2, &writer)
        writer.field(6, token)
        writer.field(7, UInt64(osType))
        writer.field(8, sdkVersion)
        writer.field(10, deviceGUID)
        writer.field(11, deviceNotifier)
        writer.field(12, deviceToken)
        writer.field(13, deviceInfo)
    }
}
