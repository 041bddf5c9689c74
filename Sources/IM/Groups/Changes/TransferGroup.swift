import HearthCore

/// Gives a group to another member. Who owned it is a plain member from then on.
public struct TransferGroup: GroupChange {
    public static let right = GroupRight.owner
    let owner: UserID

    public init(to owner: UserID) { self.owner = owner }

    public var users: [UserID] { [owner] }

    /// - Throws: `InvalidRequestParameter` for the owner himself, `GroupTransferNotAllowed` for who is no member or was removed.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        let former = facts.actor.user
        guard owner != former else { throw GroupTexts.refusal(of: "new_owner") }
        let person = facts.person(owner)
        guard person.member != nil, person.status != .removed else { throw Failure(.groupTransferNotAllowed) }
        return GroupDecision(
            (), effects: [.owner(owner), .role(owner, .owner), .role(former, .member)],
            notices: [facts.notice(.ownerAssigned, to: [owner])])
    }
}
