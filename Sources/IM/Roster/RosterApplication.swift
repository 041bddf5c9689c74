import HearthCore

/// Somebody's wish to be another's friend. It stays listed when it is decided or has expired.
public struct RosterApplication: Sendable, Equatable {
    /// Raw values are those of the REST API (rest.md 5.1).
    public enum Status: Int, Sendable {
        case pending = 0
        case accepted = 1
        case declined = 2
    }

    /// In the applicant's words.
    public let reason: String
    /// What the applicant is going to call the other.
    public let alias: String
    public var status: Status
    /// When it was made, made again or decided.
    public var changedAt: Instant
    /// From then on it cannot be answered.
    public let expiresAt: Instant

    public init(reason: String, alias: String, status: Status = .pending, changedAt: Instant, expiresAt: Instant) {
        self.reason = reason
        self.alias = alias
        self.status = status
        self.changedAt = changedAt
        self.expiresAt = expiresAt
    }

    /// Whether it can be answered.
    public func isOpen(at now: Instant) -> Bool { status == .pending && now < expiresAt }
}

/// What is asked for with an application.
public struct RosterRequest: Sendable, Equatable {
    public let user: UserID
    /// What the applicant is going to call the user; nil leaves what he calls him now.
    public let alias: String?
    public let reason: String
    /// To the user's question, where he has one.
    public let answer: String

    public init(user: UserID, alias: String? = nil, reason: String = "", answer: String = "") {
        self.user = user
        self.alias = alias
        self.reason = reason
        self.answer = answer
    }
}
