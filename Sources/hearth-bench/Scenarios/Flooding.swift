/// One client who sends a heap of messages as fast as it can, again and again: the next heap goes as soon as the last is answered.
final class Flooding: LoadListener {
    private(set) var acknowledged = 0
    private(set) var refused = 0
    private(set) var rounds = 0
    private var open = 0

    private static let patience = 30.0

    /// - Throws: when the client is not answered any more.
    func flood(_ count: Int, for duration: Duration, from client: LoadClient, on generator: isolated Generator) async throws(BenchError) {
        let end = ContinuousClock.now + duration
        client.listener = self
        while ContinuousClock.now < end {
            rounds += 1
            open = count
            for _ in 0..<count { client.send(stamp: Generator.now()) }
            client.flush()
            guard await generator.wait(seconds: Self.patience, until: { open == 0 }) else {
                throw BenchError("\(open) of \(count) messages were not answered")
            }
        }
    }

    func client(_ client: LoadClient, met event: LoadEvent) {
        switch event {
        case .acknowledged: acknowledged += 1
        case .sendRefused: refused += 1
        default: return
        }
        open -= 1
    }
}
