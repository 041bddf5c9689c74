import HearthCore

/// Where conversations are read. Completions run off the event loops.
public protocol ConversationStore: Sendable {
    typealias Completion<Value: Sendable> = @Sendable (Result<Value, Failure>) -> Void

    /// A conversation as a device finds it: nil when the two never wrote to each other, or he is not in it.
    func open(_ device: DeviceAddress, with peer: Peer, completion: @escaping Completion<OpenConversation?>)
    /// Up to `limit` items after a cursor that a device may read, oldest first, within a page's bytes. What is gone is among
    /// them, without its content, so that the cursor gets past it.
    func items(
        _ device: DeviceAddress, with peer: Peer, _ conversation: ConversationID, after cursor: MessageID, limit: Int,
        completion: @escaping Completion<[TimelineItem]>)
    /// Up to `limit` messages in one direction, newest first, and where to go on.
    func history(
        _ device: DeviceAddress, with peer: Peer, _ direction: HistoryDirection, limit: Int,
        completion: @escaping Completion<HistoryPage>)
    /// How many messages of others somebody has not read, for the conversations that have any; see `Limits.unreadCounted`.
    func unread(_ account: Account, completion: @escaping Completion<[UnreadCount]>)
    /// Who is in a group, by its conversation; nil when there is no such group.
    func audience(of conversation: ConversationID, in app: AppNumber, completion: @escaping Completion<GroupAudiences.Audience?>)
    /// A device's conversations, oldest activity first: all of them, or those with undelivered items. One where nothing is
    /// undelivered although its newest item is after the cursor has nothing new for this device.
    func list(_ device: DeviceAddress, undeliveredOnly: Bool, completion: @escaping Completion<[ConversationState]>)
    /// Writes cursors. One that is behind what is stored is left alone.
    /// - Parameter now: when they were confirmed, give or take the second they waited.
    func save(_ cursors: [CursorKey: MessageID], now: Instant, completion: @escaping Completion<Void>)
}

/// Which cursor: one device's place in one conversation.
public struct CursorKey: Hashable, Sendable {
    public let device: DeviceAddress
    public let conversation: ConversationID

    public init(device: DeviceAddress, conversation: ConversationID) {
        self.device = device
        self.conversation = conversation
    }
}
