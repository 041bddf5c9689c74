import HearthCore

/// What a connected device reads: its conversation list, its pages, history.
///
/// Completions may run at once on the caller's thread (when a window answers) or later off it.
public struct Reader: Sendable {
    public typealias Completion<Value: Sendable> = @Sendable (Result<Value, Failure>) -> Void

    private let store: any ConversationStore
    private let windows: RecentWindows
    private let cursors: CursorBook
    private let audiences: GroupAudiences

    public init(store: any ConversationStore, windows: RecentWindows, cursors: CursorBook, audiences: GroupAudiences) {
        self.audiences = audiences
        self.store = store
        self.windows = windows
        self.cursors = cursors
    }

    /// Finds a conversation and where this device stands in it.
    public func open(_ device: DeviceAddress, with peer: Peer, completion: @escaping Completion<OpenConversation?>) {
        store.open(device, with: peer) { result in
            completion(
                result.map { found in
                    guard let found else { return nil }
                    windows.learn(of: found.newest, in: found.id)
                    let pending = cursors.pending(CursorKey(device: device, conversation: found.id)) ?? .zero
                    return OpenConversation(
                        id: found.id, cursor: max(found.cursor, pending), newest: found.newest, isTransient: found.isTransient)
                })
        }
    }

    /// Notes a confirmation by key.
    public func confirm(_ device: DeviceAddress, _ conversation: ConversationID, upTo id: MessageID) {
        cursors.confirm(CursorKey(device: device, conversation: conversation), upTo: id)
    }

    /// The newest messages from memory, when they are all the device lacks; nil when the store must be asked. Memory answers for
    /// members of a group alone, and the store for who was one.
    public func recent(
        _ device: DeviceAddress, with peer: Peer, _ conversation: ConversationID, after cursor: MessageID
    ) -> ArraySlice<TimelineItem>? {
        guard let page = windows.items(of: conversation, after: cursor) else { return nil }
        if case .group = peer, !page.items.isEmpty {
            guard audiences.reads(device.account.user, conversation, after: cursor, version: page.members) else { return nil }
        }
        return page.items.prefix(Limits.pageItems).withinPageBytes
    }

    /// The next page from the store.
    public func page(
        _ device: DeviceAddress, with peer: Peer, _ conversation: ConversationID, after cursor: MessageID,
        completion: @escaping Completion<[TimelineItem]>
    ) {
        store.items(device, with: peer, conversation, after: cursor, limit: Limits.pageItems, completion: completion)
    }

    /// - Parameter amount: positive for messages older than the key, negative for newer ones, 0 for the standard number.
    public func history(
        _ device: DeviceAddress, with peer: Peer, from key: MessageID, amount: Int,
        completion: @escaping Completion<HistoryPage>
    ) {
        let count = amount == 0 ? Limits.historyItems.standard : min(amount.magnitude, UInt(Limits.historyItems.most)).asInt
        store.history(
            device, with: peer, amount < 0 ? .newer(than: key) : .older(than: key), limit: count, completion: completion)
    }

    /// The conversation list: everything after a login, later what is undelivered.
    public func list(
        _ device: DeviceAddress, undeliveredOnly: Bool, completion: @escaping Completion<[ConversationState]>
    ) {
        store.list(device, undeliveredOnly: undeliveredOnly) { result in
            completion(result.map { $0.compactMap { current($0, for: device, undeliveredOnly) } })
        }
    }

    /// A line as it stands with confirmations that are not written yet. Where all that is new is for others, the device's place
    /// moves on by itself, so that nobody looks through it again.
    private func current(
        _ line: ConversationState, for device: DeviceAddress, _ undeliveredOnly: Bool
    ) -> ConversationState? {
        windows.learn(of: line.newest, in: line.id)
        let key = CursorKey(device: device, conversation: line.id)
        let isForOthers = line.undelivered == 0 && line.newest > line.cursor
        if isForOthers { cursors.confirm(key, upTo: line.newest) }
        let pending = cursors.pending(key) ?? .zero
        guard pending >= line.newest, line.undelivered > 0 || isForOthers else { return line }
        guard !undeliveredOnly, !line.isCleared else { return nil }
        return ConversationState(peer: line.peer, id: line.id, newest: line.newest, cursor: pending, undelivered: 0)
    }
}

extension UInt {
    fileprivate var asInt: Int { Int(self) }
}
