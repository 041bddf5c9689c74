/// Gives message ids: a hybrid logical clock for one node.
///
/// The next id is the smallest of this node that is not before now, larger than the last one given
/// and larger than the newest id of the conversation. A full millisecond borrows from the next one.
/// The owner serialises calls; it is a value so that a batch that fails can be taken back.
public struct MessageClock: Sendable {
    /// How far ids may run ahead of the wall clock before senders are told to retry, in milliseconds.
    public static let largestLead: Int64 = 10_000

    public let node: Int64
    public private(set) var last: MessageID

    /// - Parameters:
    ///   - node: 0 to 15, unique among the servers of one database.
    ///   - last: the largest id in the store, so that a clock set back cannot repeat ids.
    public init(node: Int64, last: MessageID) {
        precondition((0...MessageID.largestNode).contains(node), "node numbers are 0 to 15")
        self.node = node
        self.last = last
    }

    /// The id of the next message of a conversation whose newest id is `newest`.
    /// - Throws: `ServerNeedRetry` when ids would run more than ten seconds ahead of the clock.
    public mutating func next(after newest: MessageID, now: Instant) throws(Failure) -> MessageID {
        let fresh = MessageID(at: now, node: node)
        let id = max(fresh, max(last, newest).next(of: node))
        guard id.instant.milliseconds - now.milliseconds <= Self.largestLead else {
            throw Failure(.serverNeedRetry)
        }
        last = id
        return id
    }
}
