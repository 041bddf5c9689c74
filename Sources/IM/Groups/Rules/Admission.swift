import HearthCore

/// Whether somebody may come into a group, and his coming in. Counts those who did, as all of one change share its capacity.
struct Admission {
    private let facts: GroupFacts
    private var count: Int

    init(_ facts: GroupFacts) {
        self.facts = facts
        count = facts.group.count
    }

    /// In the order of rest.md 6.5.
    /// - Throws: `UserNotExist`, `GroupMemberExist`, `GroupBlockListExist`, `GroupKickTooManyTimes`, `GroupExceedLimitUserJoin`,
    ///   `GroupCapacityExceedLimit`.
    func check(_ user: UserID) throws(Failure) {
        let person = try facts.existing(user)
        guard person.member == nil else { throw Failure(.groupMemberExist) }
        guard !person.isBlocked else { throw Failure(.groupBlockListExist) }
        guard person.kicks <= Limits.groupKicks else { throw Failure(.groupKickTooManyTimes) }
        guard person.joined < facts.limits.joined else { throw Failure(.groupExceedLimitUserJoin) }
        guard count < facts.capacity else { throw Failure(.groupCapacityExceedLimit) }
    }

    /// Somebody who was checked, or who makes the group.
    mutating func enter(_ user: UserID, as role: GroupRole = .member) -> GroupEffect {
        count += 1
        return .join(GroupMember(user: user, role: role, joinedAt: facts.now))
    }
}
