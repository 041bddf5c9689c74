import HearthCore

/// A message or an operation that the server has accepted.
public struct AcceptedMessage: Sendable {
    public let message: OutgoingMessage
    public let id: MessageID
    /// The two people, or the group, even where the sender has not named them.
    public let target: MessageTarget
    /// Nil for what is only pushed to one person.
    public let conversation: ConversationID?
    /// Nil for what is in no timeline: an ephemeral message, an operation that changed nothing.
    public let place: Place?
    /// What became of the message operated on.
    public let change: Change?
    /// The time of an edit.
    public let editedAt: Instant?
    /// In a group, the version of the list of its members that hear of it; nil where that is not known.
    public let members: Int64?

    /// Where in its conversation an item stands.
    public struct Place: Sendable {
        public let conversation: ConversationID
        public let target: MessageTarget
        /// The largest id given under the conversation before this one; zero for the first.
        public let previous: MessageID
        /// Who alone reads it; nil for everybody in the conversation.
        public let readers: [UserID]?
        /// Whom the item names as its receiver; nil where that follows from the conversation.
        public let receiver: UserID?
        /// In a group, the version of the list of its members that read it; nil where that is not known.
        public let members: Int64?

        public init(
            conversation: ConversationID, target: MessageTarget, previous: MessageID, readers: [UserID]? = nil,
            receiver: UserID? = nil, members: Int64? = nil
        ) {
            self.conversation = conversation
            self.target = target
            self.previous = previous
            self.readers = readers
            self.receiver = receiver
            self.members = members
        }
    }

    /// What an operation did to the message it is about.
    public enum Change: Sendable {
        case edited(MessageID, payload: [UInt8], at: Instant)
        /// With the pieces that edits had added.
        case erased(MessageID)
        /// For one reader it is not there any more.
        case hidden(MessageID, from: UserID)
        /// For one reader nothing up to here is.
        case cleared(upTo: MessageID, from: UserID)
    }

    public init(
        message: OutgoingMessage, id: MessageID, target: MessageTarget? = nil, conversation: ConversationID? = nil,
        place: Place?, change: Change? = nil, editedAt: Instant? = nil, members: Int64? = nil
    ) {
        self.message = message
        self.id = id
        self.target = target ?? place?.target ?? message.target
        self.conversation = conversation ?? place?.conversation
        self.place = place
        self.change = change
        self.editedAt = editedAt
        self.members = members ?? place?.members
    }

    public var item: TimelineItem {
        var related: MessageID?
        if case .operation(let operation) = message.action { related = operation.message }
        return TimelineItem(
            id: id, sender: message.sender.account.user, device: message.sender.device, kind: message.kind, related: related,
            readers: place?.readers, receiver: place?.receiver, editedAt: editedAt, payload: message.payload)
    }
}

/// The answer to one send.
public enum SendResult: Sendable {
    /// New; for what is stored its commit is done.
    case accepted(AcceptedMessage)
    /// The same message was accepted before, with this id; where, is only known of the conversation.
    case duplicate(AcceptedMessage)
    case refused(Failure)
}
