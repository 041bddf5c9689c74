import HearthCore

/// Where groups are read.
public protocol GroupStore: Sendable {
    /// The ids of the groups a user is in.
    func joined(by account: Account) async throws(Failure) -> [GroupID]
    /// The public groups that are there, newest first.
    func publicGroups(_ app: AppNumber, limit: Int) async throws(Failure) -> [GroupID]
    /// Those of `groups` that ever were, in this order; with the part that `actor` has in each.
    func views(_ groups: [GroupID], for actor: GroupActor) async throws(Failure) -> [GroupView]
}

/// Reads groups.
public struct Groups: Sendable {
    private let store: any GroupStore

    public init(store: any GroupStore) { self.store = store }

    public func joined(by account: Account) async throws(Failure) -> [GroupID] {
        try await store.joined(by: account)
    }

    /// The newest public groups, at most `Limits.idsPerCall`.
    public func publicGroups(_ app: AppNumber) async throws(Failure) -> [GroupID] {
        try await store.publicGroups(app, limit: Limits.idsPerCall)
    }

    /// Those of `groups` that are there or were, destroyed ones too; what is unknown is left out.
    public func views(_ groups: [GroupID], for actor: GroupActor) async throws(Failure) -> [GroupView] {
        var seen: Set<GroupID> = []
        return try await store.views(groups.filter { seen.insert($0).inserted }, for: actor)
    }

    /// One group, for somebody who has the right.
    /// - Throws: `GroupNotExist` for one that is unknown or destroyed, and what the right refuses with.
    public func view(_ group: GroupID, for actor: GroupActor, _ right: GroupRight = .view) async throws(Failure) -> GroupView {
        guard let view = try await store.views([group], for: actor).first, !view.group.isDestroyed else {
            throw Failure(.groupNotExist)
        }
        let role: GroupRole? = if case .server = actor { .admin } else { view.member?.role }
        if let refusal = right.refusal(of: role, in: view.group.type, view.group.info) { throw Failure(refusal) }
        return view
    }
}
