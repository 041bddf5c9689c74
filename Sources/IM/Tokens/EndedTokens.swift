import HearthCore

/// Ends the sessions of this server whose token was revoked.
///
/// Who revokes a token tells the sessions of his own server at once. This finds those that he cannot reach: on other servers of the
/// database, and those that were still logging in at that moment.
public actor EndedTokens {
    /// Tokens read in one step.
    static let step = 1_000
    /// Milliseconds that a look goes back behind the beginning of the one before. So a revocation is found that was committed some
    /// time after the time it carries, or by a server whose clock is behind, or that came before its session.
    static let overlap: Int64 = 30_000

    private let store: any EndedTokenStore
    private let accounts: any AccountStore
    private let live: any LiveTokens
    private let catchUp: @Sendable () async throws(Failure) -> Void
    private let clock: any WallClock
    /// When the last look that went through began.
    private var looked: Instant

    /// - Parameter catchUp: takes over what other servers did before they ended tokens: sessions may have to hear of that instead.
    public init(
        store: any EndedTokenStore, accounts: any AccountStore, live: any LiveTokens, clock: any WallClock,
        catchUp: @escaping @Sendable () async throws(Failure) -> Void = {}
    ) {
        self.store = store
        self.catchUp = catchUp
        self.accounts = accounts
        self.live = live
        self.clock = clock
        looked = clock.now()
    }

    /// Looks at what was revoked since the last look. Not to be called again before it returns.
    /// - Throws: trouble of the store; the next look begins where this one did.
    public func look() async throws(Failure) {
        let began = clock.now()
        // A clock that was set back must not hide what is revoked from now on.
        let since = min(looked, began).advanced(by: -Self.overlap)
        var last: EndedToken?
        repeat {
            let ended = try await store.ended(since: since, after: last, limit: Self.step)
            let here = ended.filter { live.isConnected($0.account, token: $0.id) }
            if !here.isEmpty { try await catchUp() }
            for token in here where live.isConnected(token.account, token: token.id) { try await end(token) }
            last = ended.count == Self.step ? ended.last : nil
        } while last != nil
        looked = began
    }

    private func end(_ token: EndedToken) async throws(Failure) {
        let event: DeviceEvent =
            switch try await accounts.credentials(token.account)?.status {
            case .normal: token.end.event
            case .frozen: .userFrozen
            case .removed, nil: .userRemoved
            }
        live.tell(event, token.account, token: token.id)
    }
}

/// A user's token that was revoked.
public struct EndedToken: Sendable, Equatable {
    public let account: Account
    public let id: String
    /// By the clock of the server that revoked it.
    public let endedAt: Instant
    public let end: TokenEnd

    public init(account: Account, id: String, endedAt: Instant, end: TokenEnd = .unnamed) {
        self.end = end
        self.account = account
        self.id = id
        self.endedAt = endedAt
    }
}

/// Where revoked tokens are found.
public protocol EndedTokenStore: Sendable {
    /// Tokens that were revoked at an instant or later: oldest first, those of one instant by app and id.
    /// - Parameter last: the last one of the page before; nil for the first page.
    func ended(since instant: Instant, after last: EndedToken?, limit: Int) async throws(Failure) -> [EndedToken]
}

/// Who is connected to this server with which token.
public protocol LiveTokens: Sendable {
    /// Whether a session of the user logged in with this token.
    func isConnected(_ account: Account, token: String) -> Bool

    /// Tells the user's sessions that logged in with this token of an event, and no other session.
    func tell(_ event: DeviceEvent, _ account: Account, token: String)
}
