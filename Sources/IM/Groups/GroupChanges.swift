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
        // Who makes groups holds others up, so only some are asked at once.
        let (first, rest) = (draft.invitees.prefix(Self.together), draft.invitees.dropFirst(Self.together))
        let beginning = GroupDraft(type: draft.type, info: draft.info, invitees: Array(first))
        let done = try await store.create(beginning, by: owner, limits: settings.groupLimits, now: clock.now())
        announcer.announce(done.commit)
        guard !rest.isEmpty else { return done.group }
        do throws(Failure) {
            _ = try await each(InviteUsers(Array(rest)), in: done.group, by: .user(owner), settings: settings)
        } catch {
            // The group is there: whoever is not in it can be invited again.
        }
        return done.group
    }
}
