import HearthCore
import IM

/// What must be known of the store to decide about a batch of sends and operations: as it was before the batch.
protocol BatchFacts {
    /// Nil for an account that never was.
    func user(_ account: Account) throws -> KnownUser?
    /// What the roster of one person says of another.
    func standing(of sender: UserID, with account: Account) throws -> SendFacts.Standing
    /// Nil when there is no such group.
    func standing(of account: Account, in group: GroupID) throws -> GroupStanding?
    /// The id this very message got before.
    func earlier(_ key: SendKey) throws -> MessageID?
    /// The time of an edit that was accepted before.
    func editedAt(_ id: MessageID, in conversation: ConversationID, of app: AppNumber) throws -> Instant?
    /// Nil for two people who never wrote to each other.
    func timeline(_ pair: ConversationPair) throws -> Timeline?
    /// Makes the conversation of two people with their first message.
    func begin(_ pair: ConversationPair) throws -> Timeline

    /// The conversation that an operation happens in; nil when its message is in none of the actor's.
    func place(of message: OutgoingMessage) throws -> ConversationPair?
    /// The message an operation is about, with its payload if it is an edit.
    func operated(_ operation: Operation, in pair: ConversationPair) throws -> OperatedMessage?
    /// Nil for who is not in the conversation.
    func participation(_ account: Account, in pair: ConversationPair) throws -> Participation?
    /// See `OperationFacts.isCancelled`.
    func isCancelled(_ message: OutgoingMessage, _ operation: Operation, in pair: ConversationPair) throws -> Bool
}

/// An account as far as sending is concerned.
struct KnownUser {
    let status: UserStatus
    let ban: SendBan
}

extension BatchFacts {
    /// What is known of who sends; the rest is asked for when he is admitted.
    func facts(ofSenderOf message: OutgoingMessage, at now: Instant) throws -> SendFacts {
        let account = message.sender.account
        guard account.user != .system else { return SendFacts(sender: .normal, target: nil, now: now) }
        let sender = try user(account)
        return SendFacts(sender: sender?.status, ban: sender?.ban ?? .none, target: nil, now: now)
    }

    /// Adds what is known of whom a new message goes to.
    func addTarget(of message: OutgoingMessage, to facts: inout SendFacts) throws {
        let account = message.sender.account
        switch message.target {
        case .user(let user):
            let recipient = Account(app: account.app, user: user)
            facts.target = try self.user(recipient).map { .user($0.status) }
            if let pair = ConversationPair(of: message), message.listener(in: pair) != nil {
                facts.standing = try standing(of: account.user, with: recipient)
            }
        case .group(let group): facts.target = try standing(of: account, in: group).map { .group($0) }
        case .unnamed: return
        }
    }
}

/// Whose conversation: two users, low before high, or a group and nothing. The system is user 0.
struct ConversationPair: Hashable, Comparable {
    let app: AppNumber
    let low: Int64
    let high: Int64

    init(app: AppNumber, low: Int64, high: Int64) {
        self.app = app
        self.low = low
        self.high = high
    }

    /// Nil where the sender names no conversation.
    init?(of message: OutgoingMessage) { self.init(message.sender.account, message.target) }

    init?(_ account: Account, _ target: MessageTarget) {
        let sender = account.user.rawValue
        app = account.app
        switch target {
        case .user(let user): (low, high) = (min(sender, user.rawValue), max(sender, user.rawValue))
        case .group(let group): (low, high) = (group.rawValue, 0)
        case .unnamed: return nil
        }
    }

    /// Groups have odd numbers, users even ones.
    var isGroup: Bool { high == 0 && !low.isMultiple(of: 2) }

    /// The other side, for one of the two.
    func target(for user: UserID) -> MessageTarget {
        isGroup ? .group(GroupID(low)) : .user(UserID(user.rawValue == low ? high : low))
    }

    /// The name it has for one of the two, as in `participants`.
    func peer(for user: UserID) -> Int64 { isGroup ? low : user.rawValue == low ? high : low }

    static func < (left: Self, right: Self) -> Bool {
        (left.app.rawValue, left.low, left.high) < (right.app.rawValue, right.low, right.high)
    }
}

extension OutgoingMessage {
    /// The one other person who gets to read what is said in a conversation, and whose roster may be against it.
    func listener(in pair: ConversationPair) -> Account? {
        let user = sender.account.user.rawValue
        guard kind.isSaid, !pair.isGroup, pair.low != UserID.system.rawValue, pair.low != pair.high else { return nil }
        return Account(app: pair.app, user: UserID(pair.peer(for: UserID(user))))
    }

    /// Whose conversation a message to a group is in; nil for one to a person.
    var groupPair: ConversationPair? {
        guard case .group = target else { return nil }
        return ConversationPair(of: self)
    }
}

/// A conversation as the batch finds it, and later as it leaves it.
struct Timeline {
    let id: ConversationID
    /// The newest item that everybody reads.
    var newest: MessageID
    var sequence: Int64
    /// The largest id given under it.
    var given: MessageID
    /// The newest message that was recalled.
    var erased: MessageID
}

/// By what a repeated send is known.
struct SendKey: Hashable {
    let sender: DeviceAddress
    let clientID: Int64
    let fingerprint: Int64

    init(_ message: OutgoingMessage) {
        sender = message.sender
        clientID = message.clientID
        fingerprint = message.fingerprint
    }
}
