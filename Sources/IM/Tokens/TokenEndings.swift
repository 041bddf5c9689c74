import HearthCore

/// Where the tokens of all users of an app are ended.
public protocol TokenEndingStore: Sendable {
    /// Ends the tokens of the next users that were issued before an instant, in one transaction.
    /// - Parameters:
    ///   - user: the last one of the step before.
    ///   - limit: users of one step.
    /// - Returns: the last user of this step; nil when there are no more.
    func endTokens(
        _ app: AppNumber, after user: UserID, issuedBefore instant: Instant, limit: Int, now: Instant
    ) async throws(Failure) -> UserID?
}

/// Tells all devices of an app to connect anew, and ends what they logged in with where that is no good any more.
public struct Reconnecting: Sendable {
    /// Users whose tokens are ended in one transaction, so that it never holds up a commit for long.
    static let step = 200

    private let apps: AppDirectory
    private let store: any TokenEndingStore
    private let clock: any WallClock

    public init(apps: AppDirectory, store: any TokenEndingStore, clock: any WallClock) {
        self.apps = apps
        self.store = store
        self.clock = clock
    }

    /// Devices are told first: who hears that his token has ended first takes it for a kick. When this is repeated after trouble of the
    /// store, it goes through all users again.
    /// - Throws: `ServerAppIdInvalid`, the app's refusal while it is out of service.
    public func reconnect(_ id: AppID, _ notice: ReconnectNotice) async throws(Failure) -> AppDirectory.Changed {
        let app = try await apps.usable(id).app
        let began = clock.now()
        let changed = try await apps.reconnect(id, notice)
        guard notice.endsTokens else { return changed }
        var last: UserID? = .system
        while let user = last {
            last = try await store.endTokens(app.number, after: user, issuedBefore: began, limit: Self.step, now: clock.now())
        }
        return changed
    }
}
