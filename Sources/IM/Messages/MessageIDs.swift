import HearthCore
import Synchronization

/// The one source of message ids of this server, shared by what is stored and what is only pushed.
public final class MessageIDs: Sendable {
    private let messages: Mutex<MessageClock>
    private let clock: any WallClock

    /// - Parameter newest: the largest id in the store.
    public init(node: Int64, newest: MessageID, clock: any WallClock) {
        messages = Mutex(MessageClock(node: node, last: newest))
        self.clock = clock
    }

    /// Goes on with another node's number, which has given ids up to `newest`.
    public func serve(as node: Int64, newest: MessageID) {
        messages.withLock { $0 = MessageClock(node: node, last: max($0.last, newest)) }
    }

    /// The next id, larger than `newest` of its conversation.
    /// - Throws: `ServerNeedRetry` when ids run too far ahead of the clock.
    public func next(after newest: MessageID = .zero) throws(Failure) -> MessageID {
        let now = clock.now()
        return try messages.withLock { (clock) throws(Failure) in try clock.next(after: newest, now: now) }
    }

    public func now() -> Instant { clock.now() }
}
