import HearthCore
import IM
import Synchronization
import TestSupport

/// Rosters in memory: friends by owner, cards of all who have an account.
final class InMemoryRoster: RosterStore {
    private let accounts: InMemoryAccounts
    private let friends = Mutex<[Account: [UserID]]>([:])

    init(_ accounts: InMemoryAccounts) { self.accounts = accounts }

    func befriend(_ owner: Account, _ friend: UserID) { friends.withLock { $0[owner, default: []].append(friend) } }

    func friends(of account: Account, after cursor: RosterCursor?, limit: Int) async throws(Failure) -> RosterPage {
        RosterPage(users: friends.withLock { $0[account] ?? [] }, version: 0)
    }

    func blocked(of account: Account) async throws(Failure) -> RosterPage { RosterPage(users: [], version: 0) }

    func applications(to account: Account, before cursor: RosterCursor?, limit: Int) async throws(Failure) -> ApplicationPage {
        ApplicationPage(rows: [], next: nil, version: 0)
    }

    func items(of account: Account, for users: [UserID]) async throws(Failure) -> [RosterItem] {
        let friends = friends.withLock { $0[account] ?? [] }
        return try await accounts.profiles(account.app, users).map { profile in
            RosterItem(profile: profile, relation: friends.contains(profile.user) ? .friend : .stranger)
        }
    }

    func item(of account: Account, _ key: RosterKey) async throws(Failure) -> RosterItem {
        guard case .id(let user) = key, let item = try await items(of: account, for: [user]).first else { throw Failure(.userNotExist) }
        return item
    }
}
