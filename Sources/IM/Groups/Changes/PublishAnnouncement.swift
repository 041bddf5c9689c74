import HearthCore

/// Tells all members something that stays to be read.
public struct PublishAnnouncement: GroupChange {
    public static let right = GroupRight.admin
    let title: String
    let content: String

    public init(title: String, content: String) {
        self.title = title
        self.content = content
    }

    public func check() throws(Failure) {
        try GroupTexts.check(title, "title", characters: 0...Limits.announcementTitleCharacters)
        try GroupTexts.check(content, "content", characters: 0...Limits.announcementContentCharacters)
    }

    /// - Throws: `GroupAnnouncementForbidden`.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<GroupAnnouncement> {
        guard !facts.group.forbidsAnnouncements else { throw Failure(.groupAnnouncementForbidden) }
        let announcement = GroupAnnouncement(
            id: AnnouncementID(facts.newID), author: facts.actor.user, title: title, content: content, createdAt: facts.now)
        return GroupDecision(announcement, effects: [.announce(announcement)], notices: [facts.notice(.announcementUpdated)])
    }
}
