import HearthCore

/// Makes admins plain members again. Who is none, and the owner, stays what he is.
public struct RemoveAdmins: GroupManyChange {
    public static let right = GroupRight.owner
    public let users: [UserID]

    public init(_ users: [UserID]) { self.users = users }

    public func about(_ users: [UserID]) -> Self { Self(users) }

    public func check() throws(Failure) { try GroupTexts.check(users) }

    /// Rows fail with `GroupNotMemberFound`, `InvalidRequestParameter`.
    /// - Throws: `GroupNotMemberFound` where nobody is a member.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<[GroupOutcome]> {
        let rows = try GroupRows(users) { user throws(Failure) in
            try facts.member(user).member.role == .admin ? [.role(user, .member)] : []
        }
        return rows.decision(.adminRevoked, by: facts)
    }
}
