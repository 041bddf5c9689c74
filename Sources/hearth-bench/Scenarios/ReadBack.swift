/// Counts the messages that the server has kept, by reading the history of every conversation to its beginning.
final class ReadBack: LoadListener {
    private var rows = 0
    private var next: UInt64?

    /// - Parameter clients: logged in, each with the partner whose conversation is read.
    func count(_ clients: [LoadClient], on generator: isolated Generator) async throws(BenchError) -> Int {
        for client in clients {
            client.listener = self
            next = nil
            client.history(before: 0)
            client.flush()
            guard await generator.wait(seconds: 20, until: { next == 0 }) else {
                throw BenchError("the server does not answer for history")
            }
        }
        return rows
    }

    func client(_ client: LoadClient, met event: LoadEvent) {
        guard case .history(let count, let next) = event else { return }
        rows += count
        self.next = next
        if next > 0 { client.history(before: next) }
    }
}
