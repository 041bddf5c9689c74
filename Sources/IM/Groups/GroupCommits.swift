import HearthCore

/// What follows the commit of a change of a group: memory gives way to what is in the store now, and who is connected is woken.
public struct GroupCommits: GroupAnnouncer {
    private let windows: RecentWindows
    private let announcer: any GroupAnnouncer

    /// - Parameter announcer: wakes who is connected.
    public init(windows: RecentWindows, announcer: any GroupAnnouncer) {
        self.windows = windows
        self.announcer = announcer
    }

    public func announce(_ commit: GroupCommit) {
        windows.append(commit.told)
        for own in commit.own { windows.learn(of: own.newest, in: own.conversation) }
        announcer.announce(commit)
    }
}
