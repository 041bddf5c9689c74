import HearthCore

/// Where conversations are read. Completions run off the event loops.
public protocol ConversationStore: Sendable {
    typealias Completion<Value: Sendable> = @Sendable (Result<Value, Failure>) -> Void

    /// A conversation as a device finds it: nil when the two never wrote to each other, or he is not in it.
    func open(_ device: DeviceAddress, with peer: Peer, completion: @escaping Completion<OpenConversation?>)
    /// Up to `limit` items after a cursor, oldest first, within a page's bytes.
    func items(
        _ app: AppNumber, _ conversation: ConversationID, after cursor: MessageID, limit: Int,
        completion: @escaping Completion<[TimelineItem]>)
    /// Up to `limit` messages in one direction, newest first, and where to go on.
    func history(
        _ account: Account, with peer: Peer, _ direction: HistoryDirection, limit: Int,
        completion: @escaping Completion<HistoryPage>)
    /// A device's conversations, oldest activity first: all of them, or those with undelivered items.
    func list(_ device: DeviceAddress, undeliveredOnly: Bool, completion: @escaping Completion<[ConversationState]>)
    /// Writes cursors. One that is behind what is stored is left alone.
    func save(_ cursors: [CursorKey: MessageID], completion: @escaping Completion<Void>)
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
