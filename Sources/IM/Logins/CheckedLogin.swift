import HearthCore

/// Somebody who was let in, and what that rests on.
public struct CheckedLogin: Sendable, Equatable {
    public let user: UserID
    /// The account's password hash when the password was checked, `Provisioning.noPassword` where a user base elsewhere was asked.
    /// Nil where a new password would not have mattered.
    public let passwordHash: String?

    public init(user: UserID, passwordHash: String?) {
        self.user = user
        self.passwordHash = passwordHash
    }
}
