/// Counts of durations in nanoseconds, in buckets that are less than one percent wide, so that a million samples cost 64 kB.
struct Histogram {
    /// Buckets for each power of two.
    private static let steps = 128
    private static let bits = 7

    private var buckets = [Int](repeating: 0, count: (64 - bits + 1) * steps)
    private(set) var count = 0
    private(set) var largest: UInt64 = 0

    mutating func record(_ value: UInt64) {
        buckets[Self.bucket(of: value)] += 1
        count += 1
        largest = max(largest, value)
    }

    /// The value that this share of the samples does not exceed; 0 without samples.
    /// - Parameter share: 0...1; 0.99 is the 99th percentile.
    func percentile(_ share: Double) -> UInt64 {
        let rank = max(1, Int((Double(count) * share).rounded(.up)))
        var seen = 0
        for (index, bucket) in buckets.enumerated() where bucket > 0 {
            seen += bucket
            if seen >= rank { return min(Self.upperEnd(of: index), largest) }
        }
        return largest
    }

    private static func bucket(of value: UInt64) -> Int {
        guard value >= UInt64(steps) else { return Int(value) }
        let shift = 63 - value.leadingZeroBitCount - bits
        return shift * steps + Int(value >> UInt64(shift))
    }

    private static func upperEnd(of index: Int) -> UInt64 {
        guard index >= 2 * steps else { return UInt64(index) }
        let shift = UInt64(index / steps - 1)
        let mantissa = UInt64(index % steps + steps)
        // In this order the last bucket does not overflow.
        return (mantissa << shift) + ((1 << shift) - 1)
    }
}
