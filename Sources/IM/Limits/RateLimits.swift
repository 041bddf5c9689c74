import HearthCore
import Synchronization

/// Says who has done something too often, for every door of this server. Each server counts by itself.
///
/// Memory is bounded: when there is no room left, subjects that have done little for a while are forgotten.
public final class RateLimits: Sendable {
    /// Refusals of one limit in one app.
    public struct Refusals: Sendable, Equatable {
        public let limit: RateLimit
        public let app: AppNumber
        public let count: Int
    }

    /// Subjects remembered, of all limits and apps together.
    public static let most = 131_072
    private static let shardCount = 64

    private final class Shard: Sendable {
        let table: Mutex<BucketTable>

        init(most: Int) { table = Mutex(BucketTable(most: most)) }
    }

    private struct Place: Hashable {
        let limit: RateLimit
        let app: AppNumber
    }

    private struct Refused {
        /// Since the start.
        var totals = [Int](repeating: 0, count: RateLimit.allCases.count)
        /// Since they were told last.
        var untold: [Place: Int] = [:]
    }

    private let clock: any WallClock
    private let isEnabled: Bool
    private let shards: [Shard]
    private let refused = Mutex(Refused())

    /// - Parameter isEnabled: false lets everybody do everything.
    public init(clock: any WallClock, isEnabled: Bool = true, most: Int = RateLimits.most) {
        self.clock = clock
        self.isEnabled = isEnabled
        let most = (most + Self.shardCount - 1) / Self.shardCount
        shards = isEnabled ? (0..<Self.shardCount).map { _ in Shard(most: most) } : []
    }

    /// Lets everybody do everything.
    public static var off: RateLimits { RateLimits(clock: NoClock(), isEnabled: false) }

    private struct NoClock: WallClock {
        func now() -> Instant { Instant(milliseconds: 0) }
    }

    /// Takes one time from what a subject has, or says that it has none left: who is refused for that is to be counted by `refusal`.
    /// - Parameter now: nil for the clock's time, for who does not know it.
    public func take(_ limit: RateLimit, _ subject: RateSubject, in app: AppNumber, _ rate: Rate, now: Instant? = nil) -> Bool {
        guard isEnabled, !rate.isUnlimited else { return true }
        let key = BucketTable.Key(limit: limit, app: app, subject: subject)
        let now = now ?? clock.now()
        return shard(of: subject).table.withLock { $0.take(key, at: now, rate) }
    }

    /// Puts back what was taken.
    public func giveBack(_ limit: RateLimit, _ subject: RateSubject, in app: AppNumber, _ rate: Rate) {
        guard isEnabled, !rate.isUnlimited else { return }
        let key = BucketTable.Key(limit: limit, app: app, subject: subject)
        shard(of: subject).table.withLock { $0.giveBack(key, rate) }
    }

    private func shard(of subject: RateSubject) -> Shard { shards[subject.spread & (Self.shardCount - 1)] }

    /// The answer to who has none left. It is counted.
    public func refusal(_ limit: RateLimit, in app: AppNumber) -> Failure {
        refused.withLock { refused in
            refused.totals[limit.rawValue] += 1
            refused.untold[Place(limit: limit, app: app), default: 0] += 1
        }
        return Failure(limit.failure)
    }
}

// MARK: What was refused

extension RateLimits {
    /// Refusals of a limit since the start.
    public func refusals(of limit: RateLimit) -> Int { refused.withLock { $0.totals[limit.rawValue] } }

    /// Refusals since the last call, for a log.
    public func newRefusals() -> [Refusals] {
        let untold = refused.withLock { refused in
            defer { refused.untold = [:] }
            return refused.untold
        }
        return untold.map { Refusals(limit: $0.limit, app: $0.app, count: $1) }
            .sorted { ($0.app, $0.limit.rawValue) < ($1.app, $1.limit.rawValue) }
    }

    /// All counts in the Prometheus text format.
    public func text() -> String {
        let totals = refused.withLock { $0.totals }
        return "# TYPE hearth_limited_total counter\n"
            + RateLimit.allCases.map { "hearth_limited_total{limit=\"\($0.name)\"} \(totals[$0.rawValue])\n" }.joined()
    }
}
