import HearthCore

/// Puts members out. They may come back, a few times.
public struct KickMembers: GroupManyChange {
    public static let right = GroupRight.admin
    public let users: [UserID]

    public init(_ users: [UserID]) { self.users = users }

    public func about(_ users: [UserID]) -> Self { Self(users) }

    public func check() throws(Failure) { try GroupTexts.check(users) }

    /// Rows fail with `GroupNotMemberFound`, `GroupOwnerPermissionRequired`, `InvalidRequestParameter`.
    /// - Throws: `GroupNotMemberFound` where nobody is a member.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<[GroupOutcome]> {
        let rows = try GroupRows(users) { user throws(Failure) in
            var person = try facts.member(user).person
            try facts.requirePower(over: person)
            person.kicks += 1
            return [.leave(user), .person(person)]
        }
        return rows.decision(.kicked, by: facts)
    }
}
