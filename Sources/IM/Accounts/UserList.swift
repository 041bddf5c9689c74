import HearthCore
import Synchronization

/// All users of an app, for an operator.
///
/// Clients name pages by number, and to skip many users costs about 300 ms a million. So where a page ended is remembered for
/// the one after it: who reads page after page never skips, and misses nobody when somebody of an earlier page is removed.
public final class UserList: Sendable {
    private struct Page: Hashable {
        let app: AppNumber
        let number: Int
        let size: Int
    }

    /// Beginnings of pages that are remembered at a time.
    private static let most = 1_000

    private let control: any AccountControl
    /// The last user of the page before.
    private let beginnings = Mutex<[Page: UserID]>([:])

    public init(control: any AccountControl) { self.control = control }

    /// - Parameters:
    ///   - number: of the page, from 1 up.
    ///   - size: users in a page.
    /// - Throws: `InvalidRequestParameter`.
    public func page(_ app: AppNumber, number: Int, size: Int) async throws(Failure) -> [ListedUser] {
        guard number >= 1 else { throw ClientText.refusal("page_num") }
        guard (1...Limits.usersPerPage).contains(size) else { throw ClientText.refusal("page_size") }
        let (skipped, isTooFar) = (number - 1).multipliedReportingOverflow(by: size)
        guard !isTooFar else { return [] }
        let beginning = beginnings.withLock { $0[Page(app: app, number: number, size: size)] }
        let users = try await control.list(
            app, after: beginning ?? .system, skipping: beginning == nil ? skipped : 0, limit: size)
        if users.count == size, let last = users.last { remember(last.user, Page(app: app, number: number + 1, size: size)) }
        return users
    }

    private func remember(_ user: UserID, _ page: Page) {
        beginnings.withLock { beginnings in
            if beginnings.count >= Self.most { beginnings.removeAll(keepingCapacity: true) }
            beginnings[page] = user
        }
    }
}
