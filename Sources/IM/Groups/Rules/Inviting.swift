import HearthCore

/// Asks people into a group, one after the other: who does not want to be asked is in at once.
struct Inviting {
    private let facts: GroupFacts
    private let reason: String
    private var admission: Admission
    private(set) var joined: [UserID] = []
    private(set) var pending: [UserID] = []

    init(_ facts: GroupFacts, reason: String, _ admission: Admission) {
        self.facts = facts
        self.reason = reason
        self.admission = admission
    }

    /// - Throws: as `Admission.check` does.
    mutating func invite(_ user: UserID) throws(Failure) -> [GroupEffect] {
        try admission.check(user)
        guard facts.person(user).confirmsInvitations else {
            joined.append(user)
            return [admission.enter(user)]
        }
        pending.append(user)
        let invitation = GroupInvitation(
            group: facts.group.id, inviter: facts.actor.user, invitee: user, reason: reason, changedAt: facts.now,
            expiresAt: facts.now.advanced(by: facts.limits.requestLifetime))
        return [.invitation(invitation)]
    }

    /// One for all who are to answer, to them and to the devices of who invited them.
    var invited: [GroupNotice] {
        if pending.isEmpty { return [] }
        return [facts.notice(.invited, to: pending, content: reason, for: .only(pending + facts.actorAsReader))]
    }
}
