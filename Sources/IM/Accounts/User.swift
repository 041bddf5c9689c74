import HearthCore

/// Whether an account may be used.
public enum UserStatus: Int, Sendable {
    case normal = 0
    /// Disabled by an operator: no login, no sending.
    case frozen = 1
    /// Deleted. The name stays reserved and the id is never given again.
    case removed = 2
}

/// What anybody of the same app may see of a user, and the owner's own fields.
public struct Profile: Sendable, Equatable {
    public let user: UserID
    public let name: String
    public var nickName = ""
    public var avatar = ""
    public var about = ""
    public var publicInfo = ""
    /// Own fields: shown to the owner alone.
    public var mobile = ""
    public var email = ""
    public var privateInfo = ""

    public init(user: UserID, name: String) {
        self.user = user
        self.name = name
    }
}

/// What a password check needs to know of an account.
public struct Credentials: Sendable {
    public let user: UserID
    public let status: UserStatus
    /// The password's hash in PHC form.
    public let passwordHash: String

    public init(user: UserID, status: UserStatus, passwordHash: String) {
        self.user = user
        self.status = status
        self.passwordHash = passwordHash
    }
}
