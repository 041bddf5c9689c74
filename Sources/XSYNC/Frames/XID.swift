import NIOCore

/// A user, a group or (uid 0) the system queue, plus the serial number of one device.
public struct XID: Hashable, Sendable {
    /// User or group id. Clients carry it as a JavaScript number: below 2^53.
    public var uid: UInt64
    /// 0 means no particular device.
    public var deviceSN: UInt32

    public init(uid: UInt64 = 0, deviceSN: UInt32 = 0) {
        self.uid = uid
        self.deviceSN = deviceSN
    }
}

extension XID: WireReadable {
    init() { self.init(uid: 0) }

    mutating func merge(_ reader: inout WireReader) throws(WireError) {
        while let field = try reader.field() {
            switch (field.number, field.type) {
            case (1, .varint): uid = try reader.varint()
            case (2, .varint): deviceSN = try reader.uint32()
            default: try reader.skip(field, knownUpTo: 2)
            }
        }
    }
}

extension XID: WireWritable {
    var wireSize: Int { WireSize.field(uid) + WireSize.field(UInt64(deviceSN)) }

    func write(_ writer: inout WireWriter) {
        writer.field(1, uid)
        writer.field(2, UInt64(deviceSN))
    }
}
