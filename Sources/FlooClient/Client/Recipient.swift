import HearthCore

/// Whom a message is for, and which conversation it belongs to.
public enum Recipient: Hashable, Sendable {
    case user(UserID)
    case group(GroupID)

    /// The id on the wire; users and groups share one number space.
    public var wire: UInt64 {
        switch self {
        case .user(let user): UInt64(clamping: user.rawValue)
        case .group(let group): UInt64(clamping: group.rawValue)
        }
    }
}
