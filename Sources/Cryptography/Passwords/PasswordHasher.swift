import HearthCore
import Workers

/// Makes and checks password hashes on threads of its own: on an event loop or in the cooperative pool
/// a burst of logins would stall message delivery.
///
/// Passwords are taken as their UTF-8 bytes, unnormalised. Work that does not fit the queue is refused at once.
public final class PasswordHasher: Sendable {
    private let cost: PasswordCost
    private let randomness: any Randomness
    private let workers: WorkerThreads

    /// - Parameters:
    ///   - threads: hashes made at the same time; each takes the cost's memory.
    ///   - queueLimit: callers that may wait. At 30 ms a hash, 256 on two threads wait up to 4 seconds.
    public convenience init(
        cost: PasswordCost = PasswordCost(),
        threads: Int = 2,
        queueLimit: Int = 256,
        randomness: any Randomness = SystemRandomness()
    ) {
        self.init(cost: cost, randomness: randomness, workers: WorkerThreads(count: threads, queueLimit: queueLimit))
    }

    init(cost: PasswordCost, randomness: any Randomness, workers: WorkerThreads) {
        self.cost = cost
        self.randomness = randomness
        self.workers = workers
    }

    deinit { workers.shutdown() }

    /// The PHC string of a password under a new salt: `$argon2id$v=19$m=19456,t=2,p=1$...`.
    /// - Throws: `ServerBusy` when the queue is full, memory is short or `shutdown` was called.
    public func hash(_ password: String) async throws(Failure) -> String {
        let salt = randomness.bytes(Argon2id.saltLength)
        let cost = cost
        return try await perform { () throws(Failure) in
            try Argon2id.hash(Array(password.utf8), salt: salt, cost: cost)
        }
    }

    /// Whether `phc` was made from the password. A string that is no argon2id hash was made from none.
    /// - Throws: `ServerBusy` when the queue is full, memory is short or `shutdown` was called.
    public func verify(_ password: String, against phc: String) async throws(Failure) -> Bool {
        try await perform { () throws(Failure) in
            try Argon2id.verify(Array(password.utf8), against: phc)
        }
    }

    /// The work of `verify` for a user that does not exist, so that the time does not tell that he does not.
    /// - Throws: `ServerBusy`, as `verify` does.
    public func verifyAgainstNothing(_ password: String) async throws(Failure) {
        let cost = cost
        try await perform { () throws(Failure) in
            let salt = [UInt8](repeating: 0, count: Argon2id.saltLength)
            _ = try Argon2id.hash(Array(password.utf8), salt: salt, cost: cost)
        }
    }

    /// Refuses what waits, lets running hashes end and joins the threads: blocks for one hash at most.
    public func shutdown() {
        workers.shutdown()
    }

    private func perform<Value: Sendable>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result = await withCheckedContinuation { (continuation: CheckedContinuation<Result<Value, Failure>, Never>) in
            let isQueued = workers.submit { fate in
                switch fate {
                case .run: continuation.resume(returning: Result(catching: work))
                case .refused: continuation.resume(returning: .failure(Failure(.serverBusy)))
                }
            }
            if !isQueued { continuation.resume(returning: .failure(Failure(.serverBusy))) }
        }
        return try result.get()
    }
}
