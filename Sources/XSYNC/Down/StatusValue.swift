import HearthCore

/// The outcome that heads every answer.
public struct StatusValue: Equatable, Sendable {
    public var code: SyncStatus
    /// Free text, except those that clients compare.
    public var reason: String

    public init(code: SyncStatus, reason: String = "") {
        self.code = code
        self.reason = reason
    }

    public static let ok = StatusValue(code: .ok)
}

extension StatusValue: WireWritable {
    var wireSize: Int { WireSize.field(UInt64(code.rawValue)) + WireSize.field(reason) }

    func write(_ writer: inout WireWriter) {
        writer.field(1, UInt64(code.rawValue))
        writer.field(2, reason)
    }
}
