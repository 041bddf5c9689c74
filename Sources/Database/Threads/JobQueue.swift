import Glibc

/// A bounded first-in, first-out queue between any thread and the database's own threads.
///
/// Unchecked because the compiler cannot see that every access to the state holds `mutex`.
final class JobQueue<Job: Sendable>: @unchecked Sendable {
    private let limit: Int
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let arrival: UnsafeMutablePointer<pthread_cond_t>
    /// Its own: a job's signal wakes one thread, which has to be one that takes jobs.
    private let closing: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [Job] = []
    /// Index of the oldest job: taking from the front does not move the others.
    private var head = 0
    private var closed = false
    /// Why nobody serves at the moment.
    private var outage: DatabaseError?

    init(limit: Int) {
        self.limit = limit
        mutex = .allocate(capacity: 1)
        arrival = .allocate(capacity: 1)
        closing = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
        pthread_cond_init(closing, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_cond_destroy(closing)
        pthread_mutex_destroy(mutex)
        arrival.deallocate()
        closing.deallocate()
        mutex.deallocate()
    }

    /// How many jobs wait.
    var count: Int { locked { jobs.count - head } }

    var isClosed: Bool { locked { closed } }

    /// Takes the job in, or says why not.
    func push(_ job: Job) -> DatabaseError? {
        locked {
            if closed { return DatabaseError(.unavailable, "the database is shut down") }
            if let outage { return outage }
            if jobs.count - head >= limit { return DatabaseError(.busy, "\(limit) units of work are waiting") }
            jobs.append(job)
            pthread_cond_signal(arrival)
            return nil
        }
    }

    /// The oldest job; waits for one. Nil once the queue is closed and empty.
    func takeOne() -> Job? {
        locked {
            guard awaitJob() else { return nil }
            let job = jobs[head]
            head += 1
            // Taken jobs are let go in bulk, so that each is moved at most once on average.
            if head == jobs.count || head > 64 && head > jobs.count / 2 {
                jobs.removeFirst(head)
                head = 0
            }
            return job
        }
    }

    /// Everything waiting; waits for at least one. Empty once the queue is closed and empty.
    func takeAll() -> [Job] {
        locked {
            guard awaitJob() else { return [] }
            defer {
                jobs = []
                head = 0
            }
            return head == 0 ? jobs : Array(jobs[head...])
        }
    }

    /// Refuses new jobs until `resume`, and hands back those inside.
    func suspend(_ reason: DatabaseError) -> [Job] {
        locked {
            outage = reason
            defer {
                jobs = []
                head = 0
            }
            return Array(jobs[head...])
        }
    }

    /// Takes jobs again.
    func resume() { locked { outage = nil } }

    /// Waits until the queue is closed, but not longer than this.
    func awaitClose(milliseconds: Int) {
        locked {
            var until = timespec()
            clock_gettime(CLOCK_REALTIME, &until)
            let nanoseconds = until.tv_nsec + (milliseconds % 1_000) * 1_000_000
            until.tv_sec += milliseconds / 1_000 + nanoseconds / 1_000_000_000
            until.tv_nsec = nanoseconds % 1_000_000_000
            while !closed, pthread_cond_timedwait(closing, mutex, &until) == 0 {}
        }
    }

    /// Refuses new jobs; those inside are still handed out.
    func close() {
        locked {
            closed = true
            pthread_cond_broadcast(arrival)
            pthread_cond_broadcast(closing)
        }
    }

    private func awaitJob() -> Bool {
        while jobs.count == head {
            if closed { return false }
            pthread_cond_wait(arrival, mutex)
        }
        return true
    }

    private func locked<T>(_ body: () -> T) -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
