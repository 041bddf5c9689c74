import HearthCore
import IM

/// What operations of one batch have done so far, over the facts from before it.
struct OperationChanges {
    struct Message: Hashable {
        let pair: ConversationPair
        let id: MessageID
    }

    struct Person: Hashable {
        let pair: ConversationPair
        let user: UserID
    }

    var messages: [Message: OperatedMessage] = [:]
    var participations: [Person: Participation] = [:]
    /// Whether a message is unread for somebody although it is not after his mark.
    var cancellations: [Person: [MessageID: Bool]] = [:]
    /// Up to where somebody read everything in this batch, whatever was cancelled before.
    var readsAll: [Person: MessageID] = [:]
}

extension SendBatch {
    /// An operation on a message.
    mutating func operate(_ message: OutgoingMessage, _ operation: Operation) throws -> AcceptedMessage {
        guard let pair = try facts.place(of: message), let timeline = try timeline(pair) else { throw Failure(.invalidParam) }
        let known = try facts(about: operation, message, pair, timeline)
        let effects = try OperationRules.decide(operation, known)
        if let listener = message.listener(in: pair) {
            try SendRules.relate(message, listener.user, facts.standing(of: message.sender.account.user, with: listener))
        }
        try message.moderation?.admit()
        let id = try ids.next(after: timeline.given)
        var message = message
        let change = try apply(effects, &message, operation, known, pair, timeline, id)
        if operation.kind.isEdit { flag(message, id, .edit, pair, in: operation.message) }
        let accepted = try record(message, id, effects, change, pair)
        noteCallback(for: accepted, in: pair)
        return accepted
    }

    private func facts(
        about operation: Operation, _ message: OutgoingMessage, _ pair: ConversationPair, _ timeline: Timeline
    ) throws -> OperationFacts {
        let account = message.sender.account
        let person = OperationChanges.Person(pair: pair, user: account.user)
        var participation = try changed.participations[person] ?? facts.participation(account, in: pair)
        // The system, and an admin token, need not be in the conversation.
        if participation == nil, (operation.kind == .recall && operation.recalls == .always) || account.user == .system {
            participation = Participation(joined: .zero, readUpTo: .zero, cleared: .zero)
        }
        // Who is in no such conversation hears the same as if it were not there.
        guard let participation else { throw Failure(.invalidParam) }
        let key = OperationChanges.Message(pair: pair, id: operation.message)
        return OperationFacts(
            actor: account.user,
            message: operation.kind == .readAll ? nil : try changed.messages[key] ?? facts.operated(operation, in: pair),
            participation: participation, isCancelled: try isCancelled(operation, message, person), newest: timeline.newest,
            isGroup: pair.isGroup,
            group: pair.isGroup ? try facts.standing(of: account, in: GroupID(pair.low)) : nil, now: ids.now())
    }

    private func isCancelled(
        _ operation: Operation, _ message: OutgoingMessage, _ person: OperationChanges.Person
    ) throws -> Bool {
        guard operation.kind.concernsReadMark else { return false }
        let here = changed.cancellations[person] ?? [:]
        if operation.kind == .readAll {
            if here.contains(where: { $0.key <= operation.message && $0.value }) { return true }
        } else if let isCancelled = here[operation.message] {
            return isCancelled
        }
        if let mark = changed.readsAll[person], mark >= operation.message { return false }
        return try facts.isCancelled(message, operation, in: person.pair)
    }

    /// Notes what the operation leaves on the message and on its reader.
    /// - Parameter message: the operation; an edit of which something was masked is another one afterwards.
    private mutating func apply(
        _ effects: OperationEffects, _ message: inout OutgoingMessage, _ operation: Operation, _ known: OperationFacts,
        _ pair: ConversationPair, _ timeline: Timeline, _ id: MessageID
    ) throws -> AcceptedMessage.Change? {
        var change: AcceptedMessage.Change?
        if var target = known.message {
            if let status = effects.status {
                target.status = status
                mark(.status(target, in: pair.app))
            }
            if let at = effects.editsAt {
                guard let body = target.payload else { throw Failure(.invalidParam) }
                let edit = try editor.edited(body, by: message, operation.kind)
                message = message.moderated(edit.moderation, payload: edit.operation)
                let payload = edit.body
                target.payload = payload
                target.editedAt = at
                markText(target, payload, in: pair)
                change = .edited(target.id, payload: payload, at: at)
            }
            if effects.erases {
                target.isRecalled = true
                target.payload = []
                mark(.erasure(target, by: id, in: pair.app))
                if target.editedAt != nil { mark(.erasureOfEdits(target, by: id, in: pair.app)) }
                change = .erased(target.id)
                var timeline = timeline
                timeline.erased = max(timeline.erased, target.id)
                keep(timeline, of: pair)
            }
            changed.messages[OperationChanges.Message(pair: pair, id: target.id)] = target
        }
        applyToReader(effects, operation, known, message.sender.account, pair, timeline)
        return change
    }

