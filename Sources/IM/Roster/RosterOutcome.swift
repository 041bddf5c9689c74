import HearthCore

/// What came of one row of a call with many.
public struct RosterOutcome: Sendable, Equatable {
    public let user: UserID
    /// Nil where it was done.
    public let failure: Failure?

    public init(user: UserID, failure: Failure?) {
        self.user = user
        self.failure = failure
    }

    /// For people and programs; begins with the number of the failure. Nil where it was done.
    public var reason: String? { failure?.numbered }

    public func get() throws(Failure) {
        if let failure { throw failure }
    }
}
