import HearthCore
import TestSupport

extension VirtualClock {
    /// The length of one period of the memory of sends: a day, in milliseconds.
    static let day: Int64 = 86_400_000
    /// Noon of a day in 2026.
    static let noon = Instant(milliseconds: 20_600 * day + day / 2)
}
