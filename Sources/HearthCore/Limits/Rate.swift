/// How often something may be done: so many times at once, and the same number again within so many seconds, evenly.
public struct Rate: Hashable, Sendable {
    /// Times at once; 0 means any number at any time.
    public let burst: Int
    /// Seconds in which as many come back.
    public let seconds: Int
    /// Nanoseconds in which one comes back.
    let interval: Int64

    /// What `burst` may be where there is a limit.
    public static let bursts = 1...1_000_000
    /// What `seconds` may be.
    public static let times = 1...86_400

    /// No limit.
    public static let unlimited = Rate()

    private init() { (burst, seconds, interval) = (0, 0, 0) }

    /// Nil for what is beyond `bursts` and `times`.
    public init?(_ burst: Int, per seconds: Int) {
        guard Self.bursts.contains(burst), Self.times.contains(seconds) else { return nil }
        self.burst = burst
        self.seconds = seconds
        // Rounded up: never more than was allowed.
        interval = (Int64(seconds) * 1_000_000_000 + Int64(burst) - 1) / Int64(burst)
    }

    /// Reads `300/10`, or `0` for no limit; nil for anything else.
    public init?(_ text: String) {
        if text == "0" {
            self = .unlimited
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let burst = Int(parts[0]), let seconds = Int(parts[1])
        else { return nil }
        self.init(burst, per: seconds)
    }

    /// Whether everything may be done at any time.
    public var isUnlimited: Bool { burst == 0 }

    /// As `init` reads it.
    public var text: String { isUnlimited ? "0" : "\(burst)/\(seconds)" }

    /// Nanoseconds until an empty bucket is full.
    var window: Int64 { interval * Int64(burst) }
}
