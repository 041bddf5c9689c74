extension Scenarios {
    private static let offlineMessages = 10_000

    /// Many messages for somebody who is away, and how long he reads when he comes back.
    func offline(on generator: isolated Generator) async throws -> [Finding] {
        var findings: [Finding] = []
        for senders in [1, 20] {
            findings.append(try await drain(senders: senders, on: generator))
        }
        return findings
    }

    private func drain(senders count: Int, on generator: isolated Generator) async throws -> Finding {
        let users = try await server.users(count + 1)
        let senders = try await generator.loggedIn(Array(users.dropFirst()))
        defer { for sender in senders { sender.close() } }
        let pile = Pile(each: Self.offlineMessages / count)
        for sender in senders {
            sender.partner = users[0].id
            sender.listener = pile
            pile.begin(sender)
        }
        guard await generator.wait(seconds: 60, until: { pile.acknowledged == Self.offlineMessages }) else {
            throw BenchError("only \(pile.acknowledged) of \(Self.offlineMessages) messages were taken")
        }
        let reader = generator.client(users[0])
        let drain = Drain()
        reader.listener = drain
        let start = Generator.now()
        generator.open(reader)
        defer { reader.close() }
        _ = await generator.wait(seconds: 60) { drain.delivered >= Self.offlineMessages && drain.ends >= count }
        let remark = drain.delivered == Self.offlineMessages ? "" : "ONLY \(drain.delivered) CAME"
        return Finding(
            scenario: "offline",
            what: "\(Text.count(Self.offlineMessages)) messages in \(count) conversation\(count == 1 ? "" : "s"), connect to last page",
            result: Text.milliseconds(max(drain.last, start) - start), remark: remark)
    }
}

/// Senders who each send so many messages.
private final class Pile: LoadListener {
    private static let window = 64

    private let each: Int
    private var sent: [UInt64: Int] = [:]
    private(set) var acknowledged = 0

    init(each: Int) { self.each = each }

    func begin(_ client: LoadClient) {
        for _ in 0..<min(Self.window, each) { send(client) }
        client.flush()
    }

    private func send(_ client: LoadClient) {
        sent[client.user.id, default: 0] += 1
        client.send(stamp: 0)
    }

    func client(_ client: LoadClient, met event: LoadEvent) {
        guard case .acknowledged = event else { return }
        acknowledged += 1
        if sent[client.user.id, default: 0] < each { send(client) }
    }
}

/// One who comes back and reads all.
private final class Drain: LoadListener {
    private(set) var delivered = 0
    /// Queues read to their end, and when the last of them was.
    private(set) var ends = 0
    private(set) var last: UInt64 = 0

    func client(_ client: LoadClient, met event: LoadEvent) {
        switch event {
        case .connected: client.login()
        case .loggedIn: client.list()
        case .delivered: delivered += 1
        case .caughtUp:
            ends += 1
            last = Generator.now()
        default: break
        }
    }
}
