import Database
import HearthCore
import IM

/// Decides about a batch of sends and operations in its order, and collects what is to be written.
struct SendBatch<Facts: BatchFacts> {
    let facts: Facts
    let ids: MessageIDs
    let editor: any BodyEditor
    /// Which apps want to hear of messages.
    let callbacks: CallbackWishes.Table
    /// When the batch is decided.
    let now: Instant
    private var known: [SendKey: MessageID] = [:]
    private(set) var rows: [TimelineRow] = []
    /// What got an id, to know it when it is sent again.
    private(set) var remembered: [(message: OutgoingMessage, id: MessageID)] = []
    /// The conversations that got items, as they are to be written.
    private(set) var timelines: [ConversationPair: Timeline] = [:]
    /// What operations write beside, in order.
    private(set) var marks: [OperationMark] = []
    /// Where among the marks the new text of a message is.
    private var texts: [OperationChanges.Message: Int] = [:]
    /// The largest id given.
    private(set) var newest = MessageID.zero
    /// What operations of this batch have done so far.
    var changed = OperationChanges()

    init(_ facts: Facts, ids: MessageIDs, editor: any BodyEditor, callbacks: CallbackWishes.Table) {
        self.facts = facts
        self.ids = ids
        self.editor = editor
        self.callbacks = callbacks
        now = ids.now()
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
        if case .notice = message.action {
            // Told again by who did not learn how the first commit ended.
            if let id = try earlier(message) { return .duplicate(try repeated(message, id)) }
            return .accepted(try tell(message))
        }
        var known = try facts.facts(ofSenderOf: message, at: now)
        try SendRules.admit(known)
        if !message.isEphemeral, let id = try earlier(message) { return .duplicate(try repeated(message, id)) }
        switch message.action {
        case .operation(let operation):
            try SendRules.allow(message.kind, known)
            return .accepted(try operate(message, operation))
        case .clear(let everywhere): return .accepted(try clear(message, everywhere: everywhere))
        case .message, .notice: break
        }
        try facts.addTarget(of: message, to: &known)
        try SendRules.decide(message, known)
        try message.moderation?.admit()
        guard !message.isEphemeral else {
            let conversation = try message.groupPair.flatMap { try self.timeline($0)?.id }
            var members: Int64?
            if case .group(let standing) = known.target { members = standing.members }
            return .accepted(
                AcceptedMessage(message: message, id: try ids.next(), conversation: conversation, place: nil, members: members))
        }
        guard let pair = ConversationPair(of: message) else { throw Failure(.messageInvalid) }
        let found = try timeline(pair)
        let previous = found?.given ?? .zero
        // Before anything is written: a message that gets no id must not leave an empty conversation behind.
        let id = try ids.next(after: previous)
        let timeline = try found ?? facts.begin(pair)
        add(message, id, to: timeline, of: pair)
        flag(message, id, .message, pair)
        let accepted = AcceptedMessage(message: message, id: id, place: try place(pair, timeline, previous, for: message))
        noteCallback(for: accepted, in: pair)
        return .accepted(accepted)
    }

    /// The id that this very message got before, in this batch too.
    private func earlier(_ message: OutgoingMessage) throws -> MessageID? {
        let key = SendKey(message)
        return try known[key] ?? facts.earlier(key)
    }

    private func repeated(_ message: OutgoingMessage, _ id: MessageID) throws -> AcceptedMessage {
        guard let pair = message.kind == .message ? ConversationPair(of: message) : try facts.place(of: message),
            let timeline = try timeline(pair)
        else { return AcceptedMessage(message: message, id: id, place: nil) }
        let place = try place(pair, timeline, .zero, for: message)
        guard message.kind != .message else { return AcceptedMessage(message: message, id: id, place: place) }
        let editedAt = message.kind.isEdit ? try facts.editedAt(id, in: timeline.id, of: pair.app) : nil
        return AcceptedMessage(message: message, id: id, target: place.target, place: nil, editedAt: editedAt)
    }

    func place(
        _ pair: ConversationPair, _ timeline: Timeline, _ previous: MessageID, for message: OutgoingMessage
    ) throws -> AcceptedMessage.Place {
        AcceptedMessage.Place(
            conversation: timeline.id, target: pair.target(for: message.sender.account.user), previous: previous,
            members: pair.isGroup ? try facts.standing(of: message.sender.account, in: GroupID(pair.low))?.members : nil)
    }

    func timeline(_ pair: ConversationPair) throws -> Timeline? { try timelines[pair] ?? facts.timeline(pair) }

    /// Writes an item for everybody in a conversation.
    mutating func add(
        _ message: OutgoingMessage, _ id: MessageID, to timeline: Timeline, of pair: ConversationPair, editedAt: Instant? = nil
    ) {
        var timeline = timeline
        timeline.newest = id
        timeline.sequence += 1
        rows.append(
            TimelineRow(message: message, id: id, conversation: timeline.id, sequence: timeline.sequence, editedAt: editedAt))
        give(id, under: timeline, of: pair)
        remember(message, id)
    }

    /// Notes the largest id given under a conversation.
    mutating func give(_ id: MessageID, under timeline: Timeline, of pair: ConversationPair) {
        var timeline = timeline
        timeline.given = id
        keep(timeline, of: pair)
    }

    mutating func keep(_ timeline: Timeline, of pair: ConversationPair) { timelines[pair] = timeline }

    mutating func remember(_ message: OutgoingMessage, _ id: MessageID) {
        newest = max(newest, id)
        known[SendKey(message)] = id
        remembered.append((message, id))
    }

    mutating func mark(_ mark: OperationMark) { marks.append(mark) }

    /// Asks somebody to look at what was said, where a word list wants that.
    /// - Parameter subject: the message it is now said in.
    mutating func flag(
        _ message: OutgoingMessage, _ id: MessageID, _ kind: Review.Kind, _ pair: ConversationPair, in subject: MessageID? = nil
    ) {
        guard let moderation = message.moderation, !moderation.hits.isEmpty else { return }
        let author = message.sender.account
        let place = Review.Subject(kind, field: "content", target: pair.target(for: author.user), message: subject ?? id)
        mark(
            .review(
                Review(id: id.rawValue, at: now, author: author, subject: place, text: moderation.text, hits: moderation.hits)))
    }

    var writes: TimelineWrites { TimelineWrites(rows: rows, marks: marks, timelines: timelines, newest: newest) }

    /// Notes the new text of a message; of several in a batch the last is written.
    mutating func markText(_ message: OperatedMessage, _ payload: [UInt8], in pair: ConversationPair) {
        let mark = OperationMark.text(message, payload, in: pair.app)
        let key = OperationChanges.Message(pair: pair, id: message.id)
        if let place = texts[key] {
            marks[place] = mark
        } else {
            texts[key] = marks.count
            marks.append(mark)
        }
    }
}
