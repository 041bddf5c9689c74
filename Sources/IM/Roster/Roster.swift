import HearthCore

/// One entry of somebody's roster, or a stranger's card: what a client shows of a person.
public struct RosterItem: Sendable, Equatable {
    public let profile: Profile
    public let relation: Relation
    public let alias: String
    public let ext: String
    public let isMuted: Bool

    public init(profile: Profile, relation: Relation, alias: String = "", ext: String = "", isMuted: Bool = false) {
        self.profile = profile
        self.relation = relation
        self.alias = alias
        self.ext = ext
        self.isMuted = isMuted
    }
}

/// How the caller stands to a user (floo-web, types.js; BMXRosterItem_RosterRelation).
public enum Relation: Int, Sendable {
    case friend = 0
    case deleted = 1
    case stranger = 2
    case blocked = 3
}

/// Where rosters are kept.
public protocol RosterStore: Sendable {
    /// The ids of a user's friends, oldest friendship first.
    func friends(of account: Account) async throws(Failure) -> [UserID]
    /// Items for all of `users` that exist, friends or not.
    func items(of account: Account, for users: [UserID]) async throws(Failure) -> [RosterItem]
}

/// Reads a roster.
public struct Roster: Sendable {
    private let store: any RosterStore

    public init(store: any RosterStore) { self.store = store }

    public func friends(of account: Account) async throws(Failure) -> [UserID] {
        try await store.friends(of: account)
    }

    /// An item for every requested user that exists: clients ask no more for ids that are missing from the answer.
    public func items(of account: Account, for users: [UserID]) async throws(Failure) -> [RosterItem] {
        try await store.items(of: account, for: users)
    }
}
