import HearthCore
import Synchronization

/// Asks an app's own endpoint about messages before they are delivered.
///
/// Messages of one device keep their order, also those nobody is asked about; devices do not hold each other up. What comes of a
/// question travels with the message: who may not write at all hears that first, and what was accepted before stays accepted.
public final class BeforeHooks: Sendable {
    private struct State {
        var devices: [DeviceAddress: HeldSends] = [:]
        var lines: [AppNumber: HookLine] = [:]
        var isClosed = false
        var onIdle: [@Sendable () -> Void] = []
    }

    private let asking: any BeforeAsking
    private let bodies: any BodyCodec
    private let clock: any WallClock
    private let randomness: any Randomness
    private let state = Mutex(State())
    /// Messages that are held; read without the lock by those that nothing holds.
    private let held = Atomic(0)

    public init(asking: any BeforeAsking, bodies: any BodyCodec, clock: any WallClock, randomness: any Randomness) {
        self.asking = asking
        self.bodies = bodies
        self.clock = clock
        self.randomness = randomness
    }

    /// Lets a message go on, now or when its hook has spoken.
    /// - Parameter release: called once, with the message and what was said of it.
    func pass(
        _ message: OutgoingMessage, by author: MessageAuthor, _ settings: AppSettings, release: @escaping HeldSends.Release
    ) {
        guard let hook = message.isAskedAbout(by: author) ? settings.beforeHook : nil else { return follow(message, release) }
        let now = clock.now()
        let decision: HookLine.Decision = state.withLock { state in
            held.add(1, ordering: .relaxed)
            let number = state.devices[message.sender, default: HeldSends()].add(
                HeldSends.Held(message: message, isSettled: false, release: release))
            let call = HookLine.Call(message: message, number: number, hook: hook, end: now.advanced(by: hook.timeout))
            if state.isClosed { return .skip(call, Self.stopping) }
            return state.lines[message.sender.account.app, default: HookLine()].add(call, now: now)
        }
        perform(decision)
    }

    /// A message nobody is asked about: behind those of its device that are held.
    private func follow(_ message: OutgoingMessage, _ release: @escaping HeldSends.Release) {
        let isHeld =
            held.load(ordering: .acquiring) > 0
            && state.withLock { state in
                guard state.devices[message.sender] != nil else { return false }
                held.add(1, ordering: .relaxed)
                _ = state.devices[message.sender]?.add(HeldSends.Held(message: message, isSettled: true, release: release))
                return true
            }
        if !isHeld { release(message) }
    }

    /// Asks nobody any more, and returns when all messages have gone on: those that waited for their turn are refused with
    /// `ServerNeedRetry`, those that are asked about get their answer within its time.
    public func close() async {
        let waiting = state.withLock { state in
            state.isClosed = true
            return state.lines.keys.flatMap { state.lines[$0]?.takeWaiting() ?? [] }
        }
        for call in waiting { settle(call, as: Self.outcome(of: call, Self.stopping)) }
        await withCheckedContinuation { done in
            let isIdle = state.withLock { state in
                if state.devices.isEmpty { return true }
                state.onIdle.append { done.resume() }
                return false
            }
            if isIdle { done.resume() }
        }
    }

    private static let stopping = HookTrouble("the server is stopping")
}

extension BeforeHooks {
    private func perform(_ decision: HookLine.Decision) {
        switch decision {
        case .wait: break
        case .skip(let call, let trouble):
            let now = clock.now()
            state.withLock { $0.lines[call.app]?.counts.add(.skipped, trouble, now: now) }
            settle(call, as: Self.outcome(of: call, trouble))
        case .ask(let call, let leave):
            Task { [self] in
                let (outcome, trouble, message) = await ask(call)
                let now = clock.now()
                let decisions = state.withLock { state in
                    state.lines[call.app]?.counts.add(outcome, trouble, now: now)
                    state.lines[call.app]?.end(call, leave, trouble, now: now)
                    return state.lines[call.app]?.next(now: now) ?? []
                }
                settle(call, as: message)
                decisions.forEach(perform)
            }
        }
    }

