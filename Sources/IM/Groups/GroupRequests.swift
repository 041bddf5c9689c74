import HearthCore

/// How an invitation or an application stands. Raw values are stored and shown. One that is open and past its time is over.
public enum GroupRequestStatus: Int, Sendable {
    case open = 0
    case accepted = 1
    case declined = 2
}

/// Somebody in a group asks somebody else to come in.
public struct GroupInvitation: Sendable, Equatable {
    public let group: GroupID
    public let inviter: UserID
    public let invitee: UserID
    public var reason: String
    public var status: GroupRequestStatus
    public var changedAt: Instant
    public var expiresAt: Instant

    public init(
        group: GroupID, inviter: UserID, invitee: UserID, reason: String, status: GroupRequestStatus = .open, changedAt: Instant,
        expiresAt: Instant
    ) {
        self.group = group
        self.inviter = inviter
        self.invitee = invitee
        self.reason = reason
        self.status = status
        self.changedAt = changedAt
        self.expiresAt = expiresAt
    }

    /// Whether it can still be answered.
    public func isOpen(at now: Instant) -> Bool { status == .open && now < expiresAt }
}

/// Somebody asks to come into a group.
public struct GroupApplication: Sendable, Equatable {
    public let group: GroupID
    public let applicant: UserID
    public var reason: String
    public var status: GroupRequestStatus
    public var changedAt: Instant
    public var expiresAt: Instant

    public init(
        group: GroupID, applicant: UserID, reason: String, status: GroupRequestStatus = .open, changedAt: Instant, expiresAt: Instant
    ) {
        self.group = group
        self.applicant = applicant
        self.reason = reason
        self.status = status
        self.changedAt = changedAt
        self.expiresAt = expiresAt
    }

    /// Whether it can still be answered.
    public func isOpen(at now: Instant) -> Bool { status == .open && now < expiresAt }
}
