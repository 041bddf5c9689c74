import Glibc

/// A few threads of the system and a bounded queue in front of them. A thread begins when a job finds none free. The threads keep it
/// alive until `shutdown`.
///
/// Unchecked: `jobs`, `threads`, `idle` and `isOpen` are touched under `mutex` only. Workers need a condition variable to
/// wait on, which the standard library's `Mutex` has none of.
public final class WorkerThreads: @unchecked Sendable {
    /// What becomes of a job.
    public enum Fate: Sendable {
        /// On a worker thread: do the work.
        case run
        /// The threads end before the job's turn came.
        case refused
    }

    /// Called exactly once if `submit` said true.
    public typealias Job = @Sendable (Fate) -> Void

    private let count: Int
    private let queueLimit: Int
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [Job] = []
    private var threads: [pthread_t] = []
    /// Threads that wait for a job.
    private var idle = 0
    private var isOpen = true

    /// - Parameter queueLimit: jobs that may wait; those that run do not count.
    public init(count: Int, queueLimit: Int) {
        self.count = count
        self.queueLimit = queueLimit
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Puts a job in the queue. False: the queue is full, or there is no thread to ever take it.
    public func submit(_ job: @escaping Job) -> Bool {
        locked {
            guard isOpen, jobs.count < queueLimit else { return false }
            if jobs.count >= idle, threads.count < count { startThread() }
            guard !threads.isEmpty else { return false }
            jobs.append(job)
            pthread_cond_signal(changed)
            return true
        }
    }

    /// Refuses the jobs that wait and joins the threads. A second call finds nothing to do.
    /// Must not be called from a job.
    public func shutdown() {
        let (waiting, running) = locked {
            isOpen = false
            pthread_cond_broadcast(changed)
            defer {
                jobs = []
                threads = []
            }
            return (jobs, threads)
        }
        for job in waiting { job(.refused) }
        for thread in running { pthread_join(thread, nil) }
    }

    /// Under `mutex`.
    private func startThread() {
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(self)
        // A global function: a closure could take the isolation of where it stands along to the new thread.
        if pthread_create(&thread, nil, runWorker, retained.toOpaque()) == 0 {
            threads.append(thread)
        } else {
            retained.release()
        }
    }

    /// A worker's life.
    fileprivate func work() {
        while let job = nextJob() { job(.run) }
    }

    /// The oldest job; waits for one. Nil when the queue is closed.
    private func nextJob() -> Job? {
        locked {
            while isOpen, jobs.isEmpty {
                idle += 1
                pthread_cond_wait(changed, mutex)
                idle -= 1
            }
            return jobs.isEmpty ? nil : jobs.removeFirst()
        }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}

private func runWorker(_ workers: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let workers else { return nil }
    Unmanaged<WorkerThreads>.fromOpaque(workers).takeRetainedValue().work()
    return nil
}
