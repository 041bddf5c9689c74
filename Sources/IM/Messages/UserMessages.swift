import HearthCore

/// One user's messages for calls that come from no device: taking back, marking as read, deleting, reading.
public struct UserMessages: Sendable {
    /// A piece of a conversation, with what its messages say.
    public struct Page: Sendable {
        public struct Entry: Sendable {
            public let item: TimelineItem
            public let status: MessageStatus
            public let fields: BodyFields
        }

        /// Newest first.
        public let entries: [Entry]
        /// Where to ask on; zero when nothing older is left.
        public let next: MessageID
    }

    private let sends: SendQueue
    private let store: any ConversationStore
    private let bodies: any BodyCodec
    private let ids: MessageIDs

    public init(sends: SendQueue, store: any ConversationStore, bodies: any BodyCodec, ids: MessageIDs) {
        self.sends = sends
        self.store = store
        self.bodies = bodies
        self.ids = ids
    }

    /// - Throws: what `OperationRules` and the queue say.
    public func recall(_ id: MessageID, in peer: Peer, by account: Account, _ policy: RecallPolicy) async throws(Failure) {
        try await perform(.operation(Operation(.recall, on: id, recalls: policy)), in: MessageTarget(peer), by: account)
    }

    /// As `recall(_:in:by:_:)` of a peer, also in the conversation that the message is in, unnamed.
    func recall(_ id: MessageID, in target: MessageTarget, by account: Account, _ policy: RecallPolicy) async throws(Failure) {
        try await perform(.operation(Operation(.recall, on: id, recalls: policy)), in: target, by: account)
    }

    /// Says that a message is read.
    /// - Parameter peer: nil for the conversation that the message is in.
    /// - Throws: what `OperationRules` and the queue say.
    public func acknowledge(_ id: MessageID, in peer: Peer?, by account: Account) async throws(Failure) {
        try await perform(.operation(Operation(.readAck, on: id)), in: peer.map { MessageTarget($0) } ?? .unnamed, by: account)
    }

    /// Deletes a conversation on all devices of the user; the other side keeps its own.
    /// - Throws: what the queue says.
    public func clear(_ peer: Peer, of account: Account) async throws(Failure) {
        try await perform(.clear(everywhere: true), in: MessageTarget(peer), by: account)
    }

    /// How much of others' is unread, for the conversations that have any.
    public func unread(_ account: Account) async throws(Failure) -> [UnreadCount] {
        try await asking { [store] in store.unread(account, completion: $0) }
    }

    /// Messages before one, or from the newest.
    /// - Parameter limit: at most `Limits.historyItems.most`.
    public func page(_ account: Account, with peer: Peer, before id: MessageID, limit: Int) async throws(Failure) -> Page {
        let device = DeviceAddress(account: account, device: DeviceSN(0))
        let page = try await asking { [store] in
            store.history(device, with: peer, .older(than: id), limit: min(limit, Limits.historyItems.most), completion: $0)
        }
        return Page(
            entries: page.items.map { entry in
                Page.Entry(
                    item: entry.item, status: entry.status,
                    fields: bodies.decode(entry.item.payload) ?? BodyFields(contentType: 0))
            }, next: page.next)
    }

    private func perform(_ action: OutgoingMessage.Action, in target: MessageTarget, by account: Account) async throws(Failure) {
        var payload: [UInt8] = []
        if case .operation = action { payload = try bodies.encode(.command, as: .operation) }
        let message = OutgoingMessage(
            sender: DeviceAddress(account: account, device: DeviceSN(0)), target: target, action: action,
            clientID: try ids.next().rawValue, payload: payload, receivedAt: ids.now())
        for result in await sends.submit([message]) { _ = try result.id() }
    }

    private func asking<Value: Sendable>(
        _ ask: (@escaping @Sendable (Result<Value, Failure>) -> Void) -> Void
    ) async throws(Failure) -> Value {
        let answer: Result<Value, Failure> = await withCheckedContinuation { continuation in
            ask { continuation.resume(returning: $0) }
        }
        return try answer.get()
    }
}
