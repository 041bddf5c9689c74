/// All that is measured of one server. Each scenario makes its own users.
struct Scenarios {
    let server: AdminDoor
    /// The server's process; nil when its memory cannot be seen.
    let process: Int32?

    enum Name: String, CaseIterable, Sendable {
        case throughput
        case latency
        case idle
        case logins
        case offline
    }

    /// Runs scenarios in their order.
    /// - Parameter rate: messages a second for `latency`; nil is half of what `throughput` reaches.
    func run(_ names: [Name], rate: Double?, on generator: Generator, say: (Finding) -> Void) async throws -> [Finding] {
        var findings: [Finding] = []
        var reached: Double?
        for name in names {
            let found: [Finding]
            switch name {
            case .throughput:
                let throughput = try await throughput(on: generator)
                reached = throughput.rate
                found = throughput.findings
            case .latency:
                if rate == nil, reached == nil { reached = try await throughput(on: generator).rate }
                found = try await latency(rate: rate ?? (reached ?? 0) / 2, on: generator)
            case .idle: found = try await idle(on: generator)
            case .logins: found = try await logins(on: generator)
            case .offline: found = try await offline(on: generator)
            }
            found.forEach(say)
            findings += found
        }
        return findings
    }
}
