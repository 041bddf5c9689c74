import Database
import HearthCore
import IM

/// What the store says of itself, for operators and benchmarks.
public struct SQLStoreReport: StoreReporting {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func report(countingMessages: Bool) async throws(Failure) -> StoreReport {
        let messages: Int64? =
            countingMessages
            ? try await context.reading { sql in try sql.first("SELECT count(*) FROM messages", []) { $0.int64(0) } } : nil
        switch context.database.dialect {
        case .sqlite: return StoreReport(database: "SQLite", durability: try await sqliteDurability(), messages: messages)
        case .postgres:
            return StoreReport(database: "PostgreSQL", durability: try await postgresDurability(), messages: messages)
        }
    }

    public func isReady() async -> Bool {
        // Both ways: a store that reads and cannot write takes no message.
        let reads = try? await context.reading { sql in try sql.first("SELECT 1", []) { $0.int64(0) } }
        let writes = try? await context.writing { sql in try sql.first("SELECT 1", []) { $0.int64(0) } }
        return reads == 1 && writes == 1
    }

    private func sqliteDurability() async throws(Failure) -> String {
        // Read on the writer: the setting is that of a connection.
        let level = try await context.writing { sql in
            try sql.first("PRAGMA synchronous", []) { $0.int64(0) } ?? -1
        }
        let words = ["OFF", "NORMAL", "FULL", "EXTRA"]
        return words.indices.contains(Int(level)) ? words[Int(level)] : "unknown"
    }

    private func postgresDurability() async throws(Failure) -> String {
        try await context.writing { sql in
            try sql.first(
                "SELECT 'fsync=' || current_setting('fsync') || ' synchronous_commit=' || current_setting('synchronous_commit')", []
            ) { $0.text(0) } ?? "unknown"
        }
    }
}
