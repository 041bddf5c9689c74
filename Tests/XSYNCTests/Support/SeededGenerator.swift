/// SplitMix64: the same inputs for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ oneIn: UInt64) -> Bool { next() % oneIn == 0 }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// Numbers of every length, zeros and extremes among them.
    mutating func number() -> UInt64 {
        switch below(6) {
        case 0: 0
        case 1: UInt64.max
        default: next() >> UInt64(below(64))
        }
    }

    mutating func bytes(upTo count: Int) -> [UInt8] {
        (0..<below(count + 1)).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    mutating func text() -> String {
        let pieces = ["", "yo", "{\"input_status\":\"typing\"}", "\u{0}", "né", "你好", "👩‍👩‍👧", "plain ascii that is long enough for words"]
        return (0..<below(3)).map { _ in pieces[below(pieces.count)] }.joined()
    }
}
