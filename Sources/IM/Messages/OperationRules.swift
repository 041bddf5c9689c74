import HearthCore

/// A message as an operation finds it.
public struct OperatedMessage: Sendable {
    public let id: MessageID
    public let conversation: ConversationID
    public let sender: UserID
    public let kind: ItemKind
    public var status: MessageStatus
    public var editedAt: Instant?
    public var isRecalled: Bool
    /// Nil unless the operation needs it.
    public var payload: [UInt8]?

    public init(
        id: MessageID, conversation: ConversationID, sender: UserID, kind: ItemKind, status: MessageStatus, editedAt: Instant?,
        isRecalled: Bool, payload: [UInt8]?
    ) {
        self.id = id
        self.conversation = conversation
        self.sender = sender
        self.kind = kind
        self.status = status
        self.editedAt = editedAt
        self.isRecalled = isRecalled
        self.payload = payload
    }
}

/// Where somebody stands in a conversation.
public struct Participation: Sendable {
    /// Nothing before this id is his.
    public let joined: MessageID
    /// Everything up to here is read, but for what was made unread again.
    public var readUpTo: MessageID
    /// He deleted the conversation up to here.
    public var cleared: MessageID
    /// The last item that is his; nil while he is in the conversation.
    public let until: MessageID?

    public init(joined: MessageID, readUpTo: MessageID, cleared: MessageID, until: MessageID? = nil) {
        self.joined = joined
        self.readUpTo = readUpTo
        self.cleared = cleared
        self.until = until
    }

    /// Whether an item was ever his, and is still there for him.
    func holds(_ id: MessageID) -> Bool { id > max(joined, cleared) && until.map { id <= $0 } ?? true }
}

/// What must be known to decide about an operation.
public struct OperationFacts: Sendable {
    public let actor: UserID
    /// Nil when the conversation has no such message.
    public let message: OperatedMessage?
    public let participation: Participation
    /// Whether the message is unread for the actor although it is not after his mark; for READ_ALL, whether any up to it is.
    public let isCancelled: Bool
    /// The newest id of the conversation.
    public let newest: MessageID
    public let isGroup: Bool
    /// What a group says of the actor; nil where it is none, or is destroyed.
    public let group: GroupStanding?
    public let now: Instant

    public init(
        actor: UserID, message: OperatedMessage?, participation: Participation, isCancelled: Bool, newest: MessageID,
        isGroup: Bool, group: GroupStanding?, now: Instant
    ) {
        self.actor = actor
        self.message = message
        self.participation = participation
        self.isCancelled = isCancelled
        self.newest = newest
        self.isGroup = isGroup
        self.group = group
        self.now = now
    }
}

/// What an operation comes to.
public struct OperationEffects: Sendable, Equatable {
    /// Who is to read of it.
    public enum Audience: Sendable, Equatable {
        /// It changes nothing that anybody does not know.
        case nobody
        case everybody
        /// These alone, and whom the item names as its receiver.
        case only([UserID], receiver: UserID)
    }

    public var audience = Audience.nobody
    /// What the author knows of the message from now on.
    public var status: MessageStatus?
    public var readUpTo: MessageID?
    /// Of those made unread again: all up to here are read.
    public var readsCancelledUpTo: MessageID?
    /// One message is read again, or unread again.
    public var isCancelled: Bool?
    public var erases = false
    public var hides = false
    /// The time of an edit.
    public var editsAt: Instant?

    public init() {}
}

/// Decides about operations on messages: pure, like `SendRules`.
public enum OperationRules {
    /// Edits of one message are at least this far apart, in milliseconds: who reads the message in its final form is told the
    /// time of the last edit and one more, so that a queued edit is not applied twice (xsync.md 7.4).
    static let editSpacing: Int64 = 2

    /// - Throws: `InvalidParam` for a message that is not in the conversation, `MessageInvalidType`, `MessageRecallDisabled`,
    ///   `MessageOutRecallTime`, `UserPermissionDenied`, `GroupAdminPermissionRequired`, and what a group refuses to who writes.
    public static func decide(_ operation: Operation, _ facts: OperationFacts) throws(Failure) -> OperationEffects {
        if operation.kind == .readAll { return readAll(operation.message, facts) }
        let isAdmin = operation.kind == .recall && operation.recalls == .always
        guard let message = facts.message, isAdmin || facts.participation.holds(message.id)
        else { throw Failure(.invalidParam) }
        if message.kind.isNotice { throw Failure(.messageInvalidType) }
        if facts.isGroup, !isAdmin { try admit(operation.kind, facts) }
        switch operation.kind {
        case .readAck, .deliverAck, .playAck: return receipt(operation.kind, message, facts)
        case .readCancel: return readCancel(message, facts)
        case .delete: return delete(message, facts)
        case .recall: return try recall(operation.recalls, message, facts)
        case .append, .replace: return try edit(message, facts)
        case .message, .readAll, .clear, .rosterNotice, .userNotice, .groupNotice: throw Failure(.messageInvalidType)
        }
    }

