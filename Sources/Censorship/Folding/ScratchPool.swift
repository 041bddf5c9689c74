import Synchronization

/// Lends each text a scratch that no other text has at that time.
final class ScratchPool: Sendable {
    /// One that had to hold more than this is not kept.
    private static let largest = 1 << 15
    /// More threads than this at a time make their own.
    private static let most = 64

    private let free = Mutex<[Scratch]>([])

    func with<Result>(_ body: (Scratch) -> Result) -> Result {
        let scratch = free.withLock { $0.popLast() } ?? Scratch()
        defer {
            if scratch.capacity <= Self.largest {
                free.withLock { if $0.count < Self.most { $0.append(scratch) } }
            }
        }
        return body(scratch)
    }
}
