import Database
import HearthCore

/// Forgets sends that are too old to be repeated.
public struct SendMemory: Sendable {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    /// Removes up to `limit` rows of past periods, so that it never holds up a commit.
    /// - Returns: how many were removed; fewer than `limit` means that none are left.
    public func prune(now: Instant, limit: Int) async throws(Failure) -> Int {
        let oldestKept = now.milliseconds / Limits.duplicateMemory - 1
        return try await context.writing { sql in
            let apps = try sql.all("SELECT number FROM apps", []) { $0.int64(0) }
            var removed = 0
            for app in apps where removed < limit {
                removed += try sql.execute(
                    """
                    DELETE FROM sends WHERE (app, period, client_id, user_id, device, fingerprint) IN
                        (SELECT app, period, client_id, user_id, device, fingerprint FROM sends
                         WHERE app = ?1 AND period < ?2 LIMIT ?3)
                    """, [.integer(app), .integer(oldestKept), .integer(Int64(limit - removed))])
            }
            return removed
        }
    }
}
