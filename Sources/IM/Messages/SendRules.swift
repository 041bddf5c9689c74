import HearthCore

/// What must be known to decide about a send. The store reads it for a whole batch.
public struct SendFacts: Sendable {
    /// Nil when the account does not exist.
    public var sender: UserStatus?
    /// Nil when there is no such user or group.
    public var target: Target?

    /// What is known of the other side.
    public enum Target: Sendable, Equatable {
        case user(UserStatus)
        /// With the role of the sender, nil for who is not in it.
        case group(GroupRole?)
    }

    public init(sender: UserStatus?, target: Target?) {
        self.sender = sender
        self.target = target
    }
}

/// Decides about sends: pure, so that every door and every store decides alike.
public enum SendRules {
    /// The sender's own state comes first, also before the memory of duplicates.
    /// - Throws: `UserRemoved`, `UserFrozen`.
    public static func admit(_ facts: SendFacts) throws(Failure) {
        switch facts.sender {
        case .normal: return
        case .frozen: throw Failure(.userFrozen)
        case .removed, nil: throw Failure(.userRemoved)
        }
    }

    /// Whether this message may be written to this target.
    /// - Throws: `UserNotExist`, `GroupNotExist`, `GroupMemberPermissionRequired`.
    public static func decide(_ message: OutgoingMessage, _ facts: SendFacts) throws(Failure) {
        switch (message.target, facts.target) {
        case (.user, .user(.normal)), (.user, .user(.frozen)): return
        case (.user, _), (.unnamed, _): throw Failure(.userNotExist)
        case (.group, .group(nil)) where message.sender.account.user != .system:
            throw Failure(.groupMemberPermissionRequired)
        case (.group, .group): return
        case (.group, _): throw Failure(.groupNotExist)
        }
    }
}
