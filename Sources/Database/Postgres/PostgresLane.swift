import Synchronization

/// The connections of one kind (those that read, those that write), each on a thread of its own, and what waits for them.
///
/// When the last connection is lost, what waits is refused and nothing more is taken in until one of them is back.
final class PostgresLane: Sendable {
    enum Role: Sendable {
        case reading
        case writing

        /// What begins a unit of work. Readers see one snapshot, as on SQLite.
        var opening: StaticString {
            switch self {
            case .reading: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            case .writing: "BEGIN"
            }
        }
    }

    let role: Role
    let queue: JobQueue<UnitOfWork>
    let settings: PostgresSettings
    private let connected: Mutex<Int>
    private let report: @Sendable (DatabaseError?) -> Void

    /// - Parameters:
    ///   - connections: how many there will be; all count as connected until they find out otherwise.
    ///   - report: told why, when the last one is lost, and nil, when the first one is back.
    init(
        _ role: Role, _ settings: PostgresSettings, connections: Int, waitingLimit: Int,
        report: @escaping @Sendable (DatabaseError?) -> Void
    ) {
        self.role = role
        self.settings = settings
        self.report = report
        queue = JobQueue(limit: waitingLimit)
        connected = Mutex(connections)
    }

    func push(_ job: UnitOfWork) {
        if let refusal = queue.push(job) { job.refuse(refusal) }
    }

    func isUp() {
        let isFirst = connected.withLock { count in
            count += 1
            if count == 1 { queue.resume() }
            return count == 1
        }
        if isFirst { report(nil) }
    }

    func isDown(_ reason: DatabaseError) {
        let stranded: [UnitOfWork]? = connected.withLock { count in
            count -= 1
            return count == 0 ? queue.suspend(reason) : nil
        }
        guard let stranded else { return }
        report(reason)
        for job in stranded { job.refuse(reason) }
    }
}
