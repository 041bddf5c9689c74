import HearthCore
import IM
import Workers

/// A thread of its own for reading and compiling word lists: one list at a time, and nobody else waits for it.
final class BuildingThread: LexiconBuilding {
    /// Pieces of work that may wait.
    private static let queue = 64

    private let threads = WorkerThreads(count: 1, queueLimit: queue)

    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            let isTaken = threads.submit { fate in
                switch fate {
                case .run: continuation.resume(returning: .success(work()))
                case .refused: continuation.resume(returning: .failure(Failure(.serverNeedRetry)))
                }
            }
            if !isTaken { continuation.resume(returning: .failure(Failure(.serverBusy))) }
        }
        return try result.get()
    }

    /// Refuses what waits. Blocks until what runs has ended.
    func shutdown() { threads.shutdown() }
}
