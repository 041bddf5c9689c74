/// Messages to a group, one after the other, and how long each takes until the last member who is connected has it: told, asked for
/// and read.
final class FanOut: LoadListener {
    /// Of each message: until the last one has it.
    private(set) var toLast = Histogram()
    /// Of each message at each member.
    private(set) var toEach = Histogram()
    /// Deliveries that did not come in time.
    private(set) var missing = 0
    private(set) var refused = 0

    private static let patience = 10.0

    private let author: LoadClient
    private let expected: Int
    /// Of the message that is under way.
    private var stamp: UInt64 = 0
    private var came = 0

    /// - Parameters:
    ///   - author: one of `members` who writes to the group.
    ///   - members: who is connected.
    init(_ author: LoadClient, _ members: [LoadClient]) {
        self.author = author
        expected = members.count - 1
        for member in members { member.listener = self }
    }

    /// - Parameter gap: from one message to the next; longer where the last member waits longer.
    func send(_ count: Int, gap: Duration, on generator: isolated Generator) async throws {
        for _ in 0..<count {
            let next = ContinuousClock.now + gap
            (stamp, came) = (Generator.now(), 0)
            author.send(stamp: stamp)
            author.flush()
            if await !generator.wait(seconds: Self.patience, until: { came == expected }) { missing += expected - came }
            try await Task.sleep(until: next)
        }
    }

    func client(_ client: LoadClient, met event: LoadEvent) {
        switch event {
        case .delivered(_, let stamp) where stamp == self.stamp && client !== author:
            let time = Generator.now() - stamp
            came += 1
            toEach.record(time)
            if came == expected { toLast.record(time) }
        case .sendRefused: refused += 1
        default: break
        }
    }

    /// Whatever makes the number worth less.
    var troubles: [String] {
        [(missing, "deliveries DID NOT COME"), (refused, "sends REFUSED")].filter { $0.0 > 0 }.map { "\(Text.count($0.0)) \($0.1)" }
    }
}
