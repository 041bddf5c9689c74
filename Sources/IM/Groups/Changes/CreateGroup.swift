import HearthCore

/// What a new group begins with: its owner, those of the invited who come in at once, and invitations for the rest.
///
/// Decided in the transaction that makes the group: `facts.group` is it, without anybody in it.
public struct CreateGroup: GroupChange {
    public static let right = GroupRight.anybody
    public let users: [UserID]

    public init(_ draft: GroupDraft) { users = draft.invitees }

    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        throw Failure(.generalError)
    }
}
