import Synchronization
import Workers

/// Calls that wait for a thread, in the order they came; one whose lane is full lets others pass.
///
/// If every call ends within the same time of its submission, every call has begun within that time too: none runs in its place
/// that was submitted later, unless its own lane was full.
final class CallQueue: Sendable {
    private struct Call {
        let lane: String
        let job: WorkerThreads.Job
    }

    private struct Lane {
        var running = 0
        var waiting = 0
        var isIdle: Bool { running == 0 && waiting == 0 }
    }

    private struct State {
        var waiting: [Call] = []
        var lanes: [String: Lane] = [:]
        var isOpen = true
    }

    private let bounds: OutboundHTTP.Bounds
    private let workers: WorkerThreads
    private let state = Mutex(State())

    init(_ bounds: OutboundHTTP.Bounds) {
        self.bounds = bounds
        workers = WorkerThreads(count: bounds.running, queueLimit: .max)
    }

    /// Puts a call in the queue. False: there is no room for it, or `shutdown` was called; the job is not called then.
    func submit(in lane: String, _ job: @escaping WorkerThreads.Job) -> Bool {
        let isTaken = state.withLock { state in
            let calls = state.lanes[lane] ?? Lane()
            // One that can run at once waits as well, until a thread takes it.
            guard state.isOpen, state.waiting.count < bounds.waiting,
                calls.running + calls.waiting < bounds.runningInLane + bounds.waitingInLane
            else { return false }
            state.waiting.append(Call(lane: lane, job: job))
            state.lanes[lane, default: Lane()].waiting += 1
            return true
        }
        guard isTaken else { return false }
        // A thread that is busy may have taken the call already, and goes on with what comes next.
        if !workers.submit({ [self] fate in if fate == .run { runAll() } }) { refuseAll() }
        return true
    }

    /// Refuses what waits, lets running calls end and joins the threads.
    func shutdown() {
        state.withLock { $0.isOpen = false }
        workers.shutdown()
        refuseAll()
    }

    /// On a thread: calls, until none is left that may run.
    private func runAll() {
        while let call = next() {
            call.job(.run)
            state.withLock { state in
                state.lanes[call.lane]?.running -= 1
                if state.lanes[call.lane]?.isIdle ?? false { state.lanes[call.lane] = nil }
            }
        }
    }

    private func next() -> Call? {
        state.withLock { state in
            guard state.isOpen,
                let index = state.waiting.firstIndex(where: { (state.lanes[$0.lane]?.running ?? 0) < bounds.runningInLane })
            else { return nil }
            let call = state.waiting.remove(at: index)
            state.lanes[call.lane]?.waiting -= 1
            state.lanes[call.lane]?.running += 1
            return call
        }
    }

    private func refuseAll() {
        let calls = state.withLock { state in
            defer { state.waiting = [] }
            for call in state.waiting { state.lanes[call.lane]?.waiting -= 1 }
            return state.waiting
        }
        for call in calls { call.job(.refused) }
    }
}
