import HearthCore

/// An admin lets somebody in who asked, or does not.
public struct AnswerApplication: GroupChange {
    public static let right = GroupRight.admin
    let applicant: UserID
    let accepts: Bool
    let reason: String

    /// - Parameter reason: the applicant reads it when it is a no.
    public init(of applicant: UserID, accepts: Bool, reason: String = "") {
        self.applicant = applicant
        self.accepts = accepts
        self.reason = reason
    }

    public var users: [UserID] { [applicant] }
    public var subject: GroupSubject { .application(of: applicant) }

    public func check() throws(Failure) { try GroupTexts.check(reason: reason) }

    /// - Throws: `GroupApplicationExpiredOrHandled`, and for a yes what `Admission` refuses with.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        guard var application = facts.application, application.isOpen(at: facts.now) else {
            throw Failure(.groupApplicationExpiredOrHandled)
        }
        application.status = accepts ? .accepted : .declined
        application.changedAt = facts.now
        let both = GroupNotice.Audience.only(facts.actorAsReader + [applicant])
        guard accepts else {
            let told = facts.notice(.applyDeclined, to: [applicant], content: reason, for: both)
            return GroupDecision((), effects: [.application(application)], notices: [told])
        }
        var admission = Admission(facts)
        try admission.check(applicant)
        // Any other member would take APPLY_ACCEPTED as his own coming in (rest.md 6.9): they hear JOINED.
        let told = [facts.notice(.applyAccepted, to: [applicant], for: both), facts.notice(.joined, from: applicant, to: [])]
        return GroupDecision((), effects: [.application(application), admission.enter(applicant)], notices: told)
    }
}
