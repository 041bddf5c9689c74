import HearthCore

/// Where reviews are kept. Those of messages come with their messages, in one transaction; all others by `add`.
public protocol ReviewStore: Sendable {
    func add(_ reviews: [Review]) async throws(Failure)
    func find(_ id: Int64, in app: AppNumber) async throws(Failure) -> Review?
    /// Reviews of an app, newest first.
    /// - Parameters:
    ///   - isOpen: true for those nobody has decided, false for the others, nil for all.
    ///   - user: of one author; nil for all.
    ///   - before: only reviews with a smaller id.
    func list(
        of app: AppNumber, isOpen: Bool?, user: UserID?, before: Int64, limit: Int
    ) async throws(Failure) -> [Review]
    /// Notes a decision.
    /// - Returns: false where there is one already.
    func decide(_ id: Int64, in app: AppNumber, _ decision: Review.Decision) async throws(Failure) -> Bool
}
