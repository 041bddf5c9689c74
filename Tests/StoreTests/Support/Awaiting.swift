import HearthCore
import IM
import TestSupport

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

    func openSystem(_ device: DeviceAddress) async throws(Failure) -> OpenConversation? {
        try await answer { open(device, with: .system, completion: $0) }
    }

    /// What everybody reads, without what somebody alone does.
    func items(
        _ app: AppNumber, _ conversation: ConversationID, after cursor: MessageID, limit: Int
    ) async throws(Failure) -> [TimelineItem] {
        let nobody = Account(app: app, user: UserID(2)).device()
        return try await answer { items(nobody, with: .system, conversation, after: cursor, limit: limit, completion: $0) }
    }

    /// A page as a device reads it.
    func page(
        _ device: DeviceAddress, with peer: Peer, after cursor: MessageID = .zero, limit: Int = 50
    ) async throws(Failure) -> [TimelineItem] {
        guard let found = try await answer({ open(device, with: peer, completion: $0) }) else { return [] }
        return try await answer { items(device, with: peer, found.id, after: cursor, limit: limit, completion: $0) }
    }

    func history(
        _ account: Account, with peer: Account, _ direction: HistoryDirection = .older(than: .zero), limit: Int = 50
    ) async throws(Failure) -> HistoryPage {
        try await history(account.device(), with: .user(peer.user), direction, limit: limit)
    }

    func history(
        _ device: DeviceAddress, with peer: Peer, _ direction: HistoryDirection = .older(than: .zero), limit: Int = 50
    ) async throws(Failure) -> HistoryPage {
        try await answer { history(device, with: peer, direction, limit: limit, completion: $0) }
    }

    func unread(_ account: Account) async throws(Failure) -> [UnreadCount] {
        try await answer { unread(account, completion: $0) }
    }

    func audience(of conversation: ConversationID, in app: AppNumber) async throws(Failure) -> GroupAudiences.Audience? {
        try await answer { audience(of: conversation, in: app, completion: $0) }
    }

    func list(_ device: DeviceAddress, undeliveredOnly: Bool = false) async throws(Failure) -> [ConversationState] {
        try await answer { list(device, undeliveredOnly: undeliveredOnly, completion: $0) }
    }

    func save(_ cursors: [CursorKey: MessageID]) async throws(Failure) {
        try await answer { save(cursors, now: VirtualClock.noon, completion: $0) }
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

extension HistoryPage.Entry {
    var id: MessageID { item.id }
    var text: String { item.text }
    var payload: [UInt8] { item.payload }
}