    /// Asks, and says how the message goes on.
    private func ask(_ call: HookLine.Call) async -> (HookOutcome, HookTrouble?, OutgoingMessage) {
        func failed(_ trouble: HookTrouble) -> (HookOutcome, HookTrouble?, OutgoingMessage) {
            (trouble.isUnasked ? .skipped : .failed, trouble, Self.outcome(of: call, trouble))
        }
        let message = call.message
        guard let fields = bodies.decode(message.payload) else { return failed(HookTrouble("the message cannot be read")) }
        let now = clock.now()
        let question = BeforeQuestion(message, fields, id: randomness.text(20, from: Self.letters), now: now)
        // The clock of the machine may be set meanwhile.
        switch await asking.ask(question, call.hook, timeout: min(call.end.since(now), call.hook.timeout)) {
        case .failure(let trouble): return failed(trouble)
        case .success(.allow): return (.allowed, nil, message)
        case .success(.refuse(let reason)):
            return (.refused, nil, message.refused(Failure(.messageCensored, said: HookReason.shown(reason))))
        case .success(.replace(let replacement)):
            let texts = replacement.applied(to: fields)
            guard let payload = try? bodies.replacing(texts, in: message.payload), payload.count <= Self.most(message) else {
                return failed(HookTrouble("the replaced message is too large"))
            }
            return (.replaced, nil, message.moderated(message.moderation, payload: payload))
        }
    }

    private func settle(_ call: HookLine.Call, as message: OutgoingMessage) {
        state.withLock { $0.devices[message.sender]?.settle(call.number, as: message) }
        release(message.sender)
    }

    /// Hands out what is ready of a device. One at a time does: another one's turn is over at once, and the first sees what came.
    private func release(_ device: DeviceAddress) {
        var isOurs = false
        while true {
            let (ready, idle): ([HeldSends.Held], [@Sendable () -> Void]) = state.withLock { state in
                guard isOurs || state.devices[device]?.isReleasing == false else { return ([], []) }
                let ready = state.devices[device]?.takeReady() ?? []
                state.devices[device]?.isReleasing = !ready.isEmpty
                if state.devices[device]?.isEmpty ?? false { state.devices[device] = nil }
                guard state.isClosed, state.devices.isEmpty else { return (ready, []) }
                defer { state.onIdle = [] }
                return (ready, state.onIdle)
            }
            idle.forEach { $0() }
            guard !ready.isEmpty else { return }
            isOurs = true
            for held in ready { held.release(held.message) }
            held.subtract(ready.count, ordering: .releasing)
        }
    }

    /// How a message goes on that nobody said anything of.
    private static func outcome(of call: HookLine.Call, _ trouble: HookTrouble) -> OutgoingMessage {
        guard trouble == stopping || trouble == HookLine.flooded || call.hook.failure == .closed else { return call.message }
        return call.message.refused(Failure(.serverNeedRetry))
    }

    /// Bytes of a message after its hook: as many as an edit may leave, or as it had.
    private static func most(_ message: OutgoingMessage) -> Int { max(message.payload.count, Limits.editedBytes) }

    private static let letters = "abcdefghijklmnopqrstuvwxyz0123456789"
}

// MARK: Reports

extension BeforeHooks {
    /// How it stands with an app's hook; all zero where nobody was asked so far.
    public func report(of app: AppNumber) -> BeforeHookReport {
        let line = state.withLock { $0.lines[app] } ?? HookLine()
        return BeforeHookReport(breaker: line.breaker, running: line.running, waiting: line.waiting.count, counts: line.counts)
    }

    /// Messages by what became of them, of all apps, and those that are held now, in the Prometheus text format.
    public func metrics() -> String {
        let lines = state.withLock { Array($0.lines.values) }
        let counts = HookOutcome.allCases.map { outcome in
            "hearth_hook_before_total{outcome=\"\(outcome.rawValue)\"} \(lines.reduce(0) { $0 + $1.counts[outcome] })\n"
        }
        return "# TYPE hearth_hook_before_total counter\n" + counts.joined()
            + "# TYPE hearth_hook_before_held gauge\nhearth_hook_before_held \(held.load(ordering: .relaxed))\n"
    }
}

extension HookLine.Call {
    fileprivate var app: AppNumber { message.sender.account.app }
}

extension OutgoingMessage {
    fileprivate func refused(_ failure: Failure) -> OutgoingMessage { moderated(Moderation(refusal: failure)) }
}
