import HearthCore

/// Members may say nothing for a while.
public struct BanMembers: GroupManyChange {
    public static let right = GroupRight.admin
    public let users: [UserID]
    let minutes: Int64

    /// - Parameter minutes: -1 for ever.
    public init(_ users: [UserID], minutes: Int64) {
        self.users = users
        self.minutes = minutes
    }

    public func about(_ users: [UserID]) -> Self { Self(users, minutes: minutes) }

    public func check() throws(Failure) {
        try GroupTexts.check(users)
        try GroupTexts.check(minutes: minutes)
    }

    /// Rows fail with `GroupNotMemberFound`, `GroupOwnerPermissionRequired`, `InvalidRequestParameter`.
    /// - Throws: `GroupNotMemberFound` where nobody is a member.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<[GroupOutcome]> {
        let ban = facts.ban(minutes: minutes)
        let rows = try GroupRows(users) { user throws(Failure) in
            var person = try facts.member(user).person
            try facts.requirePower(over: person)
            if person.ban == ban { return [] }
            person.ban = ban
            return [.person(person)]
        }
        return rows.decision(.banned, content: String(minutes), by: facts)
    }
}
