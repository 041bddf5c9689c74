/// A moment: milliseconds since 1970-01-01T00:00:00Z. The only form of time in rules and stores.
public struct Instant: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public func advanced(by milliseconds: Int64) -> Instant {
        Instant(milliseconds: self.milliseconds + milliseconds)
    }

    /// Milliseconds from `earlier` to this moment.
    public func since(_ earlier: Instant) -> Int64 { milliseconds - earlier.milliseconds }

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
}

/// Where time comes from. The composition root decides: the machine's clock, or a virtual one.
public protocol WallClock: Sendable {
    func now() -> Instant
}
