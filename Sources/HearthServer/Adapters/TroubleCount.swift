import HearthCore
import Synchronization

/// Counts what goes wrong for an app again and again, and says when it is time to say so: at once, then once a minute.
final class TroubleCount: Sendable {
    /// Milliseconds between what is said of one app.
    static let interval: Int64 = 60_000

    private struct Count {
        var untold = 0
        var toldAt: Instant?
    }

    private let clock: any WallClock
    private let counts = Mutex<[AppID: Count]>([:])

    init(clock: any WallClock) { self.clock = clock }

    /// Counts one.
    /// - Returns: how many there were since the last time; nil for nothing to say now.
    func add(_ app: AppID) -> Int? {
        let now = clock.now()
        return counts.withLock { counts in
            var count = counts[app] ?? Count()
            defer { counts[app] = count }
            count.untold += 1
            if let told = count.toldAt, (0..<Self.interval).contains(now.since(told)) { return nil }
            defer { count = Count(toldAt: now) }
            return count.untold
        }
    }
}
