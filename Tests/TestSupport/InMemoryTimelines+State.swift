import HearthCore
import IM

extension InMemoryTimelines.State {
    /// As the stores do it: rules, memory of duplicates, id, row.
    mutating func write(_ message: OutgoingMessage, _ ids: MessageIDs) throws(Failure) -> SendResult {
        if case .notice = message.action { return .accepted(try tell(message, ids)) }
        let sender = message.sender.account
        var facts = SendFacts(
            sender: statuses[sender] ?? .normal, ban: bans[sender] ?? .none, target: nil, now: ids.now())
        try SendRules.admit(facts)
        let send = InMemoryTimelines.Send(
            sender: message.sender, clientID: message.clientID, fingerprint: message.fingerprint)
        // Operations are the business of the stores.
        guard message.kind == .message else { throw Failure(.messageInvalidType) }
        guard case .user(let user) = message.target else { throw Failure(.groupNotExist) }
        if !message.isEphemeral, let id = sends[send] {
            let place = timelines[InMemoryTimelines.Pair(sender.app, sender.user, user)].map {
                AcceptedMessage.Place(conversation: $0.id, target: message.target, previous: .zero)
            }
            return .duplicate(AcceptedMessage(message: message, id: id, place: place))
        }
        let recipient = Account(app: sender.app, user: user)
        facts.target = .user(statuses[recipient] ?? .normal)
        facts.standing = standings[recipient]?[sender.user] ?? .stranger
        try SendRules.decide(message, facts)
        try message.moderation?.admit()
        if message.isEphemeral { return .accepted(AcceptedMessage(message: message, id: try ids.next(), place: nil)) }
        let accepted = try append(message, user, readers: nil, ids)
        sends[send] = accepted.id
        return .accepted(accepted)
    }

    /// What the system tells one person.
    private mutating func tell(_ message: OutgoingMessage, _ ids: MessageIDs) throws(Failure) -> AcceptedMessage {
        guard case .user(let user) = message.target else { throw Failure(.messageInvalid) }
        let reader = Account(app: message.sender.account.app, user: max(user, message.sender.account.user))
        guard statuses[reader] != .removed else { throw Failure(.userNotExist) }
        return try append(message, user, readers: [reader.user], ids)
    }

    private mutating func append(
        _ message: OutgoingMessage, _ user: UserID, readers: [UserID]?, _ ids: MessageIDs
    ) throws(Failure) -> AcceptedMessage {
        let pair = InMemoryTimelines.Pair(message.sender.account.app, message.sender.account.user, user)
        var timeline =
            timelines[pair] ?? InMemoryTimelines.Timeline(id: ConversationID(Int64(timelines.count + 1)))
        let previous = timeline.newest
        let accepted = AcceptedMessage(
            message: message, id: try ids.next(after: previous),
            place: AcceptedMessage.Place(
                conversation: timeline.id, target: message.target, previous: previous, readers: readers, receiver: readers?.first))
        timeline.items.append(accepted.item)
        timelines[pair] = timeline
        return accepted
    }
}

extension InMemoryTimelines.Timeline {
    func history(_ direction: HistoryDirection, _ limit: Int) -> HistoryPage {
        switch direction {
        case .older(let key):
            let older = items.filter { key == .zero || $0.id < key }
            let page = Array(older.suffix(limit).reversed())
            return HistoryPage(items: page.map(\.entry), next: older.count > limit ? page.last?.id ?? .zero : .zero)
        case .newer(let key):
            let newer = items.filter { $0.id > key }
            let page = Array(newer.prefix(limit).reversed())
            return HistoryPage(items: page.map(\.entry), next: newer.count > limit ? page.first?.id ?? .zero : .zero)
        }
    }
}

extension TimelineItem {
    fileprivate var entry: HistoryPage.Entry { HistoryPage.Entry(item: self, status: .unread) }
}

extension InMemoryTimelines.Pair {
    init(_ app: AppNumber, _ one: UserID, _ other: UserID) {
        self.init(app: app, low: min(one, other).rawValue, high: max(one, other).rawValue)
    }

    func holds(_ account: Account) -> Bool {
        app == account.app && (low == account.user.rawValue || high == account.user.rawValue)
    }

    func other(than user: UserID) -> UserID { UserID(low == user.rawValue ? high : low) }
}
