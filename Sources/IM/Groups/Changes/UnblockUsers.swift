import HearthCore

/// Lets users come back who were blocked or kicked too often.
public struct UnblockUsers: GroupManyChange {
    public static let right = GroupRight.admin
    public let users: [UserID]

    public init(_ users: [UserID]) { self.users = users }

    public func about(_ users: [UserID]) -> Self { Self(users) }

    public func check() throws(Failure) { try GroupTexts.check(users) }

    /// Rows fail with `UserNotExist`, `InvalidRequestParameter`.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<[GroupOutcome]> {
        let rows = try GroupRows(users) { user throws(Failure) in
            var person = try facts.existing(user)
            if !person.isBlocked, person.kicks == 0 { return [] }
            person.isBlocked = false
            person.kicks = 0
            return [.person(person)]
        }
        // Never to those in `to` (xsync.md 9.2).
        let changed = Set(rows.changed)
        return rows.decision(.unblocked, by: facts, for: .only(facts.admins.filter { !changed.contains($0) }))
    }
}
