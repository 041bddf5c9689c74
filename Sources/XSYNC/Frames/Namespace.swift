/// What the payload of a `Meta` is (floo-web, src/sdk/core/protocol/xsync.js).
public enum Namespace: Int32, CaseIterable, Sendable {
    case unknown = 0
    /// A `MessageBody`.
    case message = 1
    case groupNotice = 2
    case rosterNotice = 3
    case userNotice = 4
    case info = 5
    /// An operation on a conversation. Not known to SDK 1.0.0.
    case conversation = 6
    /// A `MessageBody` that clients only log.
    case push = 7
    case rtcSignal = 8
}
