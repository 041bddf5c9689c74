import HearthCore

/// Where a message goes, or in which conversation an operation happens.
public enum MessageTarget: Hashable, Sendable {
    case user(UserID)
    case group(GroupID)
    /// The conversation of the message operated on: SDK 1.0.0 does not name it (xsync.md 7).
    case unnamed

    /// The other side as the sender names it; nil where he does not.
    public var peer: Peer? {
        switch self {
        case .user(.system): .system
        case .user(let user): .user(user)
        case .group(let group): .group(group)
        case .unnamed: nil
        }
    }

    public init(_ peer: Peer) {
        switch peer {
        case .system: self = .user(.system)
        case .user(let user): self = .user(user)
        case .group(let group): self = .group(group)
        }
    }
}

extension UserID {
    /// Who sends notices and messages of the system: uid 0, nobody's account.
    public static let system = UserID(0)
}
