import Synchronization

/// Group commit: whatever waits when the last commit ends becomes the next transaction. Batch size follows load by itself.
struct SQLiteWriter {
    let connection: SQLiteConnection
    let queue: JobQueue<UnitOfWork>
    let commits: CommitCounter
    let log: SQLiteLog

    /// Serves until the queue is closed and empty.
    func run() {
        while true {
            var waiting = queue.takeAll()[...]
            if waiting.isEmpty { return connection.checkpoint() }
            while !waiting.isEmpty { waiting = transaction(waiting) }
            log.checkpointIfDue(isIdle: queue.count == 0)
        }
    }

    /// Runs the jobs as one transaction and returns those it did not come to.
    private func transaction(_ jobs: ArraySlice<UnitOfWork>) -> ArraySlice<UnitOfWork> {
        do {
            try connection.execute("BEGIN IMMEDIATE")
        } catch {
            for job in jobs { job.refuse(error) }
            return []
        }
        var ran: [UnitOfWork.Ran] = []
        ran.reserveCapacity(jobs.count)
        for (index, job) in zip(jobs.indices, jobs) {
            let outcome = jobs.count == 1 ? alone(job) : besideOthers(job)
            ran.append(outcome)
            guard connection.isInTransaction else {
                // What earlier bodies wrote is gone with it; those still waiting get a transaction of their own.
                let error = outcome.failure ?? DatabaseError(.other, "a unit of work ended the transaction")
                let lost = error as? DatabaseError ?? DatabaseError(.unavailable, "the transaction was lost: \(error)")
                for outcome in ran { outcome.deliver(jobs.count == 1 ? error : lost) }
                return jobs[(index + 1)...]
            }
        }
        commit(ran)
        return []
    }

    private func commit(_ ran: [UnitOfWork.Ran]) {
        do {
            try connection.execute("COMMIT")
            commits.increment()
        } catch {
            connection.rollback()
            // A body that refused may have done so for what a neighbour wrote, and that is gone too.
            for outcome in ran { outcome.deliver(error) }
            return
        }
        for outcome in ran { outcome.deliver(outcome.failure) }
    }

    /// No savepoint needed: a failure takes the whole transaction with it.
    private func alone(_ job: UnitOfWork) -> UnitOfWork.Ran {
        let outcome = body(of: job)
        if outcome.failure != nil { connection.rollback() }
        return outcome
    }

    private func besideOthers(_ job: UnitOfWork) -> UnitOfWork.Ran {
        do {
            try connection.execute("SAVEPOINT job")
        } catch {
            return UnitOfWork.Ran(failure: error) { _ in job.refuse(error) }
        }
        var outcome = body(of: job)
        guard connection.isInTransaction else { return outcome }
        do {
            if outcome.failure != nil { try connection.execute("ROLLBACK TO job") }
            try connection.execute("RELEASE job")
        } catch {
            connection.rollback()
            outcome.failure = error
        }
        return outcome
    }

    private func body(of job: UnitOfWork) -> UnitOfWork.Ran {
        var outcome = job.run(connection)
        connection.endUnit()
        // Found out at the commit, it would fail the neighbours too.
        if outcome.failure == nil, connection.hasDeferredViolation {
            outcome.failure = DatabaseError(.constraint, "a deferred foreign key is violated")
        }
        return outcome
    }
}

/// Counts commits, for metrics and tests.
final class CommitCounter: Sendable {
    private let value = Atomic<Int>(0)

    var current: Int { value.load(ordering: .relaxed) }

    func increment() { value.add(1, ordering: .relaxed) }
}
