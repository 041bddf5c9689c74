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

    /// Lets a user send nothing.
    /// - Parameter end: when the ban ends by itself; nil for never.
    /// - Throws: `UserNotExist`, `InvalidRequestParameter` for an end that is over.
    public func ban(_ account: Account, until end: Instant?) async throws(Failure) {
        if let end, end <= clock.now() { throw ClientText.refusal("until") }
        try await control.ban(account, until: end?.milliseconds ?? -1)
    }

    /// - Throws: `UserNotExist`.
    public func unban(_ account: Account) async throws(Failure) {
        try await control.ban(account, until: 0)
    }

    private static func checked(_ users: [UserID]) throws(Failure) -> [UserID] {
        guard users.count <= Limits.idsPerCall else { throw ClientText.refusal("list") }
        return Set(users).sorted()
    }
}
