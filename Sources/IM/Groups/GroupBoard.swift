import HearthCore

/// Where announcements and shared files are read.
public protocol GroupBoardStore: Sendable {
    /// Newest first.
    func announcements(of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupAnnouncement]
    /// Nil when it is not there.
    func announcement(_ id: AnnouncementID, of group: GroupID, in app: AppNumber) async throws(Failure) -> GroupAnnouncement?
    /// Newest first.
    func files(of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupFile]
    /// Nil when it is not there.
    func file(_ id: GroupFileID, of group: GroupID, in app: AppNumber) async throws(Failure) -> GroupFile?
}

/// Reads what a group has pinned up: announcements and shared files.
public struct GroupBoard: Sendable {
    public static let right = GroupRight.member

    private let groups: Groups
    private let store: any GroupBoardStore

    public init(groups: Groups, store: any GroupBoardStore) {
        self.groups = groups
        self.store = store
    }

    /// Newest first.
    /// - Throws: `GroupNotExist`, `GroupMemberPermissionRequired`, `GroupAnnouncementForbidden`.
    public func announcements(of group: GroupID, for actor: GroupActor) async throws(Failure) -> [GroupAnnouncement] {
        try await admit(group, actor)
        return try await store.announcements(of: group, in: actor.app)
    }

    /// - Throws: `GroupNotExist`, `GroupMemberPermissionRequired`, `GroupAnnouncementForbidden`, `GroupAnnouncementNotFound`.
    public func announcement(
        _ id: AnnouncementID, of group: GroupID, for actor: GroupActor
    ) async throws(Failure) -> GroupAnnouncement {
        try await admit(group, actor)
        guard let found = try await store.announcement(id, of: group, in: actor.app) else {
            throw Failure(.groupAnnouncementNotFound)
        }
        return found
    }

    /// - Throws: as `announcement` does; `GroupAnnouncementNotFound` where there is none.
    public func lastAnnouncement(of group: GroupID, for actor: GroupActor) async throws(Failure) -> GroupAnnouncement {
        guard let last = try await announcements(of: group, for: actor).first else { throw Failure(.groupAnnouncementNotFound) }
        return last
    }

    /// Newest first.
    /// - Throws: `GroupNotExist`, `GroupMemberPermissionRequired`.
    public func files(of group: GroupID, for actor: GroupActor) async throws(Failure) -> [GroupFile] {
        _ = try await groups.view(group, for: actor, Self.right)
        return try await store.files(of: group, in: actor.app)
    }

    /// - Throws: `GroupNotExist`, `GroupMemberPermissionRequired`, `GroupSharedFileNotFound`.
    public func file(_ id: GroupFileID, of group: GroupID, for actor: GroupActor) async throws(Failure) -> GroupFile {
        _ = try await groups.view(group, for: actor, Self.right)
        guard let found = try await store.file(id, of: group, in: actor.app) else { throw Failure(.groupSharedFileNotFound) }
        return found
    }

    private func admit(_ group: GroupID, _ actor: GroupActor) async throws(Failure) {
        let view = try await groups.view(group, for: actor, Self.right)
        guard !view.group.forbidsAnnouncements else { throw Failure(.groupAnnouncementForbidden) }
    }
}
