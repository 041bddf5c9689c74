import Database
import HearthCore
import IM

/// Finds out what became of a message, in small reads that hold nobody up.
public struct SQLMessageTracing: MessageTracing {
    /// Conversations or items looked at in one read.
    private static let page: Int64 = 1_000
    /// People in one read: each has devices and marks of his own.
    private static let peoplePage: Int64 = 100

    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func trace(_ id: MessageID, in app: AppNumber) async throws(Failure) -> MessageTrace? {
        guard let conversation = try await conversation(of: id, in: app) else { return nil }
        let query = TraceQuery(app: app, conversation: conversation, message: id)
        guard var trace = try await context.reading({ sql in try query.head(sql) }) else { return nil }
        if case .group = trace.place, trace.kind == ItemKind.message.rawValue {
            let author = trace.from.account.user
            trace.readers = try await context.reading { sql in try query.readers(sql, besides: author) }
        }
        var acts = TraceActs(about: id)
        try await look(at: query, into: &acts)
        try await addPeople(query, to: &trace, &acts)
        trace.operations = acts.operations
        return trace
    }

    /// Nobody keeps an index by message alone: asks conversation by conversation.
    private func conversation(of id: MessageID, in app: AppNumber) async throws(Failure) -> ConversationID? {
        var place: Int64 = 0
        while !Task.isCancelled {
            let from = place
            let page = try await context.reading { sql in
                try sql.all(
                    """
                    SELECT c.id, (SELECT m.id FROM messages m WHERE m.app = c.app AND m.conversation = c.id AND m.id = ?3)
                    FROM conversations c WHERE c.app = ?1 AND c.id > ?2 ORDER BY c.id LIMIT ?4
                    """, [.integer(app.rawValue), .integer(from), .integer(id.rawValue), .integer(Self.page)]
                ) { (id: $0.int64(0), isHere: !$0.isNull(1)) }
            }
            if let found = page.first(where: \.isHere) { return ConversationID(found.id) }
            guard let last = page.last, page.count == Self.page else { return nil }
            place = last.id
        }
        return nil
    }

    /// All later items of the conversation: what is about this message, and who has read it or a later one.
    private func look(at query: TraceQuery, into acts: inout TraceActs) async throws(Failure) {
        var place = query.message
        while !Task.isCancelled {
            let from = place
            let page = try await context.reading { sql in try query.items(sql, after: from, limit: Self.page) }
            for item in page { acts.take(item) }
            guard let last = page.last, page.count == Self.page else { return }
            place = last.act.id
        }
    }

    private func addPeople(_ query: TraceQuery, to trace: inout MessageTrace, _ acts: inout TraceActs) async throws(Failure) {
        var place: Int64 = -1
        while !Task.isCancelled {
            let from = place
            let page = try await context.reading { sql in
                try query.people(sql, after: from, limit: Self.peoplePage).map { person in
                    (person: person, items: try query.ownItems(sql, of: person.user))
                }
            }
            for (person, items) in page {
                for item in items { acts.take(item) }
                var person = person
                person.reading = acts.readings[person.user]
                trace.people.append(person)
            }
            guard let last = page.last, page.count == Self.peoplePage else { return }
            place = last.person.user.rawValue
        }
    }
}

/// What was done to one message, gathered from items in any order.
struct TraceActs {
    /// An item of a conversation with the message it is about.
    struct Item: Sendable {
        let act: MessageTrace.Act
        let related: MessageID?
    }

    private let message: MessageID
    private var found: [MessageID: MessageTrace.Act] = [:]
    /// For each user the first thing he did that says that he has read the message.
    private(set) var readings: [UserID: MessageID] = [:]

    init(about message: MessageID) { self.message = message }

    /// Oldest first. What several people read of stands in several places.
    var operations: [MessageTrace.Act] { found.values.sorted { $0.id < $1.id } }

    mutating func take(_ item: Item) {
        guard let related = item.related else { return }
        if related == message { found[item.act.id] = item.act }
        let kind = ItemKind(rawValue: item.act.kind)
        if related >= message, kind == .readAck || kind == .playAck || kind == .readAll {
            readings[item.act.user] = min(readings[item.act.user] ?? item.act.id, item.act.id)
        }
    }
}
