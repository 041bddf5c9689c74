/// All that is measured of one server. Each scenario makes its own users.
struct Scenarios {
    let server: AdminDoor
    /// The server's process; nil when its memory cannot be seen.
    let process: Int32?
    /// What is under the server; nil for SQLite, and where it is not known.
    let postgres: PostgresServer?

    enum Name: String, CaseIterable, Sendable {
        case ceiling
        case throughput
        case latency
        case operations
        case idle
        case logins
        case offline
        case lists
        case rosters
        case groups
        case flood
        case censorship
        case words
    }

    /// Runs scenarios in their order.
    /// - Parameter rate: messages a second for `latency`, and operations for `operations`; nil is half, and for operations a
    ///   quarter, of what is reached without a rate.
    func run(_ names: [Name], rate: Double?, on generator: Generator, say: (Finding) -> Void) async throws -> [Finding] {
        var findings: [Finding] = []
        var reached: Double?
        var ceiling: Double?
        for name in names {
            let found: [Finding]
            switch name {
            case .ceiling:
                guard let postgres else { throw BenchError("the ceiling is that of PostgreSQL: it needs --database postgres") }
                let measured = try await Ceiling(tools: postgres.tools).measure()
                ceiling = measured.rate
                found = measured.findings
            case .throughput:
                let throughput = try await throughput(on: generator)
                reached = throughput.rate
                found = throughput.findings + (ceiling.map { [throughput.share(of: $0)] } ?? [])
            case .latency:
                if rate == nil, reached == nil { reached = try await throughput(on: generator).rate }
                found = try await latency(rate: rate ?? (reached ?? 0) / 2, on: generator)
            case .operations: found = try await operations(rate: rate, on: generator)
            case .idle: found = try await idle(on: generator)
            case .logins: found = try await logins(on: generator)
            case .offline: found = try await offline(on: generator)
            case .lists: found = try await lists(on: generator)
            case .rosters: found = try await rosters(on: generator)
            case .groups: found = try await groups(on: generator)
            case .flood: found = try await flood(on: generator)
            case .censorship: found = try await censorship(on: generator)
            case .words: found = try WordChecks.measure()
            }
            found.forEach(say)
            findings += found
        }
        return findings
    }
}
