import HearthCore
import IM
import Synchronization

/// Explanations of messages, as the test has them.
final class InMemoryTracing: MessageTracing {
    private let traces = Mutex<[AppNumber: [MessageID: MessageTrace]]>([:])

    func keep(_ trace: MessageTrace, of app: AppNumber) { traces.withLock { $0[app, default: [:]][trace.id] = trace } }

    func trace(_ id: MessageID, in app: AppNumber) async throws(Failure) -> MessageTrace? {
        traces.withLock { $0[app]?[id] }
    }
}
