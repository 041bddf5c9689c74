/// What the payload of a `Frame` is (floo-web, src/sdk/core/protocol/xsync.js).
public enum Command: UInt64, CaseIterable, Sendable {
    /// Up: the conversation list, which is also the heartbeat. Down: `UnreadDL`.
    case unread = 0
    /// Up: `SyncUL`. Down: `SyncDL`.
    case sync = 1
    /// Down only: something new in a queue.
    case notice = 2
    /// Login, both ways.
    case provision = 3
}
