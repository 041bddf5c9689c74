import HearthCore

/// Something with texts that others are shown.
public protocol Screenable {
    /// The same with its texts as they may be shown.
    /// - Parameter screen: each of the texts is handed to it.
    func screened(_ screen: inout TextScreen) -> Self
}

/// Looks through the texts of one change, and notes what becomes of each.
public struct TextScreen {
    /// A text that somebody is to look at.
    struct Flag {
        let kind: Review.Kind
        let field: String
        let moderation: Moderation
    }

    private let censor: Censor
    private let entries: [Lexicons.Entry]
    private(set) var refusal: Failure?
    private(set) var flags: [Flag] = []

    init(_ censor: Censor, _ entries: [Lexicons.Entry]) {
        self.censor = censor
        self.entries = entries
    }

    /// - Parameter field: what clients call it.
    /// - Returns: the text as it may be shown.
    public mutating func text(_ text: String, _ kind: Review.Kind, _ field: String) -> String {
        look(at: text, kind, field) { $0.text(text) }
    }

    /// The same for a text of JSON.
    public mutating func json(_ text: String, _ kind: Review.Kind, _ field: String) -> String {
        look(at: text, kind, field) { $0.json(text) }
    }

    private mutating func look(
        at text: String, _ kind: Review.Kind, _ field: String, _ inspect: (inout Inspection) -> String
    ) -> String {
        var inspection = Inspection(entries)
        let shown = inspect(&inspection)
        guard let moderation = censor.outcome(of: inspection, text) else { return shown }
        if let refusal = moderation.refusal {
            self.refusal = refusal
        } else {
            flags.append(Flag(kind: kind, field: field, moderation: moderation))
        }
        return shown
    }
}

/// Keeps listed words out of what people call themselves and their groups, and out of what they tell each other beside messages.
public struct Screening: Sendable {
    /// Who changes something.
    public struct Writer: Sendable {
        let account: Account
        let author: MessageAuthor
        let settings: AppSettings

        /// - Parameter account: user 0 where an app's own server acts for nobody.
        public init(_ account: Account, _ author: MessageAuthor, _ settings: AppSettings) {
            self.account = account
            self.author = author
            self.settings = settings
        }
    }

    /// Where a text stands once the change is made.
    public struct Place: Sendable {
        let target: MessageTarget
        let item: Int64

        /// - Parameter item: of an announcement.
        public init(_ target: MessageTarget, item: Int64 = 0) {
            self.target = target
            self.item = item
        }
    }

    private let censor: Censor?
    private let reviews: (any ReviewStore)?
    private let ids: MessageIDs

    public init(censor: Censor, reviews: any ReviewStore, ids: MessageIDs) {
        self.censor = censor
        self.reviews = reviews
        self.ids = ids
    }

    private init(ids: MessageIDs) {
        censor = nil
        reviews = nil
        self.ids = ids
    }

    /// Looks through nothing.
    public static func none(_ ids: MessageIDs) -> Screening { Screening(ids: ids) }

    /// Makes a change with its texts as they may be shown, and asks somebody to look at those that a list flags.
    /// - Parameters:
    ///   - place: where the texts stand afterwards.
    ///   - make: makes the change.
    /// - Throws: `MessageCensored`, and what `make` does.
    public func make<Value, Answer: Sendable>(
        _ value: Value, by writer: Writer, at place: (Answer) -> Place, _ make: (Value) async throws(Failure) -> Answer
    ) async throws(Failure) -> Answer {
        guard let screenable = value as? any Screenable, let censor, let reviews,
            let entries = censor.entries(writer.account.app, writer.author, writer.settings)
        else { return try await make(value) }
        var screen = TextScreen(censor, entries)
        let shown = screenable.screened(&screen) as? Value ?? value
        if let refusal = screen.refusal { throw refusal }
        let answer = try await make(shown)
        guard !screen.flags.isEmpty else { return answer }
        let (stand, now) = (place(answer), ids.now())
        let flagged = try screen.flags.map { flag throws(Failure) in
            Review(
                id: try ids.next().rawValue, at: now, author: writer.account,
                subject: Review.Subject(flag.kind, field: flag.field, target: stand.target, message: MessageID(stand.item)),
                text: flag.moderation.text, hits: flag.moderation.hits)
        }
        try await reviews.add(flagged)
        return answer
    }
}
