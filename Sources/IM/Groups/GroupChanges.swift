import HearthCore

/// Changes groups, and wakes those who are to know.
public struct GroupChanges: Sendable {
    private let store: any GroupChangeStore
    private let announcer: any GroupAnnouncer
    private let clock: any WallClock

    public init(store: any GroupChangeStore, announcer: any GroupAnnouncer, clock: any WallClock) {
        self.store = store
        self.announcer = announcer
        self.clock = clock
    }

    /// Carries out one change.
    /// - Throws: `GroupNotExist`, `GroupRecoveryMode`, what the right refuses with, and what the change throws.
    public func run<Change: GroupChange>(
        _ change: Change, in group: GroupID, by actor: GroupActor, settings: AppSettings
    ) async throws(Failure) -> Change.Answer {
        try change.check()
        let done = try await store.change(group, change, by: actor, limits: settings.groupLimits, now: clock.now())
        announcer.announce(done.commit)
        return done.answer
    }

    /// Makes a group.
    /// - Throws: `InvalidRequestParameter` for its texts, `GroupExceedLimitGlobal`, `GroupExceedLimitUserCreate`,
    ///   `GroupExceedLimitUserJoin`.
    public func create(_ draft: GroupDraft, by owner: Account, settings: AppSettings) async throws(Failure) -> GroupID {
        try draft.check()
        let done = try await store.create(draft, by: owner, limits: settings.groupLimits, now: clock.now())
        announcer.announce(done.commit)
        return done.group
    }
}
