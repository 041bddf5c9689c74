import HearthCore

/// What one user is told beside messages, on each of his devices: kept in his system queue until each has read it.
public struct Notice: Sendable, Equatable {
    public enum Body: Sendable, Equatable {
        case roster(RosterNotice)
        case group(GroupNotice)
        /// His own profile or settings changed: INFO_UPDATED of UserNotice. Other UserNotices are never kept.
        case ownInfoUpdated
    }

    public let recipient: Account
    /// The recipient's device that knows it already, because it did it; nil to tell all.
    public let except: DeviceSN?
    public let body: Body

    public init(_ recipient: Account, except: DeviceSN? = nil, _ body: Body) {
        self.recipient = recipient
        self.except = except
        self.body = body
    }
}

/// Tells users what happened.
public protocol Notifier: Sendable {
    /// Returns when the notices are kept, each recipient's in the order given; devices that are connected hear of them by
    /// themselves. What happened has happened, so trouble is logged, not thrown.
    func tell(_ notices: [Notice]) async
}
