@testable import HearthCore

/// Splitmix64 from a fixed seed: the same run every time, and a failing one can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// Every byte value in turn: what an even source gives, without chance.
struct CountingBytes: Randomness {
    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0) } }
}

/// The same bytes again and again.
struct RepeatedBytes: Randomness {
    let pattern: [UInt8]

    func bytes(_ count: Int) -> [UInt8] { Array(repeatElement(pattern, count: count).joined().prefix(max(count, pattern.count))) }
}
