import HearthCore
import Synchronization

/// Slows down who guesses passwords: after a number of failures in a row each further try has to wait, twice as long each time.
/// Failures of an address fade, or one who guesses would keep all others out who share it.
///
/// Memory is bounded; what was not touched for longest is forgotten. Each server counts by itself.
public final class LoginGuard: Sendable {
    /// What tries are counted for.
    enum Subject: Hashable, Sendable {
        case user(Account)
        /// Nobody has this name. It counts like a name somebody has.
        case name(AppNumber, String)
        /// A success does not make up for failures of others who share the address.
        case address(AppNumber, ClientNetwork)

        fileprivate var isAddress: Bool { if case .address = self { true } else { false } }
    }

    /// How a try ended.
    enum Outcome: Sendable {
        case right
        case wrong
        /// Nobody could say: trouble of the server.
        case undecided
    }

    /// Subjects remembered: accounts and names together, and addresses.
    public static let most = 100_000
    /// Milliseconds without a failure after which all are forgotten.
    static let memory: Int64 = 3_600_000
    /// Milliseconds in which the failures of an address become half as many.
    static let halving: Int64 = 600_000
    /// The longest wait in milliseconds.
    static let longestWait: Int64 = 900_000
    /// Tries for one account that may run beside each other, and those from an address that has to wait. While they run nobody knows
    /// that they fail, so this bounds what a burst can try.
    static let atOnce = 64

    private struct Tables {
        var accounts: RecentTable<Subject, Tries>
        var addresses: RecentTable<Subject, Tries>
    }

    private let clock: any WallClock
    private let tables: Mutex<Tables>

    public init(clock: any WallClock, most: Int = LoginGuard.most) {
        self.clock = clock
        tables = Mutex(Tables(accounts: RecentTable(most: most), addresses: RecentTable(most: most)))
    }

    /// Begins a try, which `end` must end.
    /// - Parameter allowed: failures in a row before waits begin; 0 for any number.
    /// - Throws: `ServerTokenRequestTooMany` while there is a wait; it becomes no longer by that.
    func begin(_ subject: Subject, allowed: Int) throws(Failure) {
        guard allowed > 0 else { return }
        let now = clock.now()
        let mayGoOn = change(subject) { tries in
            tries.forget(at: now, fading: subject.isAddress)
            guard tries.mayGoOn(at: now, allowed: allowed, isAddress: subject.isAddress) else { return false }
            tries.running += 1
            return true
        }
        guard mayGoOn else { throw Failure(.serverTokenRequestTooMany) }
    }

    /// Ends a try that `begin` let go on, with the same `allowed`.
    func end(_ subject: Subject, allowed: Int, _ outcome: Outcome) {
        guard allowed > 0 else { return }
        let now = clock.now()
        change(subject) { tries in
            tries.running = max(0, tries.running - 1)
            switch outcome {
            case .right: if !subject.isAddress { tries.failures = 0 }
            case .wrong:
                tries.forget(at: now, fading: subject.isAddress)
                tries.fail(at: now)
            case .undecided: break
            }
        }
    }

    @discardableResult
    private func change<Value: Sendable>(_ subject: Subject, _ body: (inout Tries) -> Value) -> Value {
        tables.withLock { tables in
            func change(_ table: inout RecentTable<Subject, Tries>) -> Value {
                var tries = table[subject] ?? Tries()
                let value = body(&tries)
                table[subject] = tries.isNothing ? nil : tries
                return value
            }
            return subject.isAddress ? change(&tables.addresses) : change(&tables.accounts)
        }
    }
}

/// The tries for one subject.
private struct Tries {
    /// In a row.
    var failures = 0
    /// The last failure.
    var last = Instant(milliseconds: 0)
    /// Begun and not ended.
    var running = 0

    /// Up to when failures have faded.
    var faded = Instant(milliseconds: 0)

    var isNothing: Bool { failures == 0 && running == 0 }

    mutating func forget(at now: Instant, fading: Bool) {
        if now.since(last) >= LoginGuard.memory { failures = 0 }
        let halvings = now.since(faded) / LoginGuard.halving
        guard fading, failures > 0, halvings > 0 else { return }
        failures >>= halvings
        faded = faded.advanced(by: halvings * LoginGuard.halving)
    }

    mutating func fail(at now: Instant) {
        if failures == 0 { faded = now }
        failures += 1
        last = now
    }

    func mayGoOn(at now: Instant, allowed: Int, isAddress: Bool) -> Bool {
        let hasWaited = failures < allowed || now.since(last) >= wait(allowed)
        if isAddress { return failures < allowed || hasWaited && running < LoginGuard.atOnce }
        // Once there are waits one after the other: several beside each other would all be over before the first wait.
        return hasWaited && running < (failures < allowed ? LoginGuard.atOnce : 1)
    }

    /// 1 s, 2 s, 4 s and so on.
    private func wait(_ allowed: Int) -> Int64 { min(1_000 << Int64(min(failures - allowed, 20)), LoginGuard.longestWait) }
}
