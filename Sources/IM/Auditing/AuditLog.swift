import HearthCore

/// Where administrative acts are kept for ever: rows come and stay.
public protocol AuditLog: Sendable {
    func append(_ entry: AuditEntry, at now: Instant) async throws(Failure)

    /// Acts, newest first.
    /// - Parameters:
    ///   - app: those about one app alone; nil for all.
    ///   - act: those of this name alone; nil for all.
    ///   - id: smaller ids alone.
    func records(of app: AppID?, _ act: String?, before id: Int64, limit: Int) async throws(Failure) -> [AuditRecord]
}

/// Puts administrative acts on record, right after they were done.
public struct Auditing: Sendable {
    private let log: any AuditLog
    private let clock: any WallClock
    private let onLoss: @Sendable (AuditEntry, Failure) -> Void

    /// - Parameter onLoss: is told of an act that was done and could not be recorded.
    public init(log: any AuditLog, clock: any WallClock, onLoss: @escaping @Sendable (AuditEntry, Failure) -> Void) {
        self.log = log
        self.clock = clock
        self.onLoss = onLoss
    }

    /// - Throws: trouble of the store. The act has been done all the same, and whoever did it is to hear that something is wrong.
    public func record(_ entry: AuditEntry) async throws(Failure) {
        do throws(Failure) {
            try await log.append(entry, at: clock.now())
        } catch {
            onLoss(entry, error)
            throw error
        }
    }

    /// As `AuditLog.records`.
    public func records(
        of app: AppID? = nil, _ act: String? = nil, before id: Int64? = nil, limit: Int
    ) async throws(Failure) -> [AuditRecord] {
        try await log.records(of: app, act, before: id ?? .max, limit: limit)
    }
}
