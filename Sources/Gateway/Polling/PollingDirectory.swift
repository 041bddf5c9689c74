import NIOCore
import Synchronization

/// The sessions that still poll, by their ids: any HTTP connection may carry the next request of one.
final class PollingDirectory: Sendable {
    private let sessions = Mutex<[String: PollingAddress]>([:])
    private let numbers = Atomic<Int>(0)

    func find(_ id: String) -> PollingAddress? { sessions.withLock { $0[id] } }

    func add(_ id: String, _ address: PollingAddress) { sessions.withLock { $0[id] = address } }

    func remove(_ id: String) { sessions.withLock { $0[id] = nil } }

    /// A number that no other poll or WebSocket has.
    func nextNumber() -> Int { numbers.wrappingAdd(1, ordering: .relaxed).newValue }
}

/// A polling session as other threads know it.
struct PollingAddress: Sendable {
    private let connection: NIOLoopBound<PollingConnection>

    /// On the connection's event loop.
    init(_ connection: PollingConnection, eventLoop: any EventLoop) {
        self.connection = NIOLoopBound(connection, eventLoop: eventLoop)
    }

    /// Runs work on the session's event loop, in the order it was given from one thread.
    func run(_ work: @escaping @Sendable (PollingConnection) -> Void) {
        connection.eventLoop.execute { [connection] in work(connection.value) }
    }

    /// A GET: parked until there is something to say. The task's cancellation means that the client hung up.
    func poll(_ number: Int, base64: Bool) async -> PollingAnswer {
        let isAbandoned = Flag()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                run { connection in
                    connection.poll(number, PendingPoll(base64: base64) { continuation.resume(returning: $0) })
                    if isAbandoned.isRaised { connection.abandon(poll: number) }
                }
            }
        } onCancel: {
            // The cancellation may overtake the poll itself, which then sees the flag.
            isAbandoned.raise()
            run { $0.abandon(poll: number) }
        }
    }
}

/// A poll that waits for its answer.
struct PendingPoll: Sendable {
    let base64: Bool
    /// Called once.
    let reply: @Sendable (PollingAnswer) -> Void
}

private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isRaised: Bool { value.load(ordering: .acquiring) }

    func raise() { value.store(true, ordering: .releasing) }
}
