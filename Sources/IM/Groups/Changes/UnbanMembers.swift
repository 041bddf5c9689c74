import HearthCore

/// Members may speak again.
public struct UnbanMembers: GroupManyChange {
    public static let right = GroupRight.admin
    public let users: [UserID]

    public init(_ users: [UserID]) { self.users = users }

    public func about(_ users: [UserID]) -> Self { Self(users) }

    public func check() throws(Failure) { try GroupTexts.check(users) }

    /// Rows fail with `GroupNotMemberFound`, `InvalidRequestParameter`.
    /// - Throws: `GroupNotMemberFound` where nobody is a member.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<[GroupOutcome]> {
        let rows = try GroupRows(users) { user throws(Failure) in
            var person = try facts.member(user).person
            if person.ban == .none { return [] }
            person.ban = .none
            return [.person(person)]
        }
        return rows.decision(.unbanned, by: facts)
    }
}