    private mutating func applyToReader(
        _ effects: OperationEffects, _ operation: Operation, _ known: OperationFacts, _ account: Account,
        _ pair: ConversationPair, _ timeline: Timeline
    ) {
        let person = OperationChanges.Person(pair: pair, user: account.user)
        let reader = OperationMark.Reader(account: account, peer: pair.peer(for: account.user), conversation: timeline.id)
        if let mark = effects.readUpTo {
            var participation = known.participation
            participation.readUpTo = mark
            changed.participations[person] = participation
            self.mark(.readUpTo(mark, reader))
        }
        if let mark = effects.readsCancelledUpTo {
            changed.readsAll[person] = max(mark, changed.readsAll[person] ?? .zero)
            for (id, _) in changed.cancellations[person] ?? [:] where id <= mark { changed.cancellations[person]?[id] = false }
            self.mark(.readsCancelled(upTo: mark, reader))
        }
        if let isCancelled = effects.isCancelled {
            changed.cancellations[person, default: [:]][operation.message] = isCancelled
            mark(isCancelled ? .cancelRead(operation.message, reader) : .readCancelled(operation.message, reader))
        }
        if effects.hides { OperationMark.hide(operation.message, reader).forEach { mark($0) } }
    }

    /// Writes the item for those who are to read of it.
    private mutating func record(
        _ message: OutgoingMessage, _ id: MessageID, _ effects: OperationEffects, _ change: AcceptedMessage.Change?,
        _ pair: ConversationPair
    ) throws -> AcceptedMessage {
        guard let timeline = try timeline(pair) else { throw Failure(.serverUnknownError) }
        switch effects.audience {
        case .nobody:
            remember(message, id)
            return AcceptedMessage(
                message: message, id: id, target: pair.target(for: message.sender.account.user), place: nil)
        case .everybody:
            let place = try place(pair, timeline, timeline.given, for: message)
            add(message, id, to: timeline, of: pair, editedAt: effects.editsAt)
            return AcceptedMessage(message: message, id: id, place: place, change: change, editedAt: effects.editsAt)
        case .only(let users, let receiver):
            return addOwn(message, id, users, receiver, timeline, pair, effects.hides ? hidden(message) : nil)
        }
    }

    /// Writes an item that some alone read.
    mutating func addOwn(
        _ message: OutgoingMessage, _ id: MessageID, _ users: [UserID], _ receiver: UserID, _ timeline: Timeline,
        _ pair: ConversationPair, _ change: AcceptedMessage.Change?
    ) -> AcceptedMessage {
        let place = AcceptedMessage.Place(
            conversation: timeline.id, target: pair.target(for: message.sender.account.user), previous: timeline.given,
            readers: users, receiver: receiver)
        for user in users {
            let account = Account(app: pair.app, user: user)
            let reader = OperationMark.Reader(account: account, peer: pair.peer(for: user), conversation: timeline.id)
            OperationMark.own(message, id, receiver: receiver, reader).forEach { mark($0) }
        }
        give(id, under: timeline, of: pair)
        remember(message, id)
        return AcceptedMessage(message: message, id: id, place: place, change: change)
    }

    private func hidden(_ message: OutgoingMessage) -> AcceptedMessage.Change? {
        guard case .operation(let operation) = message.action else { return nil }
        return .hidden(operation.message, from: message.sender.account.user)
    }

    /// A conversation is deleted. One that is not there is gone already.
    mutating func clear(_ message: OutgoingMessage, everywhere: Bool) throws -> AcceptedMessage {
        let account = message.sender.account
        guard let pair = ConversationPair(of: message), let timeline = try timeline(pair),
            var participation = try changed.participations[OperationChanges.Person(pair: pair, user: account.user)]
                ?? facts.participation(account, in: pair)
        else {
            let id = try ids.next()
            remember(message, id)
            return AcceptedMessage(message: message, id: id, place: nil)
        }
        let id = try ids.next(after: timeline.given)
        let reader = OperationMark.Reader(account: account, peer: pair.peer(for: account.user), conversation: timeline.id)
        mark(.clearDevice(message.sender.device, id, reader))
        guard everywhere else { return addOwn(message, id, [], account.user, timeline, pair, nil) }
        participation.cleared = id
        changed.participations[OperationChanges.Person(pair: pair, user: account.user)] = participation
        mark(.clear(id, reader))
        return addOwn(
            message, id, [account.user], account.user, timeline, pair, .cleared(upTo: id, from: account.user))
    }
}
