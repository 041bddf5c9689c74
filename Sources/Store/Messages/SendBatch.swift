import Database
import HearthCore
import IM

/// What must be known of the store to decide about a batch of sends.
protocol BatchFacts {
    /// Nil for an account that never was.
    func status(of account: Account) throws -> UserStatus?
    /// The id this very message got before.
    func earlier(_ key: SendKey) throws -> MessageID?
    /// Nil for two people who never wrote to each other.
    func timeline(_ pair: ConversationPair) throws -> Timeline?
    /// Makes the conversation of two people with their first message.
    func begin(_ pair: ConversationPair) throws -> Timeline
}

/// Whose conversation: two users, low before high, or a group and nothing.
struct ConversationPair: Hashable, Comparable {
    let app: AppNumber
    let low: Int64
    let high: Int64

    init(app: AppNumber, low: Int64, high: Int64) {
        self.app = app
        self.low = low
        self.high = high
    }

    init(of message: OutgoingMessage) {
        let sender = message.sender.account.user.rawValue
        app = message.sender.account.app
        switch message.target {
        case .user(let user): (low, high) = (min(sender, user.rawValue), max(sender, user.rawValue))
        case .group(let group): (low, high) = (group.rawValue, 0)
        }
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.app.rawValue, left.low, left.high) < (right.app.rawValue, right.low, right.high)
    }
}

/// A conversation as the batch finds it, and later as it leaves it.
struct Timeline {
    let id: ConversationID
    var newest: MessageID
    var sequence: Int64
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

/// Decides about a batch of sends in its order, and collects what is to be written.
struct SendBatch<Facts: BatchFacts> {
    /// A message to be written.
    struct Row {
        let message: OutgoingMessage
        let id: MessageID
        let conversation: ConversationID
        let sequence: Int64
    }

    private let facts: Facts
    private let ids: MessageIDs
    private var known: [SendKey: MessageID] = [:]
    private(set) var rows: [Row] = []
    /// The conversations that got messages, as they are to be written.
    private(set) var timelines: [ConversationPair: Timeline] = [:]
    /// The largest id given.
    private(set) var newest = MessageID.zero

    init(_ facts: Facts, ids: MessageIDs) {
        self.facts = facts
        self.ids = ids
    }

    /// One answer for each message, in the same order.
    /// - Throws: trouble of the database, for the whole batch.
    mutating func decide(_ batch: [OutgoingMessage]) throws -> [SendResult] {
        var results: [SendResult] = []
        results.reserveCapacity(batch.count)
        for message in batch {
            do {
                results.append(try decide(message))
            } catch let failure as Failure {
                results.append(.refused(failure))
            }
        }
        return results
    }

    private mutating func decide(_ message: OutgoingMessage) throws -> SendResult {
        var known = SendFacts(sender: try facts.status(of: message.sender.account), target: nil)
        try SendRules.admit(known)
        let key = SendKey(message)
        if !message.isEphemeral, let id = try self.known[key] ?? facts.earlier(key) {
            return .duplicate(try repeated(message, id))
        }
        if case .user(let user) = message.target {
            let target = Account(app: message.sender.account.app, user: user)
            known.target = try facts.status(of: target).map { .user($0) }
        }
        try SendRules.decide(message, known)
        guard !message.isEphemeral else {
            return .accepted(AcceptedMessage(message: message, id: try ids.next(), place: nil))
        }
        return .accepted(try place(message, key))
    }

    private func repeated(_ message: OutgoingMessage, _ id: MessageID) throws -> AcceptedMessage {
        let pair = ConversationPair(of: message)
        let timeline = try timelines[pair] ?? facts.timeline(pair)
        return AcceptedMessage(
            message: message, id: id, place: timeline.map { AcceptedMessage.Place(conversation: $0.id, previous: .zero) })
    }

    private mutating func place(_ message: OutgoingMessage, _ key: SendKey) throws -> AcceptedMessage {
        let pair = ConversationPair(of: message)
        let found = try timelines[pair] ?? facts.timeline(pair)
        let previous = found?.newest ?? .zero
        // Before anything is written: a message that gets no id must not leave an empty conversation behind.
        let id = try ids.next(after: previous)
        var timeline = try found ?? facts.begin(pair)
        timeline.newest = id
        timeline.sequence += 1
        timelines[pair] = timeline
        newest = max(newest, id)
        known[key] = id
        rows.append(Row(message: message, id: id, conversation: timeline.id, sequence: timeline.sequence))
        return AcceptedMessage(
            message: message, id: id, place: AcceptedMessage.Place(conversation: timeline.id, previous: previous))
    }
}
