import HearthCore

/// Texts that somebody is asked to look at, and what is decided of them.
public struct Reviews: Sendable {
    /// Reviews in one page.
    public static let page = (standard: 50, most: 500)
    /// Characters of a note.
    public static let noteCharacters = 1_024

    /// For how long the author may send nothing.
    public enum Ban: Sendable, Equatable {
        /// From 1 to `Restrictions.longestBan`.
        case minutes(Int64)
        case forever
    }

    private let store: any ReviewStore
    private let taking: any TakingBack
    private let restrictions: Restrictions
    private let clock: any WallClock

    public init(store: any ReviewStore, taking: any TakingBack, restrictions: Restrictions, clock: any WallClock) {
        self.store = store
        self.taking = taking
        self.restrictions = restrictions
        self.clock = clock
    }

    /// Reviews of an app, newest first.
    /// - Parameters:
    ///   - isOpen: true for those nobody has decided, false for the others, nil for all.
    ///   - user: of one author; nil for all.
    ///   - before: only reviews with a smaller id; nil for all.
    ///   - limit: at most `page.most`.
    public func list(
        of app: AppNumber, isOpen: Bool?, user: UserID? = nil, before: Int64? = nil, limit: Int
    ) async throws(Failure) -> [Review] {
        try await store.list(of: app, isOpen: isOpen, user: user, before: before ?? .max, limit: min(limit, Self.page.most))
    }

    /// - Throws: `InvalidRequestParameter` where there is no such review.
    public func find(_ id: Int64, in app: AppNumber) async throws(Failure) -> Review {
        guard let review = try await store.find(id, in: app) else { throw Self.refusal("id: there is no review \(id)") }
        return review
    }

    /// Decides what becomes of a text, once. What follows is done before the decision is noted: where it fails, it can be tried again.
    /// - Parameters:
    ///   - ban: nil for none.
    ///   - author: who decides.
    /// - Returns: the review with the decision.
    /// - Throws: `InvalidRequestParameter` where there is no such review, or it is decided already; what taking back and banning throw.
    public func decide(
        _ id: Int64, in app: AppDirectory.Entry, _ verdict: Review.Verdict, ban: Ban? = nil, note: String = "", by author: String
    ) async throws(Failure) -> Review {
        try ClientText.check(note, characters: Self.noteCharacters, "note")
        if case .minutes(let minutes)? = ban, !(1...Restrictions.longestBan).contains(minutes) { throw Self.refusal("ban_minutes") }
        let review = try await find(id, in: app.app.number)
        guard review.decision == nil else { throw Self.decided(id) }
        if verdict == .recall { try await taking.takeBack(review, app.settings) }
        let isBanned = try await carryOut(ban, on: review.author)
        let decision = Review.Decision(verdict, isBanned: isBanned, at: clock.now(), by: author, note: note)
        guard try await store.decide(id, in: app.app.number, decision) else { throw Self.decided(id) }
        return try await find(id, in: app.app.number)
    }

    /// - Returns: whether somebody is banned: nobody is whose account is removed.
    private func carryOut(_ ban: Ban?, on account: Account) async throws(Failure) -> Bool {
        guard let ban, account.user != .system else { return false }
        do throws(Failure) {
            switch ban {
            case .minutes(let minutes): try await restrictions.ban(account, minutes: minutes)
            case .forever: try await restrictions.ban(account, minutes: nil)
            }
            return true
        } catch {
            guard error.name == .userNotExist else { throw error }
            return false
        }
    }

    private static func decided(_ id: Int64) -> Failure { refusal("id: review \(id) is decided already") }

    private static func refusal(_ words: String) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: \(words)")
    }
}

/// Takes a text back that somebody decided against.
public protocol TakingBack: Sendable {
    /// What is gone already is fine, so this may be repeated.
    func takeBack(_ review: Review, _ settings: AppSettings) async throws(Failure)
}
