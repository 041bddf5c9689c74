import FoundationEssentials
import HearthCore

/// The clock of the machine the client runs on; a client's message numbers are taken from it.
public struct MachineClock: WallClock {
    public init() {}

    public func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
}
