/// What one subject has left of a rate. Full at first; each time something is done one is taken.
///
/// The state is when it will be full again, so that nobody has to refill anything and a rate that changes holds at once.
public struct TokenBucket: Sendable {
    /// In nanoseconds since 1970.
    private var fullAt = Int64.min
    /// When one was last asked for.
    private var askedAt = Int64.min

    public init() {}

    /// Takes one, or says that none is left.
    ///
    /// A clock that goes back costs a full wait at most, and another rate is as if it had held since the last time.
    public mutating func take(at now: Instant, _ rate: Rate) -> Bool {
        guard !rate.isUnlimited else { return true }
        let now = now.nanoseconds
        fullAt = max(min(fullAt, min(askedAt, now) &+ rate.window), now)
        askedAt = now
        guard fullAt <= now &+ rate.window &- rate.interval else { return false }
        fullAt = fullAt &+ rate.interval
        return true
    }

    /// Puts back what was taken.
    public mutating func giveBack(_ rate: Rate) {
        guard fullAt > .min else { return }
        fullAt = fullAt &- rate.interval
    }

    /// Nothing is lost with one that is full.
    public func isFull(at now: Instant) -> Bool { fullAt <= now.nanoseconds }

    /// Which of two is nearer to being full.
    public static func isNearerToFull(_ left: TokenBucket, _ right: TokenBucket) -> Bool { left.fullAt < right.fullAt }
}

extension Instant {
    /// Good until 2262; what is beyond wraps, and a bucket bears that.
    fileprivate var nanoseconds: Int64 { milliseconds &* 1_000_000 }
}
