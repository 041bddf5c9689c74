import HearthCore

/// Ends accounts.
///
/// What goes: the profile and settings, the password, devices, tokens, cursors and pins; his roster and what others had
/// applied for; his memberships, and the groups he owned are destroyed. What stays: his id and his name, which nobody gets
/// again; his messages, for those he talked to; his entry in the rosters of others, marked as deleted. What only he was given
/// of his conversations, and had noted on messages, goes within minutes, in steps: it can be much.
public struct AccountRemoval: Sendable {
    private let control: any AccountControl
    private let checking: any PasswordChecking
    private let live: any LiveDevices
    private let announcer: any GroupAnnouncer
    private let clock: any WallClock

    /// - Parameter announcer: wakes the members of his groups.
    public init(
        control: any AccountControl, checking: any PasswordChecking, live: any LiveDevices, announcer: any GroupAnnouncer,
        clock: any WallClock
    ) {
        self.control = control
        self.checking = checking
        self.live = live
        self.announcer = announcer
        self.clock = clock
    }

    /// Removes the caller's own account.
    /// - Throws: `UserAuthFailed`, `ServerTokenRequestTooMany`, `UserNotExist`, `ServerBusy`.
    public func remove(
        _ account: Account, in app: AppDirectory.Entry, password: String, from address: String
    ) async throws(Failure) {
        try await checking.check(password, of: account, in: app, from: address)
        try await remove(account)
    }

    /// Removes an account for an operator.
    /// - Throws: `UserNotExist`.
    public func remove(_ account: Account) async throws(Failure) {
        let groups = try await control.remove(account, now: clock.now())
        live.tell(.userRemoved, account, device: nil)
        groups.forEach(announcer.announce)
    }
}
