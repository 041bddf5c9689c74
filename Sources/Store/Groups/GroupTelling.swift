import HearthCore
import IM

/// Gives what is told in groups its ids and places, and collects all that is to be written.
struct GroupTelling {
    let app: AppNumber
    let ids: MessageIDs
    /// Those who can be told something of their own.
    let readers: Set<UserID>
    /// The conversations of the groups and of the readers with the system.
    var timelines: [ConversationPair: Timeline]
    private(set) var writes = TimelineWrites()
    /// When it happens, for the app's callbacks; nil where it wants none.
    private let callbacksAt: Instant?

    init(
        app: AppNumber, ids: MessageIDs, readers: Set<UserID>, timelines: [ConversationPair: Timeline], callbacksAt: Instant? = nil
    ) {
        self.app = app
        self.ids = ids
        self.readers = readers
        self.timelines = timelines
        self.callbacksAt = callbacksAt
    }

    /// - Parameters:
    ///   - messages: the notices of the part, encoded.
    ///   - everybody: the members of a group that is destroyed.
    mutating func add(_ part: GroupPart, _ messages: [OutgoingMessage], everybody: [UserID]) throws -> GroupCommit {
        let pair = part.pair(app)
        guard let before = timelines[pair] else { throw Failure(.serverUnknownError) }
        var told: [(message: OutgoingMessage, id: MessageID, previous: MessageID)] = []
        var own: [UserID: GroupCommit.Own] = [:]
        var pushed: [AcceptedMessage] = []
        for (notice, message) in zip(part.notices, messages) {
            switch notice.audience {
            case .members where part.keepsNotices: told.append(try tellMembers(message, pair))
            case .members: pushed.append(AcceptedMessage(message: message, id: try ids.next(), conversation: before.id, place: nil))
            case .only(let users):
                for user in Set(users).intersection(readers).sorted() { own[user] = try tell(user, message) }
            }
        }
        if part.storesIDs { writes.newest = max(writes.newest, MessageID(part.facts.newID)) }
        var marks = GroupMarks(part, conversation: before.id, before: before.given, last: told.last?.id ?? before.given)
        for effect in part.effects { marks.apply(effect) }
        marks.close()
        writes.marks += marks.marks
        if let callbacksAt { writes.marks += part.notices.map { .callback(CallbackFacts($0, in: app, at: callbacksAt)) } }
        return GroupCommit(
            app: app, group: part.facts.group.id, type: part.facts.group.type, conversation: before.id, members: marks.versions.audience,
            told: told.map { accepted($0, in: before.id, part.facts.group.id, marks.versions.audience) },
            own: own.values.sorted { $0.reader < $1.reader }, left: part.isDestroyed ? everybody : marks.left,
            pushed: pushed)
    }

    private func accepted(
        _ told: (message: OutgoingMessage, id: MessageID, previous: MessageID), in conversation: ConversationID, _ group: GroupID,
        _ members: Int64
    ) -> AcceptedMessage {
        let place = AcceptedMessage.Place(
            conversation: conversation, target: .group(group), previous: told.previous, members: members)
        return AcceptedMessage(message: told.message, id: told.id, place: place)
    }

    /// One item for all.
    private mutating func tellMembers(
        _ message: OutgoingMessage, _ pair: ConversationPair
    ) throws -> (message: OutgoingMessage, id: MessageID, previous: MessageID) {
        guard var timeline = timelines[pair] else { throw Failure(.serverUnknownError) }
        let previous = timeline.given
        let id = try ids.next(after: previous)
        timeline.newest = id
        timeline.given = id
        timeline.sequence += 1
        keep(timeline, of: pair, id)
        writes.rows.append(
            TimelineRow(message: message, id: id, conversation: timeline.id, sequence: timeline.sequence, editedAt: nil))
        return (message, id, previous)
    }

    private mutating func tell(_ reader: UserID, _ message: OutgoingMessage) throws -> GroupCommit.Own {
        let account = Account(app: app, user: reader)
        let pair = ConversationPair.ofSystem(account)
        guard var timeline = timelines[pair] else { throw Failure(.serverUnknownError) }
        let id = try ids.next(after: timeline.given)
        timeline.given = id
        keep(timeline, of: pair, id)
        writes.marks += OperationMark.own(
            message, id, receiver: reader,
            OperationMark.Reader(account: account, peer: pair.peer(for: reader), conversation: timeline.id))
        return GroupCommit.Own(reader: reader, conversation: timeline.id, newest: id)
    }

    private mutating func keep(_ timeline: Timeline, of pair: ConversationPair, _ id: MessageID) {
        timelines[pair] = timeline
        writes.timelines[pair] = timeline
        writes.newest = max(writes.newest, id)
    }
}

extension CallbackFacts {
    fileprivate init(_ notice: GroupNotice, in app: AppNumber, at now: Instant) {
        self.init(
            app: app, event: .group(notice.kind), at: now, from: notice.from, target: .group(notice.group), others: notice.to,
            body: Array(notice.content.utf8))
    }
}
