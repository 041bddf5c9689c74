import HearthCore

/// What a member sees of a group in a list.
public struct GroupSummary: Sendable, Equatable {
    public let id: GroupID
    public let name: String
    public let avatar: String
    public let owner: UserID
    public let type: Int
    public let status: Int
    public let memberCount: Int
    public let capacity: Int
    public let applyApproval: Int
    public let muteMode: Int
    public let pushMode: Int

    public init(
        id: GroupID, name: String, avatar: String, owner: UserID, type: Int, status: Int, memberCount: Int,
        capacity: Int, applyApproval: Int, muteMode: Int, pushMode: Int
    ) {
        self.id = id
        self.name = name
        self.avatar = avatar
        self.owner = owner
        self.type = type
        self.status = status
        self.memberCount = memberCount
        self.capacity = capacity
        self.applyApproval = applyApproval
        self.muteMode = muteMode
        self.pushMode = pushMode
    }
}

/// Where groups are kept.
public protocol GroupStore: Sendable {
    /// The ids of the groups a user is in.
    func joined(by account: Account) async throws(Failure) -> [GroupID]
    /// Summaries of those of `groups` that exist; modes are those of the caller.
    func summaries(_ groups: [GroupID], for account: Account) async throws(Failure) -> [GroupSummary]
}

/// Reads groups.
public struct Groups: Sendable {
    private let store: any GroupStore

    public init(store: any GroupStore) { self.store = store }

    public func joined(by account: Account) async throws(Failure) -> [GroupID] {
        try await store.joined(by: account)
    }

    public func summaries(_ groups: [GroupID], for account: Account) async throws(Failure) -> [GroupSummary] {
        try await store.summaries(groups, for: account)
    }
}
