import Glibc
import HearthCore
import Synchronization
import Testing
import Workers

@testable import Cryptography

struct PasswordQueueTests {
    @Test func aFullQueueAnswersServerBusyAtOnce() async throws {
        let workers = WorkerThreads(count: 1, queueLimit: 2)
        let hasher = PasswordHasher(cost: PasswordHasherTests.cheap, randomness: SystemRandomness(), workers: workers)
        let gate = Gate()
        occupy(workers, until: gate)
        let ran = Atomic(0)
        for _ in 0..<2 {
            #expect(workers.submit { _ in ran.add(1, ordering: .relaxed) })
        }
        await #expect(throws: Failure(.serverBusy)) { try await hasher.hash("secret") }
        await #expect(throws: Failure(.serverBusy)) { try await hasher.verify("secret", against: "") }
        await #expect(throws: Failure(.serverBusy)) { try await hasher.verifyAgainstNothing("secret") }
        gate.open()
        hasher.shutdown()
    }

    @Test func placesInTheQueueComeBack() async throws {
        let hasher = PasswordHasher(cost: PasswordHasherTests.cheap, threads: 1, queueLimit: 1)
        for _ in 0..<20 {
            _ = try await hasher.hash("secret")
        }
    }

    @Test func everyWaitingCallerIsAnswered() async throws {
        let hasher = PasswordHasher(cost: PasswordHasherTests.cheap, threads: 2, queueLimit: 100)
        let hashes = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<100 { group.addTask { try await hasher.hash("secret \(number)") } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(hashes.count == 100)
    }

    @Test func shutdownRefusesWhatWaitsAndLetsTheRunningEnd() {
        let workers = WorkerThreads(count: 1, queueLimit: 10)
        let running = Gate()
        let fates = Mutex<[WorkerThreads.Fate]>([])
        let started = Gate()
        #expect(
            workers.submit { fate in
                started.open()
                running.wait()
                fates.withLock { $0.append(fate) }
            })
        started.wait()
        #expect(
            workers.submit { fate in
                fates.withLock { $0.append(fate) }
                // Refusing comes before joining, so the running job can only end after this.
                running.open()
            })
        workers.shutdown()
        #expect(fates.withLock { $0 } == [.refused, .run])
    }

    @Test func afterShutdownEverythingIsRefused() async {
        let hasher = PasswordHasher(cost: PasswordHasherTests.cheap)
        hasher.shutdown()
        hasher.shutdown()
        await #expect(throws: Failure(.serverBusy)) { try await hasher.hash("secret") }
    }

    @Test func withoutThreadsNobodyWaitsForEver() async {
        let hasher = PasswordHasher(threads: 0)
        await #expect(throws: Failure(.serverBusy)) { try await hasher.hash("secret") }
    }

    @Test func aForgottenHasherTakesItsThreadsAlong() {
        weak var forgotten: WorkerThreads?
        do {
            let workers = WorkerThreads(count: 2, queueLimit: 1)
            forgotten = workers
            _ = PasswordHasher(cost: PasswordHasherTests.cheap, randomness: SystemRandomness(), workers: workers)
        }
        #expect(forgotten == nil)
    }

    /// Keeps the only thread busy; returns once it is.
    private func occupy(_ workers: WorkerThreads, until gate: Gate) {
        let started = Gate()
        #expect(
            workers.submit { _ in
                started.open()
                gate.wait()
            })
        started.wait()
    }
}

/// Blocks threads until it is opened.
private final class Gate: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func open() { sem_post(semaphore) }

    func wait() {
        while sem_wait(semaphore) != 0 {}
    }
}
