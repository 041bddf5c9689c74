import HearthCore
import Synchronization

/// Tells an app's own server what happened.
public protocol CallbackCalling: Sendable {
    /// Calls once.
    /// - Returns: the call as it went; that server has it where there is no trouble.
    func call(_ callback: Callback, of app: AppDirectory.Entry) async -> HookTrial
}

/// Empties the outbox: calls apps' own servers with what happened, at least once each.
///
/// Several servers may do so beside each other: what one has claimed no other gets, until the claim is so old that whoever had it must
/// be gone. Calls begin in the order in which things happened, several at a time; what fails is passed by what came after it.
public final class CallbackDelivery: Sendable {
    /// Calls of one app at the same time.
    public static let together = 8
    /// What is claimed at once: as much as can be tried well within the life of a claim.
    static let claimed = 32
    /// Milliseconds that a claim lasts. One call takes `CallbackDelivery.timeout` at most.
    static let claim: Int64 = 45_000
    /// Milliseconds for one call.
    public static let timeout: Int64 = 5_000
    /// Events of an app that may wait, and that may be dead.
    static let bounds = (waiting: 100_000, dead: 10_000)
    /// Characters of a reason that are kept.
    static let reason = 500

    /// What became of calls, as metrics name it.
    private enum Outcome: String, CaseIterable { case delivered, failed, dead }

    private struct State {
        var counts: [Outcome: Int] = [:]
        var busy: Set<AppID> = []
        var last: [AppNumber: CallbackNews] = [:]
        var isStopping = false
        var onIdle: [@Sendable () -> Void] = []
    }

    private let store: any CallbackStore
    private let wishes: CallbackWishes
    private let apps: AppDirectory
    private let caller: any CallbackCalling
    private let clock: any WallClock
    private let randomness: any Randomness
    private let state = Mutex(State())

    public init(
        store: any CallbackStore, wishes: CallbackWishes, apps: AppDirectory, caller: any CallbackCalling, clock: any WallClock,
        randomness: any Randomness
    ) {
        self.store = store
        self.wishes = wishes
        self.apps = apps
        self.caller = caller
        self.clock = clock
        self.randomness = randomness
    }

    /// Whether any app that is in use here wants to be told of something: of others something may be left from before.
    public var isWanted: Bool { !wishes.table.isEmpty }

    /// The apps that have something due and an address to send it to, and that nobody here is delivering for already. Each of them is
    /// to be given to `deliver`.
    public func begin() async throws(Failure) -> [AppID] {
        var ready: [AppID] = []
        for id in try await store.due(at: clock.now()) {
            // An app that cannot be read now is looked at again the next time: the others do not wait for it. Without an address it
            // waits until there is one.
            guard let app = try? await apps.find(id), !app.settings.hookAfterURL.isEmpty else { continue }
            ready.append(id)
        }
        // Who is marked is handed out: nothing may fail from here on.
        return state.withLock { state in state.isStopping ? [] : ready.filter { state.busy.insert($0).inserted } }
    }

    /// Delivers what is due of an app, until nothing is. Trouble of the store ends it: what was claimed comes again.
    public func deliver(_ id: AppID) async {
        do throws(Failure) {
            while try await deliverSome(try await apps.find(id)) {}
        } catch {
            // The store has told its trouble itself.
        }
        end(id)
    }

    /// Calls of all apps by what became of them, in the Prometheus text format.
    public func metrics() -> String {
        let counts = state.withLock { $0.counts }
        return "# TYPE hearth_callbacks_total counter\n"
            + Outcome.allCases.map { "hearth_callbacks_total{outcome=\"\($0.rawValue)\"} \(counts[$0] ?? 0)\n" }.joined()
    }

    /// Begins nothing more, and returns when what is under way is noted.
    public func stop() async {
        await withCheckedContinuation { done in
            let isIdle = state.withLock { state in
                state.isStopping = true
                if state.busy.isEmpty { return true }
                state.onIdle.append { done.resume() }
                return false
            }
            if isIdle { done.resume() }
        }
    }

