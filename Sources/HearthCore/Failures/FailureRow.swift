/// What one named failure looks like to each kind of client.
public struct FailureRow: Sendable {
    public let name: FailureName
    /// Number in lanying-im-embedded, floo/include/bmx_error.h. Never on the wire.
    public let bmx: Int?
    /// Number in the later header of floo-ios. Never on the wire.
    public let laterBMX: Int?
    /// `code` of the REST envelope; nil where REST cannot produce it.
    public let rest: Int?
    /// `Status.code` on the long connection; nil where it cannot appear there.
    public let status: SyncStatus?
    /// `message` of the REST envelope.
    public let message: String
    /// `Status.reason`. Some clients compare it, so these texts are part of the contract.
    public let reason: String
    /// The user notice that is pushed to the device, where there is one.
    public let notice: String?
    /// When it happens, in words a test can follow.
    public let when: String

    init(
        _ name: FailureName, bmx: Int?, laterBMX: Int?, rest: Int?, status: SyncStatus?,
        message: String, reason: String? = nil, notice: String? = nil, when: String
    ) {
        self.name = name
        self.bmx = bmx
        self.laterBMX = laterBMX
        self.rest = rest
        self.status = status
        self.message = message
        self.reason = reason ?? message
        self.notice = notice
        self.when = when
    }
}
