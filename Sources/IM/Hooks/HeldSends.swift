/// Messages of one device that wait for their turn: what came first goes first, whatever is known of the later ones.
struct HeldSends {
    typealias Release = @Sendable (OutgoingMessage) -> Void

    struct Held {
        var message: OutgoingMessage
        /// Nothing is asked about it any more.
        var isSettled: Bool
        let release: Release
    }

    private var waiting: [Held] = []
    /// The number of the first that waits.
    private var first = 0
    /// Somebody hands out what is ready: nobody else may, or the order is lost.
    var isReleasing = false

    var isEmpty: Bool { waiting.isEmpty && !isReleasing }

    /// - Returns: its number.
    mutating func add(_ held: Held) -> Int {
        waiting.append(held)
        return first + waiting.count - 1
    }

    /// Says how a message goes on. A number that is gone changes nothing.
    mutating func settle(_ number: Int, as message: OutgoingMessage) {
        let index = number - first
        guard waiting.indices.contains(index) else { return }
        waiting[index].message = message
        waiting[index].isSettled = true
    }

    /// Takes out what may go on now.
    mutating func takeReady() -> [Held] {
        let ready = Array(waiting.prefix { $0.isSettled })
        waiting.removeFirst(ready.count)
        first += ready.count
        return ready
    }
}
