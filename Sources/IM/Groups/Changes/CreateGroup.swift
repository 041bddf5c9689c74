import HearthCore

/// What a new group begins with: its owner, those of the invited who come in at once, and invitations for the rest.
///
/// Decided in the transaction that makes the group: `facts.group` is it, without anybody in it. Whoever cannot be invited is
/// left out, and nobody hears of it: clients expect the group alone in the answer.
public struct CreateGroup: GroupChange {
    public static let right = GroupRight.anybody
    public let users: [UserID]

    public init(_ draft: GroupDraft) { users = draft.invitees }

    /// - Throws: `UserNotExist` for an owner whose account went meanwhile.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        let owner = try facts.existing(facts.group.owner).user
        var admission = Admission(facts)
        let entry = admission.enter(owner, as: .owner)
        var inviting = Inviting(facts, reason: "", admission)
        let rows = try GroupRows(users.filter { $0 != owner }) { user throws(Failure) in try inviting.invite(user) }
        let created = facts.notice(.created, from: owner, to: inviting.joined)
        return GroupDecision((), effects: [entry] + rows.effects, notices: [created] + inviting.invited)
    }
}
