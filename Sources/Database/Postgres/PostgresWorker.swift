/// One thread with one connection: runs units of work, and makes the connection anew when it is lost.
final class PostgresWorker {
    private let lane: PostgresLane
    private var connection: PostgresConnection?

    /// Milliseconds between two attempts to connect: the first and the longest wait.
    private static let patience = (first: 100, longest: 2_000)
    /// How often a unit of work is run again because another one was in its way.
    private static let conflictsTaken = 4

    init(_ lane: PostgresLane, _ connection: PostgresConnection?) {
        self.lane = lane
        self.connection = connection
    }

    /// Serves until the lane's queue is closed and empty.
    func run() {
        while reconnect(), let job = lane.queue.takeOne() { serve(job) }
        connection = nil
    }

    /// Makes sure of a connection. False when the queue was closed meanwhile.
    private func reconnect() -> Bool {
        guard connection == nil else { return true }
        var wait = Self.patience.first
        while !lane.queue.isClosed {
            if let new = try? PostgresConnection(lane.settings) {
                connection = new
                lane.isUp()
                return true
            }
            lane.queue.awaitClose(milliseconds: wait)
            wait = min(wait * 2, Self.patience.longest)
        }
        return false
    }

    private func serve(_ job: UnitOfWork) {
        var conflicts = 0
        var hasReconnected = false
        while let connection {
            let outcome = transaction(job, on: connection)
            switch (outcome.retry, hasReconnected) {
            case (.conflict, _) where conflicts < Self.conflictsTaken:
                conflicts += 1
            case (.lost, false):
                // The connection may have died long ago, when the server was restarted. Nothing of the job is in the store.
                hasReconnected = true
                self.connection = try? PostgresConnection(lane.settings)
                if self.connection == nil { return end(job, outcome) }
            default:
                return end(job, outcome)
            }
        }
    }

    private func end(_ job: UnitOfWork, _ outcome: Outcome) {
        if connection?.isLost ?? true {
            connection = nil
            lane.isDown(outcome.failure as? DatabaseError ?? DatabaseError(.unavailable, "the connection is lost"))
        }
        outcome.ran.deliver(outcome.failure)
    }
}

// MARK: - One attempt

extension PostgresWorker {
    private struct Outcome {
        enum Retry {
            case none
            case conflict
            /// The connection went before anything was committed.
            case lost
        }

        let ran: UnitOfWork.Ran
        var failure: (any Error)?
        var retry = Retry.none
    }

    private func transaction(_ job: UnitOfWork, on connection: PostgresConnection) -> Outcome {
        connection.begin(lane.role.opening)
        let ran = job.run(connection)
        var outcome = Outcome(ran: ran, failure: ran.failure)
        guard ran.failure == nil else {
            connection.rollback()
            outcome.retry = retry(of: ran.failure, connection)
            return outcome
        }
        guard lane.role == .writing else {
            connection.leave()
            return outcome
        }
        do {
            try connection.commit()
        } catch {
            outcome.failure = error
            // Whether a commit that got no answer is in the store nobody knows: that one is not run again.
            outcome.retry = error.isConflict ? .conflict : .none
        }
        return outcome
    }

    private func retry(of error: (any Error)?, _ connection: PostgresConnection) -> Outcome.Retry {
        if connection.isLost { return .lost }
        return (error as? DatabaseError)?.isConflict == true ? .conflict : .none
    }
}
