import Database
import HearthCore
import IM

/// Reviews in SQL.
public struct SQLReviewStore: ReviewStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func add(_ reviews: [Review]) async throws(Failure) {
        guard !reviews.isEmpty else { return }
        try await context.writing { sql in
            for review in reviews { try sql.execute(ReviewRows.insert, ReviewRows.values(review)) }
        }
    }

    public func find(_ id: Int64, in app: AppNumber) async throws(Failure) -> Review? {
        try await context.reading { sql in
            try sql.first(ReviewRows.one, [.integer(app.rawValue), .integer(id)], ReviewRows.review)
        }
    }

    public func list(
        of app: AppNumber, isOpen: Bool?, user: UserID?, before: Int64, limit: Int
    ) async throws(Failure) -> [Review] {
        let part: [SQLValue] = [.integer(app.rawValue), .integer(before), .integer(Int64(limit))]
        return try await context.reading { sql in
            if let user {
                let status: Int64 = isOpen.map { $0 ? 1 : 0 } ?? -1
                return try sql.all(ReviewRows.ofAuthor, part + [.integer(user.rawValue), .integer(status)], ReviewRows.review)
            }
            let statement = isOpen.map { $0 ? ReviewRows.open : ReviewRows.decided } ?? ReviewRows.all
            return try sql.all(statement, part, ReviewRows.review)
        }
    }

    public func decide(_ id: Int64, in app: AppNumber, _ decision: Review.Decision) async throws(Failure) -> Bool {
        try await context.writing { sql in
            try sql.execute(
                """
                UPDATE reviews SET verdict = ?3, is_banned = ?4, decided_at = ?5, decided_by = ?6, decision_note = ?7
                WHERE app = ?1 AND id = ?2 AND verdict = 0
                """,
                [
                    .integer(app.rawValue), .integer(id), .integer(Int64(decision.verdict.rawValue)), .bool(decision.isBanned),
                    .integer(decision.at.milliseconds), .text(decision.by), .text(decision.note),
                ]) == 1
        }
    }
}
