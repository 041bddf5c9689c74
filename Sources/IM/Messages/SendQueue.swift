import HearthCore
import Synchronization

/// Gathers the sends of all connections and commits them in batches.
///
/// While one commit runs, what arrives waits for the next: the batch size follows the load by itself.
/// There is one commit at a time, so one connection's messages keep their order.
public final class SendQueue: Sendable {
    /// Answers one send; called off the event loops, after the commit.
    public typealias Completion = @Sendable (SendResult) -> Void

    typealias Waiting = (message: OutgoingMessage, completion: Completion)

    private struct State {
        var waiting: [Waiting] = []
        /// What the waiting ones weigh.
        var weight = 0
        var isCommitting = false
        var isClosed = false
        var onIdle: [@Sendable () -> Void] = []
    }

    private let log: any MessageLog
    private let windows: RecentWindows
    private let announcer: any Announcer
    private let capacity: Int
    private let batchSize: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - capacity: sends that may wait; beyond that a sender is told `ServerBusy`.
    ///   - batchSize: sends in one commit at most.
    public init(
        log: any MessageLog, windows: RecentWindows, announcer: any Announcer, capacity: Int = 20_000,
        batchSize: Int = 1_000
    ) {
        self.log = log
        self.windows = windows
        self.announcer = announcer
        self.capacity = capacity
        self.batchSize = batchSize
    }

    /// Takes a message. The completion answers `ServerBusy` when too many wait and `ServerNeedRetry` while stopping.
    public func submit(_ message: OutgoingMessage, completion: @escaping Completion) {
        submit(CollectionOfOne((message: message, completion: completion)))
    }

    /// Takes all of them or none, so that their order holds.
    func submit(_ sends: some Collection<Waiting>) {
        let refusal: Failure? = state.withLock { state in
            if state.isClosed { return Failure(.serverNeedRetry) }
            if state.waiting.count >= capacity || state.weight >= Limits.sendsWaitingBytes { return Failure(.serverBusy) }
            for send in sends {
                state.weight += send.message.weight
                state.waiting.append(send)
            }
            return nil
        }
        if let refusal { return sends.forEach { $0.completion(.refused(refusal)) } }
        commitNext()
    }

    /// Refuses new sends and returns when everything accepted so far is answered.
    public func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.waiting.isEmpty, !state.isCommitting { return true }
                state.onIdle.append { continuation.resume() }
                return false
            }
            if isIdle { continuation.resume() }
        }
    }

    private func commitNext() {
        let batch: [Waiting] = state.withLock { state in
            guard !state.isCommitting, !state.waiting.isEmpty else { return [] }
            state.isCommitting = true
            if state.waiting.count <= batchSize, state.weight <= Limits.batchBytes {
                defer { (state.waiting, state.weight) = ([], 0) }
                return state.waiting
            }
            var weight = 0
            // One always goes, however heavy.
            let fitting = state.waiting.prefix(batchSize).prefix { element in
                defer { weight += element.message.weight }
                return weight < Limits.batchBytes
            }
            defer {
                state.waiting.removeFirst(fitting.count)
                state.weight -= fitting.reduce(0) { $0 + $1.message.weight }
            }
            return Array(fitting)
        }
        guard !batch.isEmpty else { return }
        log.commit(batch.map(\.message)) { results in
            self.finish(batch.map(\.completion), results)
        }
    }

    /// Acknowledges first, announces then: a sender must hear of his message before anybody's sync shows it.
    private func finish(_ completions: [Completion], _ results: [SendResult]) {
        var accepted: [AcceptedMessage] = []
        accepted.reserveCapacity(results.count)
        for case .accepted(let message) in results { accepted.append(message) }
        windows.append(accepted)
        // A commit whose end nobody learnt of woke nobody: the repeated send tells that it was done.
        for case .duplicate(let message) in results {
            guard let place = message.place, windows.learn(of: message.id, in: place.conversation) else { continue }
            accepted.append(message)
        }
        for (completion, result) in zip(completions, results) { completion(result) }
        announcer.announce(accepted)
        let idle: [@Sendable () -> Void] = state.withLock { state in
            state.isCommitting = false
            guard state.isClosed, state.waiting.isEmpty else { return [] }
            defer { state.onIdle = [] }
            return state.onIdle
        }
        idle.forEach { $0() }
        commitNext()
    }
}

extension OutgoingMessage {
    /// Bytes that it may make a commit write: an edit writes its whole message again.
    var weight: Int { payload.count + (kind.isEdit ? 16 << 10 : 64) }
}
