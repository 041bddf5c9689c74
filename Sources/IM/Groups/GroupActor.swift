import HearthCore

/// Who does something in a group.
public enum GroupActor: Sendable, Equatable {
    case user(Account)
    /// An app's own server, which counts as an admin of each group (rest.md 6.2): user 0 in what it causes.
    case server(AppNumber)

    public var app: AppNumber {
        switch self {
        case .user(let account): account.app
        case .server(let app): app
        }
    }

    public var user: UserID {
        switch self {
        case .user(let account): account.user
        case .server: .system
        }
    }
}
