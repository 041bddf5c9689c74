import HearthCore

/// Takes an announcement back.
public struct DeleteAnnouncement: GroupChange {
    public static let right = GroupRight.admin
    let id: AnnouncementID

    public init(_ id: AnnouncementID) { self.id = id }

    public var subject: GroupSubject { .announcement(id) }

    /// - Throws: `GroupAnnouncementForbidden`, `GroupAnnouncementNotFound`.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        guard !facts.group.forbidsAnnouncements else { throw Failure(.groupAnnouncementForbidden) }
        guard facts.announcement != nil else { throw Failure(.groupAnnouncementNotFound) }
        return GroupDecision((), effects: [.withdraw(id)], notices: [facts.notice(.announcementUpdated)])
    }
}
