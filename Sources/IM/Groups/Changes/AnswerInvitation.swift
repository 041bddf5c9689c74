import HearthCore

/// Somebody comes into a group that he was invited to, or says that he does not.
public struct AnswerInvitation: GroupChange {
    public static let right = GroupRight.anybody
    let inviter: UserID
    let accepts: Bool
    let reason: String

    /// - Parameter reason: the inviter reads it when it is a no.
    public init(from inviter: UserID, accepts: Bool, reason: String = "") {
        self.inviter = inviter
        self.accepts = accepts
        self.reason = reason
    }

    public var users: [UserID] { [inviter] }
    public var subject: GroupSubject { .invitation(from: inviter) }

    public func check() throws(Failure) { try GroupTexts.check(reason: reason) }

    /// - Throws: `InvalidRequestParameter` for a server; `GroupInvitationExpiredOrHandled`, also where the inviter has left and it
    ///   is a yes; for a yes what `Admission` refuses with.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        let invitee = try facts.himself().user
        guard var invitation = facts.invitation, invitation.isOpen(at: facts.now) else {
            throw Failure(.groupInvitationExpiredOrHandled)
        }
        invitation.status = accepts ? .accepted : .declined
        invitation.changedAt = facts.now
        guard accepts else {
            let readers = [inviter, invitee].filter { $0 != .system }
            let told = facts.notice(.inviteDeclined, to: [inviter], content: reason, for: .only(readers))
            return GroupDecision((), effects: [.invitation(invitation)], notices: [told])
        }
        guard facts.role(of: inviter) != nil else { throw Failure(.groupInvitationExpiredOrHandled) }
        var admission = Admission(facts)
        try admission.check(invitee)
        return GroupDecision(
            (), effects: [.invitation(invitation), admission.enter(invitee)], notices: [facts.notice(.inviteAccepted, to: [inviter])])
    }
}
