/// One sender who keeps a few messages unacknowledged.
final class Solo: LoadListener {
    private(set) var toAck = Histogram()
    private(set) var refused = 0
    private(set) var seconds = 0.0
    private var left = 0
    private var open = 0
    private var lastAnswer: UInt64 = 0

    /// Sends so many messages and waits for all their acknowledgements.
    func send(_ count: Int, window: Int, from client: LoadClient, on generator: isolated Generator) async throws(BenchError) {
        let start = Generator.now()
        (left, open) = (count, 0)
        client.listener = self
        for _ in 0..<min(window, count) { sendNext(client) }
        client.flush()
        guard await generator.wait(seconds: 60, until: { left == 0 && open == 0 }) else {
            throw BenchError("\(open) messages were not acknowledged within a minute")
        }
        seconds += Double(lastAnswer - start) / 1e9
    }

    private func sendNext(_ client: LoadClient) {
        left -= 1
        open += 1
        client.send(stamp: Generator.now())
    }

    func client(_ client: LoadClient, met event: LoadEvent) {
        switch event {
        case .acknowledged(_, let stamp):
            lastAnswer = Generator.now()
            toAck.record(lastAnswer - stamp)
        case .sendRefused:
            lastAnswer = Generator.now()
            refused += 1
        default: return
        }
        open -= 1
        if left > 0 { sendNext(client) }
    }

    /// Messages a second, of all rounds.
    var rate: Double { Double(toAck.count) / seconds }
}
