import HearthCore

/// Reads a roster.
public struct Roster: Sendable {
    private let store: any RosterStore

    public init(store: any RosterStore) { self.store = store }

    /// All friends of a user, oldest friendship first. One whom he has blocked is still a friend.
    public func friends(of account: Account) async throws(Failure) -> [UserID] {
        try await page(of: account).users
    }

    /// A part of that list.
    /// - Parameter limit: nil for all that come after `cursor`.
    public func page(
        of account: Account, after cursor: RosterCursor? = nil, limit: Int? = nil
    ) async throws(Failure) -> RosterPage {
        try await store.friends(of: account, after: cursor, limit: limit ?? Int(Int32.max))
    }

    /// All whom a user has blocked.
    public func blocked(of account: Account) async throws(Failure) -> RosterPage {
        try await store.blocked(of: account)
    }

    /// An item, each once, for every requested user that exists: clients ask no more for ids that are missing from the answer.
    public func items(of account: Account, for users: [UserID]) async throws(Failure) -> [RosterItem] {
        var seen: Set<UserID> = []
        return try await store.items(of: account, for: users.filter { seen.insert($0).inserted })
    }

    /// The item of one user.
    /// - Throws: `UserNotExist`; `RosterHasDeletedFromSystem` when the account is gone.
    public func item(of account: Account, _ key: RosterKey) async throws(Failure) -> RosterItem {
        switch key {
        case .name(let text), .mobile(let text):
            // No user has such a name, and PostgreSQL knows no such text.
            guard !text.utf8.contains(0), !text.isEmpty else { throw Failure(.userNotExist) }
        case .id: break
        }
        return try await store.item(of: account, key)
    }

    /// What others ask of a user, newest first; decided and expired applications too.
    public func applications(
        to account: Account, before cursor: RosterCursor? = nil, limit: Int
    ) async throws(Failure) -> ApplicationPage {
        try await store.applications(to: account, before: cursor, limit: limit)
    }
}
