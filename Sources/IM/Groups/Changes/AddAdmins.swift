import HearthCore

/// Makes members admins. Who is one, and the owner, stays what he is.
public struct AddAdmins: GroupChange {
    public static let right = GroupRight.owner
    public let users: [UserID]

    public init(_ users: [UserID]) { self.users = users }

    public func check() throws(Failure) { try GroupTexts.check(users) }

    /// Rows fail with `GroupNotMemberFound`, `InvalidRequestParameter`.
    /// - Throws: `GroupNotMemberFound` where nobody is a member.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<[GroupOutcome]> {
        let rows = try GroupRows(users) { user throws(Failure) in
            try facts.member(user).member.role == .member ? [.role(user, .admin)] : []
        }
        return rows.decision(.adminGranted, by: facts)
    }
}
