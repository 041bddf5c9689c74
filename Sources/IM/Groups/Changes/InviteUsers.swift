import HearthCore

/// Asks users into a group. Each comes in at once, or gets an invitation: as he has set `group_confirm`.
///
/// A frozen user is invited as any other: he finds it when he is back.
public struct InviteUsers: GroupManyChange {
    public static let right = GroupRight.invite
    public let users: [UserID]
    let reason: String

    public init(_ users: [UserID], reason: String = "") {
        self.users = users
        self.reason = reason
    }

    public func about(_ users: [UserID]) -> Self { Self(users, reason: reason) }

    public func check() throws(Failure) {
        try GroupTexts.check(users)
        try GroupTexts.check(reason: reason)
    }

    /// Rows fail with `UserNotExist`, `GroupMemberExist`, `GroupBlockListExist`, `GroupKickTooManyTimes`,
    /// `GroupExceedLimitUserJoin`, `GroupCapacityExceedLimit`, and with `InvalidRequestParameter` for who is named again.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<[GroupOutcome]> {
        var inviting = Inviting(facts, reason: reason, Admission(facts))
        let rows = try GroupRows(users) { user throws(Failure) in try inviting.invite(user) }
        let joined = inviting.joined.map { facts.notice(.joined, from: $0, to: [facts.actor.user]) }
        return GroupDecision(rows.answer, effects: rows.effects, notices: joined + inviting.invited)
    }
}
