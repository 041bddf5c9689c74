import HearthCore

/// When something that was tried in vain is tried again.
public enum CallbackBackOff {
    /// Milliseconds of the longest rest, without the part that chance adds.
    static let longest: Int64 = 3_600_000

    /// Two seconds after the first try, then twice as long each time, an hour at most; and up to a quarter more, so that what
    /// failed together does not come back together.
    /// - Parameters:
    ///   - tries: how often it was tried.
    ///   - chance: from 0 to 255.
    /// - Returns: milliseconds.
    public static func rest(after tries: Int, chance: UInt8) -> Int64 {
        let rest = tries >= 12 ? longest : min(1_000 << Int64(max(tries, 1)), longest)
        return rest + rest * Int64(chance) / 1_024
    }
}
