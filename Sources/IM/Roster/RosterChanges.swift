import HearthCore

/// Changes what people are to each other, and tells those who are to know.
public struct RosterChanges: Sendable {
    private let store: any RosterChangeStore
    private let notifier: any Notifier
    private let clock: any WallClock

    public init(store: any RosterChangeStore, notifier: any Notifier, clock: any WallClock) {
        self.store = store
        self.notifier = notifier
        self.clock = clock
    }

    /// Asks to become somebody's friend; whether that is so at once, after an answer or never is up to the other's `AuthMode`.
    /// - Throws: `UserNotExist`, `InvalidRequestParameter` (himself, or a text too long), `CurrentUserIsInRoster`,
    ///   `CurrentUserIsInBlocklist`, `RosterRejectApplication`.
    public func apply(_ account: Account, _ request: RosterRequest, settings: AppSettings) async throws(Failure) {
        try await apply(account, [request], settings: settings).first?.get()
    }

    /// The same for several, each with its own outcome.
    public func apply(
        _ account: Account, _ requests: [RosterRequest], settings: AppSettings
    ) async throws(Failure) -> [RosterOutcome] {
        let until = clock.now().advanced(by: Int64(settings.rosterApplicationDays) * 86_400_000)
        return try await run(account, requests.map { RosterStep($0.user, .apply($0, until: until)) })
    }

    /// Agrees to an application.
    /// - Throws: `AnswerFailed` when there is no open one, `CurrentUserIsInBlocklist`.
    public func accept(_ account: Account, from applicant: UserID) async throws(Failure) {
        try await run(account, applicant, .accept)
    }

    /// Refuses an application. The applicant is told the reason.
    /// - Throws: `AnswerFailed` when there is no open one, `InvalidRequestParameter`.
    public func decline(_ account: Account, from applicant: UserID, reason: String = "") async throws(Failure) {
        try await run(account, applicant, .decline(reason: reason))
    }

    /// Ends a friendship, for both. What was said stays, and so does a block.
    /// - Throws: `RosterNotFriend`.
    public func delete(_ account: Account, _ friend: UserID) async throws(Failure) {
        try await run(account, friend, .delete)
    }

    /// Keeps somebody from writing to the account. A friendship stays; the other is not told.
    /// - Throws: `UserNotExist`, `InvalidRequestParameter` (himself).
    public func block(_ account: Account, _ other: UserID) async throws(Failure) {
        try await run(account, other, .block)
    }

    /// Takes a block back, if there is one.
    /// - Throws: `UserNotExist`, `InvalidRequestParameter` (himself).
    public func unblock(_ account: Account, _ other: UserID) async throws(Failure) {
        try await run(account, other, .unblock)
    }

    /// Notes something about a friend: for the account's own devices alone.
    /// - Throws: `RosterNotFriend`, `InvalidRequestParameter`.
    public func set(_ account: Account, _ friend: UserID, _ change: RosterEntryChange) async throws(Failure) {
        try await run(account, friend, .set(change))
    }

    /// Makes the account and each of `users` friends, without asking them: for operators.
    public func befriend(_ account: Account, _ users: [UserID]) async throws(Failure) -> [RosterOutcome] {
        try await run(account, users.map { RosterStep($0, .befriend) })
    }

    /// Whether one user may write to another.
    /// - Parameter friendsOnly: whether the app wants messages between friends only.
    /// - Throws: `UserNotExist` unless both are there.
    public func mayMessage(from sender: Account, to recipient: UserID, friendsOnly: Bool) async throws(Failure) -> Bool {
        try RosterRules.mayMessage(try await store.pair(sender, recipient), friendsOnly: friendsOnly)
    }
}

// MARK: - How it is done

extension RosterChanges {
    /// Steps in one transaction: a long one keeps others waiting.
    private static let together = 100

    private func run(_ account: Account, _ other: UserID, _ command: RosterCommand) async throws(Failure) {
        try await run(account, [RosterStep(other, command)]).first?.get()
    }

    private func run(_ account: Account, _ steps: [RosterStep]) async throws(Failure) -> [RosterOutcome] {
        guard steps.count <= Limits.idsPerCall else { throw RosterTexts.refusal(of: "list") }
        var outcomes: [RosterOutcome] = []
        var start = 0
        while start < steps.count {
            let part = Array(steps[start..<min(start + Self.together, steps.count)])
            outcomes += try await runTogether(account, part)
            start += part.count
        }
        return outcomes
    }

    /// Texts are looked at first: what is too long never gets near the store.
    private func runTogether(_ account: Account, _ steps: [RosterStep]) async throws(Failure) -> [RosterOutcome] {
        let refusals = steps.map(\.refusal)
        let sound = zip(steps, refusals).filter { $0.1 == nil }.map(\.0)
        let results = sound.isEmpty ? [] : try await store.change(account, sound, now: clock.now())
        let notices = results.flatMap { (try? $0.get().notices) ?? [] }
        if !notices.isEmpty { await notifier.tell(notices) }
        var rest = results.makeIterator()
        return zip(steps, refusals).map { step, refusal in
            if let refusal { return RosterOutcome(user: step.other, failure: refusal) }
            guard case .failure(let failure)? = rest.next() else { return RosterOutcome(user: step.other, failure: nil) }
            return RosterOutcome(user: step.other, failure: failure)
        }
    }
}

extension RosterStep {
    /// What is wrong with the texts of a step.
    fileprivate var refusal: Failure? {
        do throws(Failure) {
            switch command {
            case .apply(let request, _): try RosterTexts.check(request)
            case .decline(let reason): try RosterTexts.check(reason: reason)
            case .set(let change): try RosterTexts.check(change)
            case .accept, .delete, .block, .unblock, .befriend: break
            }
            return nil
        } catch {
            return error
        }
    }
}

/// What came of one row of a call with many.
public struct RosterOutcome: Sendable, Equatable {
    public let user: UserID
    /// Nil where it was done.
    public let failure: Failure?

    public init(user: UserID, failure: Failure?) {
        self.user = user
        self.failure = failure
    }

    /// For people and programs; begins with the number of the failure. Nil where it was done.
    public var reason: String? { failure.map { "\($0.restCode) \($0.restMessage)" } }

    public func get() throws(Failure) {
        if let failure { throw failure }
    }
}
