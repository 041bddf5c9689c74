/// What somebody with very many conversations waits for.
extension Scenarios {
    private static let listConversations = 1_000
    /// One in ten has a full page.
    private static let longEvery = 10
    private static let longMessages = 50
    private static let times = 200
    /// Longer than the second for which confirmations may stay unwritten.
    private static let rest = Duration.seconds(2)

    /// Lists and first pages on a connection that is alone: a device of somebody who was never there, the same device when it
    /// comes again, and a second one.
    func lists(on generator: isolated Generator) async throws -> [Finding] {
        let users = try await server.users(Self.listConversations + 1)
        let owner = users[0]
        let peers = users.dropFirst().map(\.id)
        try await write(to: owner, from: Array(users.dropFirst()), on: generator)
        // What it leaves for the next visit to read.
        let split = peers.count - Self.times
        let long = stride(from: 0, to: peers.count, by: Self.longEvery).map { peers[$0] }
        var findings = try await visit(
            owner, "first device, nothing read", [.listAfterLogin, .heartbeat, .page(of: Array(peers[..<split]))], on: generator)
        findings += try await visit(
            owner, "the same device, 8 in 10 read", [.listAfterLogin, .heartbeat, .page(of: Array(peers[split...]))], on: generator)
        let history = (0..<Self.times).map { long[$0 % long.count] }
        findings += try await visit(
            owner.on(device: 1), "second device, all read", [.listAfterLogin, .heartbeat, .history(of: history)], on: generator)
        return findings
    }

    private func write(to owner: LoadUser, from users: [LoadUser], on generator: isolated Generator) async throws {
        let senders = try await generator.loggedIn(users)
        for (index, sender) in senders.enumerated() {
            sender.partner = owner.id
            for _ in 0..<(index.isMultiple(of: Self.longEvery) ? Self.longMessages : 1) { sender.send(stamp: 0) }
            sender.flush()
        }
        let isComplete = await generator.wait(seconds: 60) { senders.allSatisfy { $0.inFlight == 0 } }
        await generator.leave(senders)
        guard isComplete else { throw BenchError("not all messages were taken") }
    }

    private func visit(
        _ user: LoadUser, _ who: String, _ questions: [Question], on generator: isolated Generator
    ) async throws -> [Finding] {
        let client = try await generator.loggedIn([user], reading: false)[0]
        var findings: [Finding] = []
        for question in questions {
            let asking = Asking(question, times: Self.times)
            client.listener = asking
            asking.begin(client)
            client.flush()
            guard await generator.wait(seconds: 60, until: { asking.isOver }) else { throw BenchError("no answer: \(question.name)") }
            findings.append(asking.finding(who, of: Self.listConversations))
        }
        await generator.leave([client])
        try await Task.sleep(for: Self.rest)
        return findings
    }
}
