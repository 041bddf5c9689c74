import HearthCore

/// A member goes. The owner hands the group over first, or destroys it.
public struct LeaveGroup: GroupChange {
    public static let right = GroupRight.member

    public init() {}

    /// - Throws: `InvalidRequestParameter` for a server, `GroupOwnerCannotLeave`.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        let member = try facts.ownMembership()
        guard member.role != .owner else { throw Failure(.groupOwnerCannotLeave) }
        return GroupDecision((), effects: [.leave(member.user)], notices: [facts.notice(.leaved)])
    }
}
