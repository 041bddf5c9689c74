import NIOPosix

/// What somebody who sends as fast as he can costs two others.
extension Scenarios {
    private static let heap = 10_000
    private static let talkRate = 20.0
    /// Enough messages for a 99th percentile.
    private static let seconds = 30.0
    /// What others may wait, in times of what they wait while nobody floods.
    private static let bar = 2.0

    /// The two write to each other while nobody else does, while somebody floods and the app has its limits, and while he does and
    /// it has none.
    func flood(on generator: isolated Generator) async throws -> [Finding] {
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let other = generator.beside(on: threads.next(), seconds: Self.seconds)
        // The first messages of all are slower than those that follow.
        _ = try await talk(on: generator.beside(on: other.eventLoop, seconds: 2))
        let quiet = try await talk(on: other)
        var findings = [finding("nobody floods: send to deliver", quiet, "")]
        for isLimited in [true, false] {
            try await server.limit(isLimited)
            findings += try await flooded(isLimited, quiet, on: generator, other)
        }
        try await threads.shutdownGracefully()
        return findings
    }

    private func flooded(
        _ isLimited: Bool, _ quiet: Histogram, on generator: isolated Generator, _ other: Generator
    ) async throws -> [Finding] {
        let users = try await server.users(2)
        let flooder = try await generator.loggedIn([users[0]])
        flooder[0].partner = users[1].id
        let flooding = Flooding()
        async let talking = talk(on: other)
        try await flooding.flood(Self.heap, for: .seconds(Self.seconds + 1), from: flooder[0], on: generator)
        let during = try await talking
        await generator.leave(flooder)
        let times = Double(during.percentile(0.99)) / Double(max(quiet.percentile(0.99), 1))
        let isAbove = isLimited && times > Self.bar
        let name = isLimited ? "limits on" : "limits off"
        return [
            finding(
                "somebody floods, \(name): send to deliver", during,
                "p99 \(Text.fixed(times, 2)) times that of silence" + (isAbove ? ", ABOVE \(Text.fixed(Self.bar, 0))" : "")),
            Finding(
                scenario: "flood", what: "the flood, \(name), heaps of \(Text.count(Self.heap))",
                result: "\(Text.rate(flooding.acknowledged + flooding.refused, seconds: Self.seconds + 1)) a second",
                remark: "\(flooding.rounds) heaps, \(Text.count(flooding.acknowledged)) taken, \(Text.count(flooding.refused)) refused"),
        ]
    }

    private func talk(on generator: isolated Generator) async throws -> Histogram {
        let clients = try await generator.loggedIn(try await server.users(2))
        let run = try await measure(Exchange(clients), on: generator) {
            $0.beginOpenLoop(rate: Self.talkRate, on: generator.eventLoop)
        }
        await generator.leave(clients)
        guard run.exchange.totals.refused.isEmpty, run.ending.isEmpty else { throw BenchError("messages did not arrive\(run.ending)") }
        return run.exchange.sendToDeliver
    }

    private func finding(_ what: String, _ times: Histogram, _ remark: String) -> Finding {
        Finding(
            scenario: "flood", what: "1:1 at \(Text.count(Int(Self.talkRate))) a second, \(what)",
            result: Text.percentiles(times), remark: remark)
    }
}