    private static func admit(_ kind: ItemKind, _ facts: OperationFacts) throws(Failure) {
        guard let group = facts.group else {
            if kind.isSaid || kind == .recall { throw Failure(.groupNotExist) }
            return
        }
        try group.admit(kind, from: facts.actor, at: facts.now)
    }

    /// For his own devices alone: the author hears of each message by itself.
    private static func readAll(_ last: MessageID, _ facts: OperationFacts) -> OperationEffects {
        var effects = OperationEffects()
        let mark = min(last, facts.newest)
        guard mark > facts.participation.readUpTo || facts.isCancelled else { return effects }
        if mark > facts.participation.readUpTo { effects.readUpTo = mark }
        if facts.isCancelled { effects.readsCancelledUpTo = mark }
        effects.audience = .only([facts.actor], receiver: facts.actor)
        return effects
    }

    private static func receipt(_ kind: ItemKind, _ message: OperatedMessage, _ facts: OperationFacts) -> OperationEffects {
        var effects = OperationEffects()
        guard message.kind == .message, message.sender != facts.actor, let status = MessageStatus(receipt: kind) else {
            return effects
        }
        if kind != .deliverAck {
            if message.id > facts.participation.readUpTo { effects.readUpTo = message.id }
            if facts.isCancelled { effects.isCancelled = false }
        }
        let isNewsToReader = effects.readUpTo != nil || effects.isCancelled != nil
        if message.isRecalled {
            // Taken back meanwhile: of no interest to its author.
            effects.audience = isNewsToReader ? .only([facts.actor], receiver: facts.actor) : .nobody
        } else if facts.isGroup {
            let isNews = kind != .readAck || isNewsToReader
            let isTold = message.sender != .system && facts.group?.tellsReaders ?? false
            let readers = isTold ? [facts.actor, message.sender] : [facts.actor]
            effects.audience = isNews ? .only(readers, receiver: message.sender) : .nobody
        } else {
            if status > message.status { effects.status = status }
            effects.audience = effects.status != nil || isNewsToReader ? .everybody : .nobody
        }
        return effects
    }

    private static func readCancel(_ message: OperatedMessage, _ facts: OperationFacts) -> OperationEffects {
        var effects = OperationEffects()
        guard message.kind == .message, !message.isRecalled, message.sender != facts.actor,
            message.id <= facts.participation.readUpTo, !facts.isCancelled
        else { return effects }
        effects.isCancelled = true
        effects.audience = .only([facts.actor], receiver: facts.actor)
        return effects
    }

    private static func delete(_ message: OperatedMessage, _ facts: OperationFacts) -> OperationEffects {
        var effects = OperationEffects()
        guard message.kind == .message, !message.isRecalled else { return effects }
        effects.hides = true
        effects.audience = .only([facts.actor], receiver: facts.actor)
        return effects
    }

    private static func recall(
        _ policy: RecallPolicy, _ message: OperatedMessage, _ facts: OperationFacts
    ) throws(Failure) -> OperationEffects {
        var effects = OperationEffects()
        guard message.kind == .message else { throw Failure(.messageInvalidType) }
        if case .within(let chat, let group) = policy {
            if message.sender == .system { throw Failure(.messageInvalidType) }
            if message.sender != facts.actor {
                guard facts.isGroup else { throw Failure(.userPermissionDenied) }
                guard let role = facts.group?.role, role >= .admin else { throw Failure(.groupAdminPermissionRequired) }
            }
            // Taking back what is gone already is done, however late.
            if message.isRecalled { return effects }
            let window = facts.isGroup ? group : chat
            guard window > 0, facts.now.since(message.id.instant) <= window else {
                throw Failure(.messageOutRecallTime)
            }
        }
        if policy == .disabled { throw Failure(.messageRecallDisabled) }
        if message.isRecalled { return effects }
        effects.erases = true
        effects.audience = .everybody
        return effects
    }

    private static func edit(_ message: OperatedMessage, _ facts: OperationFacts) throws(Failure) -> OperationEffects {
        var effects = OperationEffects()
        guard message.kind == .message, !message.isRecalled else { throw Failure(.messageInvalidType) }
        guard message.sender == facts.actor else { throw Failure(.userPermissionDenied) }
        // Never before the message itself, whose id may run ahead of the clock.
        let earliest = message.editedAt?.advanced(by: editSpacing) ?? message.id.instant
        effects.editsAt = facts.now > earliest ? facts.now : earliest
        effects.audience = .everybody
        return effects
    }
}
