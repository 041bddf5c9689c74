import HearthCore

/// How a member wants to hear of a group's messages. His own devices alone are told.
public struct SetMuteMode: GroupChange {
    public static let right = GroupRight.member
    let mode: GroupMuteMode

    public init(_ mode: GroupMuteMode) { self.mode = mode }

    /// - Throws: `InvalidRequestParameter` for a server.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        let member = try facts.ownMembership()
        guard member.muteMode != mode else { return GroupDecision(()) }
        return GroupDecision(
            (), effects: [.modes(member.user, mode, member.pushMode)],
            notices: [facts.notice(mode == .none ? .unmuted : .muted, for: .only([member.user]))])
    }
}
