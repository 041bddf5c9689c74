import HearthCore

/// Somebody comes in with a QR code, which stands for an invitation by who made it (rest.md 6.7).
public struct JoinByCode: GroupChange {
    public static let right = GroupRight.anybody
    let maker: UserID

    public init(maker: UserID) { self.maker = maker }

    public var users: [UserID] { [maker] }

    /// - Throws: `InvalidRequestParameter` for a server, `GroupInvitationExpiredOrHandled` where the maker may not invite any more,
    ///   and what `Admission` refuses with.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        let joiner = try facts.himself().user
        guard GroupRight.invite.refusal(of: facts.role(of: maker), in: facts.group.type, facts.group.info) == nil else {
            throw Failure(.groupInvitationExpiredOrHandled)
        }
        var admission = Admission(facts)
        try admission.check(joiner)
        return GroupDecision((), effects: [admission.enter(joiner)], notices: [facts.notice(.joined, to: [maker])])
    }
}
