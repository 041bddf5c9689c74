import HearthCore

/// Where old messages are removed.
public protocol RetentionStore: Sendable {
    /// One step of a walk over the conversations of an app: removes messages and operations with a smaller id, and what people have
    /// noted on them. The conversations stay.
    ///
    /// - Parameters:
    ///   - place: the last conversation that is done; nil at the beginning.
    ///   - limit: rows that are removed at most, in one short transaction.
    func removeOld(
        before id: MessageID, of app: AppNumber, after place: ConversationID?, limit: Int
    ) async throws(Failure) -> RetentionStep
}

/// What one step of a walk has done.
public struct RetentionStep: Sendable, Equatable {
    /// Rows that are gone.
    public let removed: Int
    /// The conversations that were looked at.
    public let visited: [ConversationID]
    /// The last conversation that is done, where the next step goes on; nil when nothing is done yet.
    public let place: ConversationID?
    /// There is no conversation after it.
    public let isLast: Bool

    public init(removed: Int, visited: [ConversationID], place: ConversationID?, isLast: Bool) {
        self.removed = removed
        self.visited = visited
        self.place = place
        self.isLast = isLast
    }
}
