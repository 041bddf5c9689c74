import NIOCore

/// A call that waits for its answer, and the clock that runs against it.
struct Waiter<Value: Sendable> {
    private let continuation: CheckedContinuation<Result<Value, ClientError>, Never>
    private let deadline: Scheduled<Void>

    init(_ continuation: CheckedContinuation<Result<Value, ClientError>, Never>, _ deadline: Scheduled<Void>) {
        self.continuation = continuation
        self.deadline = deadline
    }

    func resume(_ result: Result<Value, ClientError>) {
        deadline.cancel()
        continuation.resume(returning: result)
    }
}
