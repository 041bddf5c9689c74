import HearthCore

/// Where messages are written.
public protocol MessageLog: Sendable {
    /// Reads the facts of a batch, decides with `SendRules`, gives ids and writes, all in one transaction.
    ///
    /// The completion runs after the commit, with one result for each message in the same order, off
    /// the event loops. When the commit fails every message is refused and nothing is written.
    func commit(_ batch: [OutgoingMessage], completion: @escaping @Sendable ([SendResult]) -> Void)
}

/// Wakes who is connected. Nothing depends on it: what it misses is found by the next sync.
public protocol Announcer: Sendable {
    func announce(_ messages: [AcceptedMessage])
}
