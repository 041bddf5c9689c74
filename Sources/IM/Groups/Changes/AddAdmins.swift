import HearthCore

/// Makes members admins. Who is one, and the owner, stays what he is.
public struct AddAdmins: GroupManyChange {
    public static let right = GroupRight.owner
    public let users: [UserID]

    public init(_ users: [UserID]) { self.users = users }

    public func about(_ users: [UserID]) -> Self { Self(users) }

    public func check() throws(Failure) { try GroupTexts.check(users) }

    /// Rows fail with `GroupNotMemberFound`, `InvalidRequestParameter`.
    /// - Throws: `GroupNotMemberFound` where nobody is a member.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<[GroupOutcome]> {
        var admins = facts.admins.count
        let rows = try GroupRows(users) { user throws(Failure) in
            guard try facts.member(user).member.role == .member else { return [] }
            guard admins < Limits.adminsPerGroup else { throw GroupTexts.refusal(of: "user_list: the group has too many admins") }
            admins += 1
            return [.role(user, .admin)]
        }
        return rows.decision(.adminGranted, by: facts)
    }
}
