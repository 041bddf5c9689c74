import NIOPosix

/// Messages to large groups.
extension Scenarios {
    private static let messages = 20
    private static let gap = Duration.milliseconds(500)
    /// What the last of a thousand members should not wait longer for.
    private static let lastBar: UInt64 = 250_000_000
    /// What a large group may add to the longest wait of others.
    private static let stallBar: UInt64 = 50_000_000
    private static let talkRate = 200.0

    /// What members wait for, what others wait for meanwhile, and what a large group costs who writes to it.
    func groups(on generator: isolated Generator) async throws -> [Finding] {
        try await server.allowLargeGroups()
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        // As long as the messages to a group take, without the second of warming up.
        let seconds = Double(Self.messages) * 0.5 - 1
        let other = generator.beside(on: threads.next(), seconds: seconds)
        var findings = try await reached(1_000, on: generator)
        findings += try await beside(5_000, on: generator, other)
        findings += try await costs(10_000, online: 100, on: generator, other)
        try await threads.shutdownGracefully()
        return findings
    }

    /// Members that are all connected; the first one writes.
    private func online(_ count: Int, on generator: isolated Generator) async throws -> [LoadClient] {
        let users = try await server.users(count)
        let group = try await server.group(of: users[0], with: Array(users.dropFirst()))
        let members = try await generator.loggedIn(users)
        members[0].write(to: group, isGroup: true)
        // All read that the group was made.
        guard await generator.wait(seconds: 60, until: { !members.contains { $0.isReading } }) else {
            throw BenchError("not all members could read within a minute")
        }
        return members
    }

    private func reached(_ count: Int, on generator: isolated Generator) async throws -> [Finding] {
        let members = try await online(count, on: generator)
        let fanOut = FanOut(members[0], members)
        try await fanOut.send(Self.messages, gap: Self.gap, on: generator)
        await generator.leave(members)
        return findings(of: fanOut, count, bar: Self.lastBar)
    }

    private func findings(of fanOut: FanOut, _ count: Int, bar: UInt64?) -> [Finding] {
        let load = "\(Text.count(count)) members online, \(Self.messages) messages"
        let above = bar.flatMap { fanOut.toLast.largest > $0 ? "worst ABOVE \(Text.milliseconds($0))" : nil }
        let remark = ((above.map { [$0] } ?? []) + fanOut.troubles).joined(separator: "; ")
        return [
            finding("\(load): send to the last member's delivery", Text.percentiles(fanOut.toLast), remark),
            finding("\(load): send to each member's delivery", Text.percentiles(fanOut.toEach)),
        ]
    }

    /// Two others talk while nothing happens in the group, and then while all its members read.
    private func beside(_ count: Int, on generator: isolated Generator, _ other: Generator) async throws -> [Finding] {
        let members = try await online(count, on: generator)
        let quiet = try await talk(on: other)
        let fanOut = FanOut(members[0], members)
        async let talking = talk(on: other)
        try await fanOut.send(Self.messages, gap: Self.gap, on: generator)
        let during = try await talking
        await generator.leave(members)
        let isStalled = during.toDeliver.largest > quiet.toDeliver.largest + Self.stallBar
        let what = "1:1 at \(Text.count(Int(Self.talkRate))) a second beside \(Text.count(count)) members online: send to deliver"
        return findings(of: fanOut, count, bar: nil) + [
            finding("\(what), the group silent", Text.percentiles(quiet.toDeliver), quiet.remark),
            finding(
                "\(what), during its messages", Text.percentiles(during.toDeliver),
                (isStalled ? "worst MORE THAN \(Text.milliseconds(Self.stallBar)) ABOVE that of silence" : "") + during.remark),
        ]
    }

    private struct Talk: Sendable {
        let toDeliver: Histogram
        let remark: String
    }

    /// Two who are in no group write to each other, each message when it is due.
    private func talk(on generator: isolated Generator) async throws -> Talk {
        let clients = try await generator.loggedIn(try await server.users(2))
        let run = try await measure(Exchange(clients), on: generator) {
            $0.beginOpenLoop(rate: Self.talkRate, on: generator.eventLoop)
        }
        await generator.leave(clients)
        return Talk(toDeliver: run.exchange.sendToDeliver, remark: run.ending)
    }

    func finding(_ what: String, _ result: String, _ remark: String = "") -> Finding {
        Finding(scenario: "groups", what: what, result: result, remark: remark)
    }
}
