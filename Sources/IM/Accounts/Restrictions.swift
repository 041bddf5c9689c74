import HearthCore

/// What an operator may forbid a user: everything, or to send messages.
public struct Restrictions: Sendable {
    private let control: any AccountControl
    private let live: any LiveDevices
    private let clock: any WallClock

    public init(control: any AccountControl, live: any LiveDevices, clock: any WallClock) {
        self.control = control
        self.live = live
        self.clock = clock
    }

    /// Ends the logins of all these users until they are unfrozen. All of them or, where one is not known, none.
    /// - Throws: `UserNotExist`, `InvalidRequestParameter` for too many.
    public func freeze(_ app: AppNumber, _ users: [UserID]) async throws(Failure) {
        let frozen = try await control.freeze(app, try Self.checked(users), now: clock.now())
        for user in frozen { live.tell(.userFrozen, Account(app: app, user: user), device: nil) }
    }

    /// Lets these users log in again; their old tokens stay ended. All of them or, where one is not known, none.
    /// - Throws: `UserNotExist`, `InvalidRequestParameter` for too many.
    public func unfreeze(_ app: AppNumber, _ users: [UserID]) async throws(Failure) {
        try await control.unfreeze(app, try Self.checked(users))
    }

    /// Minutes of the longest ban that ends by itself: ten years.
    public static let longestBan: Int64 = 5_256_000

    /// Lets a user send nothing.
    /// - Parameter minutes: after which the ban ends by itself, at most `longestBan`; nil for never.
    /// - Throws: `UserNotExist`, `InvalidRequestParameter`.
    public func ban(_ account: Account, minutes: Int64?) async throws(Failure) {
        guard let minutes else { return try await control.ban(account, until: -1) }
        guard (1...Self.longestBan).contains(minutes) else { throw ClientText.refusal("minutes") }
        try await control.ban(account, until: clock.now().advanced(by: minutes * 60_000).milliseconds)
    }

    /// - Throws: `UserNotExist`.
    public func unban(_ account: Account) async throws(Failure) {
        try await control.ban(account, until: 0)
    }

    /// How an account stands, also a removed one.
    /// - Throws: `UserNotExist`.
    public func state(of account: Account) async throws(Failure) -> AccountState {
        guard let state = try await control.state(of: account) else { throw Failure(.userNotExist) }
        return state
    }

    private static func checked(_ users: [UserID]) throws(Failure) -> [UserID] {
        guard users.count <= Limits.idsPerCall else { throw ClientText.refusal("list") }
        return Set(users).sorted()
    }
}
