import HearthCore

/// Where invitations and applications are read.
public protocol GroupRequestStore: Sendable {
    /// Whom somebody was invited by, newest first; answered and expired ones too.
    func invitations(
        to account: Account, before cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupInvitation>
    /// Who asks to come into groups, newest first; answered and expired ones too.
    func applications(
        to groups: [GroupID], in app: AppNumber, before cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupApplication>
}

/// Reads invitations and applications, for those whom they concern.
public struct GroupRequestLists: Sendable {
    private let groups: Groups
    private let store: any GroupRequestStore

    public init(groups: Groups, store: any GroupRequestStore) {
        self.groups = groups
        self.store = store
    }

    public func invitations(
        to account: Account, before cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupInvitation> {
        try await store.invitations(to: account, before: cursor, limit: limit)
    }

    /// Of those of `groups` that the actor is an admin of; others contribute nothing (rest.md, rest-endpoints.json).
    public func applications(
        to ids: [GroupID], for actor: GroupActor, before cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupApplication> {
        let views = try await groups.views(ids, for: actor).filter { !$0.group.isDestroyed }
        let own = views.filter { view in
            if case .server = actor { return true }
            return view.member.map { $0.role >= .admin } ?? false
        }
        return try await store.applications(to: own.map(\.group.id), in: actor.app, before: cursor, limit: limit)
    }
}
