import HearthCore

/// Plain members may say nothing for a while, or may again. The owner and admins always may.
public struct BanAll: GroupChange {
    public static let right = GroupRight.admin
    let minutes: Int64?

    /// - Parameter minutes: -1 for ever; nil lifts the ban.
    public init(minutes: Int64?) { self.minutes = minutes }

    public func check() throws(Failure) {
        if let minutes { try GroupTexts.check(minutes: minutes) }
    }

    /// Answers until when the ban is. Clients compare what they are told with a clock of milliseconds (xsync.md 9.2).
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<SendBan> {
        let ban = minutes.map(facts.ban(minutes:)) ?? .none
        var info = facts.group.info
        guard info.ban != ban else { return GroupDecision(ban) }
        info.ban = ban
        let content = GroupChangeText.property("ban_expire_time", .integer(ban.stored))
        return GroupDecision(ban, effects: [.info(info)], notices: [facts.notice(.infoUpdated, content: content)])
    }
}
