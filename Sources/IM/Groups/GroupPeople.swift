import HearthCore

/// Where it is read who belongs to a group, and who may not.
public protocol GroupPeopleStore: Sendable {
    /// Members in the order in which they came.
    func members(
        of group: GroupID, in app: AppNumber, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupMember>
    /// Admins, without the owner.
    func admins(of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupMember]
    /// Those of `users` who are members, in this order.
    func members(_ users: [UserID], of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupMember]
    /// Members who may say nothing now.
    func banned(
        in group: GroupID, of app: AppNumber, at now: Instant, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<BannedMember>
    /// Who was blocked, in this order.
    func blocked(
        in group: GroupID, of app: AppNumber, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<BlockedUser>
}

/// Reads who belongs to a group, for those who may know.
public struct GroupPeople: Sendable {
    /// Who may read each list.
    public static let membersRight = GroupRight.member
    public static let bannedRight = GroupRight.member
    public static let blockedRight = GroupRight.admin

    private let groups: Groups
    private let store: any GroupPeopleStore
    private let clock: any WallClock

    public init(groups: Groups, store: any GroupPeopleStore, clock: any WallClock) {
        self.groups = groups
        self.store = store
        self.clock = clock
    }

    /// - Throws: `GroupNotExist`, `GroupMemberPermissionRequired`.
    public func members(
        of group: GroupID, for actor: GroupActor, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupMember> {
        _ = try await groups.view(group, for: actor, Self.membersRight)
        return try await store.members(of: group, in: actor.app, after: cursor, limit: limit)
    }

    /// Admins without the owner, whom clients look for in `owner_id` (rest.md 6.1).
    /// - Throws: `GroupNotExist`, `GroupMemberPermissionRequired`.
    public func admins(of group: GroupID, for actor: GroupActor) async throws(Failure) -> [GroupMember] {
        _ = try await groups.view(group, for: actor, Self.membersRight)
        return try await store.admins(of: group, in: actor.app)
    }

    /// Those of `users` who are members.
    /// - Throws: `GroupNotExist`, `GroupMemberPermissionRequired`.
    public func members(_ users: [UserID], of group: GroupID, for actor: GroupActor) async throws(Failure) -> [GroupMember] {
        _ = try await groups.view(group, for: actor, Self.membersRight)
        var seen: Set<UserID> = []
        return try await store.members(users.filter { seen.insert($0).inserted }, of: group, in: actor.app)
    }

    /// For members too: a client learns of its own ban here (floo-web, src/ui/chatting/content/group/inputer.vue).
    /// - Throws: `GroupNotExist`, `GroupMemberPermissionRequired`.
    public func banned(
        in group: GroupID, for actor: GroupActor, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<BannedMember> {
        _ = try await groups.view(group, for: actor, Self.bannedRight)
        return try await store.banned(in: group, of: actor.app, at: clock.now(), after: cursor, limit: limit)
    }

    /// - Throws: `GroupNotExist`, `GroupMemberPermissionRequired`, `GroupAdminPermissionRequired`.
    public func blocked(
        in group: GroupID, for actor: GroupActor, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<BlockedUser> {
        _ = try await groups.view(group, for: actor, Self.blockedRight)
        return try await store.blocked(in: group, of: actor.app, after: cursor, limit: limit)
    }
}
