import HearthCore
import Synchronization

/// A clock that stands still until it is moved.
public final class VirtualClock: WallClock {
    /// 2026-01-01T00:00:00Z: somewhere after the epoch of message ids.
    public static let start = Instant(milliseconds: 1_767_225_600_000)

    private let time: Mutex<Instant>

    public init(_ start: Instant = VirtualClock.start) { time = Mutex(start) }

    public func now() -> Instant { time.withLock { $0 } }

    public func advance(by milliseconds: Int64) {
        time.withLock { $0 = $0.advanced(by: milliseconds) }
    }
}
