import Database
import HearthCore
import IM

/// What the store says of itself, for operators and benchmarks.
public struct SQLStoreReport: StoreReporting {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func report(countingMessages: Bool) async throws(Failure) -> StoreReport {
        // Read on the writer: the setting is that of a connection.
        let level = try await context.writing { sql in
            try sql.first("PRAGMA synchronous", []) { $0.int64(0) } ?? -1
        }
        let messages: Int64? =
            countingMessages
            ? try await context.reading { sql in try sql.first("SELECT count(*) FROM messages", []) { $0.int64(0) } } : nil
        let words = ["OFF", "NORMAL", "FULL", "EXTRA"]
        let isKnown = words.indices.contains(Int(level))
        return StoreReport(
            database: "SQLite", durability: isKnown ? words[Int(level)] : "unknown", messages: messages)
    }
}
