import HearthCore

/// Gives accounts new passwords.
public struct PasswordChanges: Sendable {
    /// Who changes his own password.
    public struct Caller: Sendable {
        public let account: Account
        /// His token lives on, all others end.
        public let tokenID: String
        /// His device is not told; nil where the token has none.
        public let device: DeviceSN?
        /// Where the call comes from.
        public let address: String

        public init(account: Account, tokenID: String, device: DeviceSN?, address: String) {
            self.account = account
            self.tokenID = tokenID
            self.device = device
            self.address = address
        }
    }

    private let accounts: any AccountStore
    private let control: any AccountControl
    private let checking: any PasswordChecking
    private let passwords: any PasswordHashing
    private let live: any LiveDevices
    private let clock: any WallClock

    public init(
        accounts: any AccountStore, control: any AccountControl, checking: any PasswordChecking, passwords: any PasswordHashing,
        live: any LiveDevices, clock: any WallClock
    ) {
        self.accounts = accounts
        self.control = control
        self.checking = checking
        self.passwords = passwords
        self.live = live
        self.clock = clock
    }

    /// Changes the caller's own password. His other tokens end and his other devices are logged out: the one that did it
    /// knows the new password already (xsync.md 9.3).
    /// - Throws: `InvalidRequestParameter`, `UserOldPasswordNotMatch`, `UserPermissionDenied` for an account whose password
    ///   is not kept here, `ServerTokenRequestTooMany`, `UserNotExist`, `ServerBusy`.
    public func change(
        _ caller: Caller, in app: AppDirectory.Entry, from old: String, to new: String
    ) async throws(Failure) {
        try await change(caller, to: new) { () async throws(Failure) in
            do throws(Failure) {
                try await checking.check(old, of: caller.account, in: app, from: caller.address)
            } catch {
                throw error.name == .userAuthFailed ? Failure(.userOldPasswordNotMatch) : error
            }
        }
    }

    /// The same for a caller who proves otherwise that it is him.
    /// - Parameter prove: throws where he does not. Only called for what is a password, and for an account that has one.
    /// - Throws: what `prove` does, `InvalidRequestParameter`, `UserPermissionDenied`, `UserOldPasswordNotMatch` if the password
    ///   was changed meanwhile, `UserNotExist`, `ServerBusy`.
    public func change(
        _ caller: Caller, to new: String, _ prove: () async throws(Failure) -> Void
    ) async throws(Failure) {
        let new = try NewPassword(new, field: "new_password")
        guard let present = try await accounts.credentials(caller.account), present.status != .removed else {
            throw Failure(.userNotExist)
        }
        guard present.passwordHash != Provisioning.noPassword else {
            throw Failure(.userPermissionDenied, "the password of this account is not kept here")
        }
        try await prove()
        let hash = try await passwords.hash(new.text)
        // What was proved may have been replaced meanwhile.
        let isDone = try await control.setPassword(
            caller.account, hash: hash, replacing: present.passwordHash, keeping: caller.tokenID, now: clock.now())
        guard isDone else { throw Failure(.userOldPasswordNotMatch) }
        live.tell(.passwordChanged, caller.account, device: caller.device)
    }

    /// Sets somebody's password for an operator: all his tokens end and all his devices are logged out.
    /// - Throws: `InvalidRequestParameter`, `UserNotExist`, `ServerBusy`.
    public func set(_ account: Account, to new: String) async throws(Failure) {
        let new = try NewPassword(new)
        guard let present = try await accounts.credentials(account), present.status != .removed else { throw Failure(.userNotExist) }
        let hash = try await passwords.hash(new.text)
        _ = try await control.setPassword(account, hash: hash, replacing: nil, keeping: nil, now: clock.now())
        live.tell(.passwordChanged, account, device: nil)
    }
}
