import HearthCore
import IM

extension MessageLog {
    /// The answers to one batch.
    func commit(_ batch: [OutgoingMessage]) async -> [SendResult] {
        await withCheckedContinuation { waiter in
            commit(batch) { waiter.resume(returning: $0) }
        }
    }

    /// The answer to one message that is a batch of its own.
    func commit(_ message: OutgoingMessage) async -> SendResult {
        await commit([message]).first ?? .refused(Failure(.generalError, "no answer"))
    }
}

extension ConversationStore {
    func open(_ device: DeviceAddress, with peer: Account) async throws(Failure) -> OpenConversation? {
        try await answer { open(device, with: .user(peer.user), completion: $0) }
    }

    func items(
        _ app: AppNumber, _ conversation: ConversationID, after cursor: MessageID, limit: Int
    ) async throws(Failure) -> [TimelineItem] {
        try await answer { items(app, conversation, after: cursor, limit: limit, completion: $0) }
    }

    func history(
        _ account: Account, with peer: Account, _ direction: HistoryDirection, limit: Int
    ) async throws(Failure) -> HistoryPage {
        try await answer { history(account, with: .user(peer.user), direction, limit: limit, completion: $0) }
    }

    func list(_ device: DeviceAddress, undeliveredOnly: Bool = false) async throws(Failure) -> [ConversationState] {
        try await answer { list(device, undeliveredOnly: undeliveredOnly, completion: $0) }
    }

    func save(_ cursors: [CursorKey: MessageID]) async throws(Failure) {
        try await answer { save(cursors, completion: $0) }
    }

    private func answer<Value: Sendable>(
        _ ask: (@escaping @Sendable (Result<Value, Failure>) -> Void) -> Void
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { waiter in
            ask { waiter.resume(returning: $0) }
        }
        return try result.get()
    }
}
