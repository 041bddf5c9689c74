import Database
import HearthCore
import IM

/// Removes old messages in SQL: looks for them beside whoever writes, and removes what it found in one short transaction.
public struct SQLRetentionStore: RetentionStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func removeOld(
        before id: MessageID, of app: AppNumber, after place: ConversationID?, limit: Int
    ) async throws(Failure) -> RetentionStep {
        let plan = try await context.reading { sql in
            try RetentionPlan(sql, app: app, before: id, after: place, limit: limit)
        }
        // One conversation at a time: whoever writes to several locks them in another order.
        var removed = 0
        for conversation in Set(plan.pieces.map(\.conversation)).sorted() {
            removed += try await context.writing { sql in try plan.carryOut(sql, in: conversation) }
        }
        return RetentionStep(removed: removed, visited: plan.visited, place: plan.place, isLast: plan.isLast)
    }
}
