import HearthCore

/// Whom a message is for, and which conversation it belongs to.
public enum Recipient: Hashable, Sendable {
    case user(UserID)
    case group(GroupID)

    /// The one with this id: users have even ids, groups odd ones. Nil for 0, the system queue, and for what is no id.
    public init?(wire: UInt64) {
        guard wire > 0, wire <= Limits.largestClientInteger else { return nil }
        self = wire.isMultiple(of: 2) ? .user(UserID(Int64(wire))) : .group(GroupID(Int64(wire)))
    }

    /// The id on the wire; users and groups share one number space.
    public var wire: UInt64 {
        switch self {
        case .user(let user): UInt64(clamping: user.rawValue)
        case .group(let group): UInt64(clamping: group.rawValue)
        }
    }
}
