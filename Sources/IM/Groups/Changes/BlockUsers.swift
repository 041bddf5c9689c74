import HearthCore

/// Keeps users out of a group; members among them go. Clients take it as a removal (xsync.md 9.2).
public struct BlockUsers: GroupManyChange {
    public static let right = GroupRight.admin
    public let users: [UserID]

    public init(_ users: [UserID]) { self.users = users }

    public func about(_ users: [UserID]) -> Self { Self(users) }

    public func check() throws(Failure) { try GroupTexts.check(users) }

    /// Rows fail with `UserNotExist`, `GroupOwnerPermissionRequired`, `InvalidRequestParameter`.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<[GroupOutcome]> {
        let rows = try GroupRows(users) { user throws(Failure) in
            var person = try facts.existing(user)
            try facts.requirePower(over: person)
            if person.isBlocked { return [] }
            person.isBlocked = true
            return (person.member == nil ? [] : [.leave(user)]) + [.person(person)]
        }
        var decision = rows.decision(.blocked, by: facts)
        // Members hear of it in the group; who was none, in his own queue.
        let strangers = rows.changed.filter { facts.person($0).member == nil }
        if !strangers.isEmpty { decision.notices.append(facts.notice(.blocked, to: strangers, for: .only(strangers))) }
        return decision
    }
}
