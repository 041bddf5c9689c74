import HearthCore
import IM
import Synchronization

/// The audit log in memory. It can be made to fail.
public final class InMemoryAudit: AuditLog {
    private let state = Mutex<(records: [AuditRecord], failure: Failure?)>(([], nil))

    public init() {}

    /// From now on nothing can be written.
    public func fail(_ failure: Failure?) { state.withLock { $0.failure = failure } }

    /// What was recorded, oldest first.
    public var entries: [AuditEntry] { state.withLock { $0.records.map(\.entry) } }

    public func append(_ entry: AuditEntry, at now: Instant) async throws(Failure) {
        let failure = state.withLock { state in
            if state.failure == nil {
                state.records.append(AuditRecord(id: Int64(state.records.count + 1), at: now, entry: entry))
            }
            return state.failure
        }
        if let failure { throw failure }
    }

    public func records(of app: AppID?, _ act: String?, before id: Int64, limit: Int) async throws(Failure) -> [AuditRecord] {
        state.withLock { state in
            let found = state.records.filter {
                $0.id < id && (app == nil || $0.entry.app == app) && (act == nil || $0.entry.act == act)
            }
            return Array(found.reversed().prefix(limit))
        }
    }
}
