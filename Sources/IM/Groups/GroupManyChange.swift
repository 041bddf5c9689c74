import HearthCore

/// A change about many users, each for himself: it can be carried out a part at a time, so that nobody waits for all of it.
public protocol GroupManyChange: GroupChange where Answer == [GroupOutcome] {
    /// The same about these users alone.
    func about(_ users: [UserID]) -> Self
}

extension GroupChanges {
    /// Users of one transaction: messages of the server wait for it.
    static let together = 200

    /// Carries a change out, a part at a time. What was done stays done where a later part fails.
    /// - Returns: an outcome for each user, in their order.
    /// - Throws: as `run` does, as long as nothing was done; `GroupNotMemberFound` where nobody is a member.
    public func each<Change: GroupManyChange>(
        _ change: Change, in group: GroupID, by actor: GroupActor, settings: AppSettings
    ) async throws(Failure) -> [GroupOutcome] {
        try change.check()
        var seen: Set<UserID> = []
        let users = change.users.filter { seen.insert($0).inserted }
        var outcomes: [UserID: Failure?] = [:]
        var refusal: Failure?
        for start in stride(from: 0, to: users.count, by: Self.together) {
            let part = Array(users[start..<min(start + Self.together, users.count)])
            do throws(Failure) {
                if let refusal, refusal.name != .groupNotMemberFound { throw refusal }
                for outcome in try await run(change.about(part), in: group, by: actor, settings: settings) {
                    outcomes[outcome.user] = .some(outcome.failure)
                }
            } catch {
                refusal = error
                for user in part { outcomes[user] = .some(error) }
            }
        }
        // A failure of the whole call, unless something came of it.
        if let refusal, outcomes.values.allSatisfy({ $0 == refusal }) { throw refusal }
        return rows(of: change.users, outcomes)
    }

    /// Whoever is named again is refused: once is enough.
    private func rows(of users: [UserID], _ outcomes: [UserID: Failure?]) -> [GroupOutcome] {
        var seen: Set<UserID> = []
        return users.map { user in
            let isFirst = seen.insert(user).inserted
            return GroupOutcome(user, isFirst ? outcomes[user] ?? nil : GroupTexts.refusal(of: "user_list"))
        }
    }
}
