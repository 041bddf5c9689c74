import HearthCore

/// Changes what users say of themselves, and tells who shows it.
public struct Profiles: Sendable {
    /// One row of a call that changes many profiles.
    public struct Row: Sendable {
        public let user: UserID
        public let change: ProfileChange

        public init(user: UserID, change: ProfileChange) {
            self.user = user
            self.change = change
        }
    }

    /// What became of one row.
    public struct Outcome: Sendable, Equatable {
        public let user: UserID
        /// Nil where all is well.
        public let failure: Failure?
    }

    private let store: any ProfileStore
    private let notifier: any Notifier

    public init(store: any ProfileStore, notifier: any Notifier) {
        self.store = store
        self.notifier = notifier
    }

    /// Changes a profile. The user's other devices hear of it; his friends do where it is something they are shown.
    /// - Parameter device: the device that does it, and is not told.
    /// - Throws: `InvalidRequestParameter`, `UserNotExist`, `UserNameInUse`, `MobileInUse`.
    public func change(_ account: Account, _ change: ProfileChange, except device: DeviceSN? = nil) async throws(Failure) {
        try change.check()
        let made = try await store.change(account, change)
        guard !made.isEmpty else { return }
        await notifier.tell([Notice(account, except: device, .ownInfoUpdated)])
        if let content = made.publicJSON { await tellFriends(of: account, content) }
    }

    /// What is written is written: where the friends cannot be read, they see it at their next look.
    private func tellFriends(of account: Account, _ content: String) async {
        var last = UserID(0)
        while let friends = try? await store.friendsOf(account, after: last, limit: Limits.friendsTold), let end = friends.last {
            await notifier.tell(
                friends.map { friend in
                    let notice = RosterNotice(.infoUpdated, from: account.user, to: friend, content: content)
                    return Notice(Account(app: account.app, user: friend), .roster(notice))
                })
            guard friends.count == Limits.friendsTold else { return }
            last = end
        }
    }

    /// Changes many profiles, each for itself; of rows about the same user any may be the last.
    /// - Returns: an outcome for each row, in their order.
    /// - Throws: `InvalidRequestParameter` for too many rows.
    public func change(_ app: AppNumber, _ rows: [Row]) async throws(Failure) -> [Outcome] {
        try await RowByRow.run(rows, width: 64) { row in
            do throws(Failure) {
                try await change(Account(app: app, user: row.user), row.change)
                return Outcome(user: row.user, failure: nil)
            } catch {
                return Outcome(user: row.user, failure: error)
            }
        }
    }
}
