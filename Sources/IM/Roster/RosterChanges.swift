import HearthCore

/// Changes what people are to each other, and tells those who are to know.
public struct RosterChanges: Sendable {
    private let store: any RosterChangeStore
    private let notifier: any Notifier
    private let clock: any WallClock
    private let answers: AnswerGuard

    public init(store: any RosterChangeStore, notifier: any Notifier, clock: any WallClock) {
        self.store = store
        self.notifier = notifier
        self.clock = clock
        answers = AnswerGuard(clock: clock)
    }

    /// Asks to become somebody's friend; whether that is so at once, after an answer or never is up to the other's `AuthMode`.
    /// - Throws: `UserNotExist`, `InvalidRequestParameter` (himself, or a text too long), `CurrentUserIsInRoster`,
    ///   `CurrentUserIsInBlocklist`, `RosterRejectApplication` (also for a right answer after too many wrong ones).
    public func apply(_ account: Account, _ request: RosterRequest, settings: AppSettings) async throws(Failure) {
        try await apply(account, [request], settings: settings).first?.get()
    }

    /// The same for several, each with its own outcome. Whoever is named again is refused: once is enough, for guessing too.
    /// - Throws: `InvalidRequestParameter` when there are too many.
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

    /// Makes the account and each of `users` friends, without asking them: for operators. With one who is not there nobody is
    /// befriended; one who goes meanwhile is as one who went right after.
    /// - Throws: `UserNotExist`, `InvalidRequestParameter` (himself, or too many).
    public func befriend(_ account: Account, _ users: [UserID]) async throws(Failure) {
        guard users.count <= Limits.idsPerCall, !users.contains(account.user) else { throw RosterTexts.refusal(of: "list") }
        let people = Set(users).union([account.user])
        guard try await store.existing(account.app, people) == people else { throw Failure(.userNotExist) }
        var seen: Set<UserID> = []
        _ = try await run(account, users.filter { seen.insert($0).inserted }.map { RosterStep($0, .befriend) })
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
    private static let together = 10

    private func run(_ account: Account, _ other: UserID, _ command: RosterCommand) async throws(Failure) {
        try await run(account, [RosterStep(other, command)]).first?.get()
    }

    /// Texts are looked at first: what is too long never gets near the store.
    private func run(_ account: Account, _ steps: [RosterStep]) async throws(Failure) -> [RosterOutcome] {
        guard steps.count <= Limits.idsPerCall else { throw RosterTexts.refusal(of: "list") }
        var seen: Set<UserID> = []
        var outcomes = steps.map { step in
            let isFirst = seen.insert(step.other).inserted
            return RosterOutcome(user: step.other, failure: isFirst ? step.refusal : RosterTexts.refusal(of: "user_id"))
        }
        let sound = outcomes.indices.filter { outcomes[$0].failure == nil }
        for start in stride(from: 0, to: sound.count, by: Self.together) {
            let part = sound[start..<min(start + Self.together, sound.count)]
            let failures = try await runTogether(account, part.map { steps[$0] })
            for (index, failure) in zip(part, failures) { outcomes[index] = RosterOutcome(user: steps[index].other, failure: failure) }
        }
        return outcomes
    }

    private func runTogether(_ account: Account, _ steps: [RosterStep]) async throws(Failure) -> [Failure?] {
        let results = try await decide(account, steps.map { answers.admit($0, of: account) })
        let notices = results.flatMap { (try? $0.get().notices) ?? [] }
        if !notices.isEmpty { await notifier.tell(notices) }
        return results.map { if case .failure(let failure) = $0 { failure } else { nil } }
    }

    /// Wrong answers alone go on counting. Whoever refuses everybody answers alike: that one's refusals count too.
    private func decide(_ account: Account, _ steps: [RosterStep]) async throws(Failure) -> [Result<RosterDecision, Failure>] {
        do throws(Failure) {
            let results = try await store.change(account, steps, now: clock.now())
            for (step, result) in zip(steps, results) where !result.isRejected { answers.takeBack(step, of: account) }
            return results
        } catch {
            for step in steps { answers.takeBack(step, of: account) }
            throw error
        }
    }
}

extension Result<RosterDecision, Failure> {
    fileprivate var isRejected: Bool { if case .failure(let failure) = self { failure.name == .rosterRejectApplication } else { false } }
}
