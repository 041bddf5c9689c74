import HearthCore
import Synchronization

/// Cursors that were confirmed and are not written yet.
///
/// A confirmation costs a dictionary entry; `flush` writes them all in one go, about once a second
/// and at stop. A crash in between delivers something again, and misses nothing.
public final class CursorBook: Sendable {
    private struct State {
        var waiting: [CursorKey: MessageID] = [:]
        /// What the last flush wrote or is writing. It stays until the next one: a read that began before
        /// it was in the store may still be under way.
        var written: [CursorKey: MessageID] = [:]
        var isFlushing = false
        /// Told when the running flush has ended.
        var onFlushed: [@Sendable () -> Void] = []

        func known(_ key: CursorKey) -> MessageID? { waiting[key] ?? written[key] }
    }

    private let store: any ConversationStore
    private let clock: any WallClock
    private let state = Mutex(State())

    public init(store: any ConversationStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// Notes that everything up to `id` arrived.
    public func confirm(_ key: CursorKey, upTo id: MessageID) {
        state.withLock { state in
            if let known = state.known(key), known >= id { return }
            state.waiting[key] = id
        }
    }

    /// What is confirmed, perhaps beyond the store; nil when the store knows best.
    public func pending(_ key: CursorKey) -> MessageID? {
        state.withLock { $0.known(key) }
    }

    /// Writes what waits. One flush runs at a time; when it fails, its cursors wait for the next.
    public func flush(completion: @escaping @Sendable () -> Void = {}) {
        let batch: [CursorKey: MessageID]? = state.withLock { state in
            if state.isFlushing {
                state.onFlushed.append(completion)
                return nil
            }
            state.isFlushing = !state.waiting.isEmpty
            state.written = state.waiting
            state.waiting = [:]
            return state.written
        }
        guard let batch else { return }
        guard !batch.isEmpty else { return completion() }
        store.save(batch, now: clock.now()) { result in
            let others: [@Sendable () -> Void] = self.state.withLock { state in
                if case .failure = result {
                    state.waiting.merge(batch) { newer, _ in newer }
                    state.written = [:]
                }
                state.isFlushing = false
                defer { state.onFlushed = [] }
                return state.onFlushed
            }
            completion()
            others.forEach { $0() }
        }
    }

    /// Writes everything, for a stop.
    public func flushAll() async {
        // Two rounds: the first may only have waited for a flush under way.
        for _ in 0..<2 {
            await withCheckedContinuation { continuation in flush { continuation.resume() } }
        }
    }
}
