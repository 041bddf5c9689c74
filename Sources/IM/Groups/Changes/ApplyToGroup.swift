import HearthCore

/// Somebody wants to come into a group. Whether he is in at once, after an answer or never is up to its `apply_approval`.
///
/// Whoever knows the number of a private group may ask there too.
public struct ApplyToGroup: GroupChange {
    public static let right = GroupRight.anybody
    let reason: String

    public init(reason: String = "") { self.reason = reason }

    public var subject: GroupSubject { .ownApplication }

    public func check() throws(Failure) { try GroupTexts.check(reason: reason) }

    /// - Throws: `InvalidRequestParameter` for a server, what `Admission` refuses with, and `UserPermissionDenied` where nobody is
    ///   taken.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        let applicant = try facts.himself().user
        var admission = Admission(facts)
        try admission.check(applicant)
        switch facts.group.info.applyApproval {
        case .open:
            return GroupDecision((), effects: [admission.enter(applicant)], notices: [facts.notice(.joined)])
        case .asked:
            let application = GroupApplication(
                group: facts.group.id, applicant: applicant, reason: reason, changedAt: facts.now,
                expiresAt: facts.now.advanced(by: facts.limits.requestLifetime))
            let told = isNew(facts) ? [facts.notice(.applyed, content: reason, for: .only(facts.admins))] : []
            return GroupDecision((), effects: [.application(application)], notices: told)
        case .refused:
            throw Failure(.userPermissionDenied)
        }
    }

    /// Admins are told once of an application, whatever its reason becomes.
    private func isNew(_ facts: GroupFacts) -> Bool {
        facts.application.map { !$0.isOpen(at: facts.now) } ?? true
    }
}