    /// Keeps every app within its bounds.
    public func tidy(step: Int) async throws(Failure) {
        for id in try await store.used() {
            let entry = try await apps.find(id)
            let days = entry.settings.retentionDays
            let oldest = days == 0 ? Instant(milliseconds: 0) : clock.now().advanced(by: Int64(days) * -86_400_000)
            var isMore = true
            while isMore, !state.withLock({ $0.isStopping }) {
                let changed = try await store.tidy(
                    entry.app.number, waiting: Self.bounds.waiting, dead: Self.bounds.dead, before: oldest, step: step)
                isMore = changed >= step
            }
        }
    }

    /// What this server has seen of an app's endpoint since it was started.
    public func news(of app: AppNumber) -> CallbackNews { state.withLock { $0.last[app] } ?? CallbackNews() }
}

/// How the last calls of one app went.
public struct CallbackNews: Sendable, Equatable {
    public var succeededAt: Instant?
    public var failedAt: Instant?
    public var trouble: HookTrouble?

    public init() {}
}

// MARK: - How it is done

extension CallbackDelivery {
    var isStopping: Bool { state.withLock { $0.isStopping } }

    private func end(_ id: AppID) {
        let idle: [@Sendable () -> Void] = state.withLock { state in
            state.busy.remove(id)
            guard state.isStopping, state.busy.isEmpty else { return [] }
            defer { state.onIdle = [] }
            return state.onIdle
        }
        idle.forEach { $0() }
    }

    /// - Returns: whether there may be more.
    private func deliverSome(_ app: AppDirectory.Entry) async throws(Failure) -> Bool {
        guard !isStopping, !app.settings.hookAfterURL.isEmpty else { return false }
        let now = clock.now()
        let claimed = try await store.claim(app.app.number, now: now, until: now.advanced(by: Self.claim), limit: Self.claimed)
        guard !claimed.isEmpty else { return false }
        try await store.settle(await ends(of: claimed, app))
        return claimed.count == Self.claimed
    }

    /// Calls, the next one whenever one has ended.
    private func ends(
        of claimed: [Callback], _ app: AppDirectory.Entry
    ) async -> [(callback: Callback, end: CallbackEnd)] {
        await withTaskGroup(of: (callback: Callback, end: CallbackEnd).self) { group in
            var (ends, next) = ([(callback: Callback, end: CallbackEnd)](), claimed[...])
            for callback in next.prefix(Self.together) { group.addTask { (callback, await self.end(of: callback, app)) } }
            next = next.dropFirst(Self.together)
            for await end in group {
                ends.append(end)
                if let callback = next.popFirst() { group.addTask { (callback, await self.end(of: callback, app)) } }
            }
            return ends
        }
    }

    private func end(of callback: Callback, _ app: AppDirectory.Entry) async -> CallbackEnd {
        guard !isStopping else { return .released }
        let call = await caller.call(callback, of: app)
        note(call, of: app.app.number)
        guard let trouble = call.trouble else {
            count(.delivered)
            return .delivered
        }
        let reason = String(trouble.reason.prefix(Self.reason))
        let tries = callback.tries + 1
        guard tries < app.settings.hookAfterTries else {
            count(.dead)
            return .dead(reason: reason)
        }
        count(.failed)
        let chance = randomness.bytes(1).first ?? 0
        return .retry(at: clock.now().advanced(by: CallbackBackOff.rest(after: tries, chance: chance)), reason: reason)
    }

    private func count(_ outcome: Outcome) { state.withLock { $0.counts[outcome, default: 0] += 1 } }

    private func note(_ call: HookTrial, of app: AppNumber) {
        let now = clock.now()
        state.withLock { state in
            if let trouble = call.trouble {
                state.last[app, default: CallbackNews()].failedAt = now
                state.last[app, default: CallbackNews()].trouble = trouble
            } else {
                state.last[app, default: CallbackNews()].succeededAt = now
            }
        }
    }
}
