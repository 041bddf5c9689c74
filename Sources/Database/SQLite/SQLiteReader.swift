/// One of the threads that answer reads, each with a connection of its own.
struct SQLiteReader {
    let connection: SQLiteConnection
    let queue: JobQueue<UnitOfWork>

    /// Serves until the queue is closed and empty.
    func run() {
        while let job = queue.takeOne() { answer(job) }
    }

    private func answer(_ job: UnitOfWork) {
        do {
            try connection.execute("BEGIN")
        } catch {
            return job.refuse(error)
        }
        let outcome = job.run(connection)
        connection.endUnit()
        // Before the completion: whoever waits for it must not find the snapshot still held.
        connection.rollback()
        outcome.deliver(outcome.failure)
    }
}
