import HearthCore

/// Of which of a group's messages a member wants pushes. His own devices alone are told.
public struct SetPushMode: GroupChange {
    public static let right = GroupRight.member
    let mode: GroupPushMode

    public init(_ mode: GroupPushMode) { self.mode = mode }

    /// - Throws: `InvalidRequestParameter` for a server.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        let member = try facts.ownMembership()
        guard member.pushMode != mode else { return GroupDecision(()) }
        return GroupDecision(
            (), effects: [.modes(member.user, member.muteMode, mode)],
            notices: [facts.notice(.messageSetting, for: .only([member.user]))])
    }
}
