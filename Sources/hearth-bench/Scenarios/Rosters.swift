import FlooClient

extension Scenarios {
    private static let friends = 1_000
    /// Others of the same app, whom nobody asks for.
    private static let strangers = 100_000
    private static let cards = 100
    private static let rosterTimes = 2_000
    /// What nobody should wait longer for.
    private static let rosterBar: UInt64 = 5_000_000

    /// What a client asks for at its start: the ids of all friends, and cards of a hundred of them at a time. One call after the
    /// other, each on a connection of its own, whose time counts too.
    func rosters(on generator: isolated Generator) async throws -> [Finding] {
        let owner = try await server.users(1)[0]
        let friends = try await server.users(Self.friends)
        _ = try await server.users(Self.strangers)
        try await server.befriend(owner, friends)
        var (ids, cards) = (Histogram(), Histogram())
        for round in 0..<Self.rosterTimes {
            try await time(&ids) { try await server.friends(of: owner, count: Self.friends) }
            let start = round * Self.cards % Self.friends
            try await time(&cards) { try await server.cards(Array(friends[start..<start + Self.cards]), for: owner) }
        }
        return [
            finding("GET /roster/list", ids), finding("POST /roster/list with \(Self.cards) ids", cards),
        ]
    }

    private func time(_ samples: inout Histogram, _ call: () async throws -> Void) async throws {
        let start = Generator.now()
        try await call()
        samples.record(Generator.now() - start)
    }

    private func finding(_ call: String, _ samples: Histogram) -> Finding {
        Finding(
            scenario: "rosters",
            what:
                "\(Text.count(Self.friends)) friends among \(Text.count(Self.strangers)) users: \(call), \(Text.count(samples.count)) times",
            result: Text.percentiles(samples),
            remark: samples.percentile(0.99) > Self.rosterBar ? "p99 ABOVE \(Text.milliseconds(Self.rosterBar))" : "")
    }
}
