import HearthCore

/// What became of messages about which a hook was to be asked.
public enum HookOutcome: String, Sendable, CaseIterable {
    case allowed
    case refused
    case replaced
    /// It was asked, and gave no answer that counts.
    case failed
    /// It was not asked: the breaker was open, or too many questions waited.
    case skipped
}

/// Messages by what became of them, and the last moments of luck and trouble.
public struct HookCounts: Sendable, Equatable {
    private var totals = [Int](repeating: 0, count: HookOutcome.allCases.count)
    public private(set) var lastSuccess: Instant?
    public private(set) var lastTrouble: Instant?
    /// Why there was trouble then.
    public private(set) var trouble: HookTrouble?

    public init() {}

    public subscript(outcome: HookOutcome) -> Int {
        HookOutcome.allCases.firstIndex(of: outcome).map { totals[$0] } ?? 0
    }

    mutating func add(_ outcome: HookOutcome, _ trouble: HookTrouble?, now: Instant) {
        if let index = HookOutcome.allCases.firstIndex(of: outcome) { totals[index] += 1 }
        // That it was spared says nothing new of it.
        guard outcome != .skipped else { return }
        if let trouble { (lastTrouble, self.trouble) = (now, trouble) } else { lastSuccess = now }
    }
}

/// How it stands with the hook before messages of one app, on this server.
public struct BeforeHookReport: Sendable {
    public let breaker: HookBreaker
    /// Questions that are asked at this moment.
    public let running: Int
    /// Questions that wait for their turn.
    public let waiting: Int
    /// Since the server started.
    public let counts: HookCounts
}
