import Database
import HearthCore
import IM

/// The outbox in SQL.
public struct SQLCallbackStore: CallbackStore {
    let context: StoreContext

    init(_ context: StoreContext) { self.context = context }

    public func due(at now: Instant) async throws(Failure) -> [AppID] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT id FROM apps
                WHERE EXISTS (SELECT 1 FROM callbacks WHERE app = apps.number AND state = 0 AND next_at <= ?1)
                """, [.integer(now.milliseconds)]
            ) { AppID($0.text(0)) }
        }
    }

    public func used() async throws(Failure) -> [AppID] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT id FROM apps WHERE EXISTS (SELECT 1 FROM callbacks WHERE app = apps.number AND state = 0)
                UNION SELECT id FROM apps WHERE EXISTS (SELECT 1 FROM callbacks WHERE app = apps.number AND state = 1)
                """
            ) { AppID($0.text(0)) }
        }
    }

    public func claim(_ app: AppNumber, now: Instant, until end: Instant, limit: Int) async throws(Failure) -> [Callback] {
        try await context.writing { sql in
            let due: [SQLValue] = [.integer(app.rawValue), .integer(now.milliseconds), .integer(Int64(limit))]
            var numbers: [Int64] = []
            var callbacks: [Callback] = []
            func take(_ row: any Row) {
                numbers.append(row.int64(0))
                if let callback = CallbackRow.callback(row) { callbacks.append(callback) }
            }
            switch sql.dialect {
            case .sqlite: try sql.query(Self.dueRows, due, each: take)
            case .postgres: try sql.query(Self.dueRowsUnlocked, due, each: take)
            }
            guard !numbers.isEmpty else { return [] }
            try sql.execute(
                "UPDATE callbacks SET next_at = ?2 WHERE number = ANY(?1)", [.integers(numbers), .integer(end.milliseconds)])
            return callbacks
        }
    }

    private static let dueRows: StaticString = """
        SELECT number, app, at, event, sender, target, message, others, body, tries FROM callbacks
        WHERE app = ?1 AND state = 0 AND next_at <= ?2 ORDER BY next_at, number LIMIT ?3
        """
    /// Those that another server is claiming are left to it.
    private static let dueRowsUnlocked: StaticString = """
        SELECT number, app, at, event, sender, target, message, others, body, tries FROM callbacks
        WHERE app = ?1 AND state = 0 AND next_at <= ?2 ORDER BY next_at, number LIMIT ?3 FOR UPDATE SKIP LOCKED
        """

    public func settle(_ ends: [(callback: Callback, end: CallbackEnd)]) async throws(Failure) {
        guard !ends.isEmpty else { return }
        try await context.writing { sql in
            let delivered = ends.filter { $0.end == .delivered }.map(\.callback.number)
            if !delivered.isEmpty { try sql.execute("DELETE FROM callbacks WHERE number = ANY(?1)", [.integers(delivered)]) }
            for (callback, end) in ends { try Self.settle(callback, end, sql) }
        }
    }

    private static func settle(_ callback: Callback, _ end: CallbackEnd, _ sql: any SQLConnection) throws {
        let number = SQLValue.integer(callback.number)
        switch end {
        case .delivered: return
        case .retry(let time, let reason):
            try sql.execute(
                "UPDATE callbacks SET tries = tries + 1, next_at = ?2, last_error = ?3 WHERE number = ?1 AND state = 0",
                [number, .integer(time.milliseconds), .text(reason)])
        case .dead(let reason):
            try sql.execute(
                "UPDATE callbacks SET tries = tries + 1, state = 1, last_error = ?2 WHERE number = ?1 AND state = 0",
                [number, .text(reason)])
        case .released: try sql.execute("UPDATE callbacks SET next_at = at WHERE number = ?1 AND state = 0", [number])
        }
    }
}
