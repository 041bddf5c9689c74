import HearthCore

/// Spares an endpoint that fails again and again, and its callers the wait: after some failures in a row nobody calls it for a
/// while, then one call finds out whether it is well again.
public struct HookBreaker: Sendable, Equatable {
    public enum State: Sendable, Equatable {
        /// Everybody calls.
        case closed(failures: Int)
        /// Nobody calls before that moment.
        case open(until: Instant)
        /// One call is under way, and nobody else calls before that moment: by then it must have ended.
        case trying(until: Instant)
    }

    /// Leave to call.
    public enum Leave: Sendable {
        case usual
        /// The call that finds out.
        case trial
    }

    /// Milliseconds after which a trial is taken for lost: a call has 10 seconds at most.
    static let trial: Int64 = 11_000

    public private(set) var state = State.closed(failures: 0)

    public init() {}

    /// As the admin API names it.
    public var word: String {
        switch state {
        case .closed: "closed"
        case .open: "open"
        case .trying: "trying"
        }
    }

    /// Asks for leave to call; who has it says later how the call ended. Nil: no.
    public mutating func admit(_ hook: BeforeHook, now: Instant) -> Leave? {
        guard hook.breaker > 0 else { return .usual }
        switch state {
        case .closed: return .usual
        // A clock that was set back must not keep anybody waiting for ever.
        case .trying(let until): if (1...Self.trial).contains(until.since(now)) { return nil }
        case .open(let until): if (1...max(1, hook.rest)).contains(until.since(now)) { return nil }
        }
        state = .trying(until: now.advanced(by: Self.trial))
        return .trial
    }

    /// Notes that nobody was called: the next one finds out.
    mutating func giveBack(_ leave: Leave, now: Instant) {
        if case (.trying, .trial) = (state, leave) { state = .open(until: now) }
    }

    /// Notes how a call ended. One that began before the breaker opened says nothing any more.
    public mutating func note(isGood: Bool, _ leave: Leave, _ hook: BeforeHook, now: Instant) {
        switch (state, leave) {
        case (.closed(let failures), _):
            let failures = isGood ? 0 : failures + 1
            state = hook.breaker > 0 && failures >= hook.breaker ? .open(until: now.advanced(by: hook.rest)) : .closed(failures: failures)
        case (.trying, .trial): state = isGood ? .closed(failures: 0) : .open(until: now.advanced(by: hook.rest))
        case (.trying, .usual), (.open, _): break
        }
    }
}
