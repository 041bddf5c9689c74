import HearthCore

/// Checks a password that somebody typed, and slows down who guesses.
public protocol PasswordChecking: Sendable {
    /// Whether this is the password of that account, wherever passwords of the app are kept.
    /// - Parameter address: where the call comes from.
    /// - Throws: `UserAuthFailed` for a wrong one, `ServerTokenRequestTooMany` to who guessed too often, `UserNotExist`,
    ///   `ServerBusy`.
    func check(
        _ password: String, of account: Account, in app: AppDirectory.Entry, from address: String
    ) async throws(Failure)
}
