import Database
import Foundation

/// The statements written down in `Sources/Store`.
struct StatementsInSources {
    private let all: [String]

    init() throws {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appendingPathComponent("Sources/Store")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        // A copy visits every row, and asks catalogues; no client waits for it.
        all = try files.filter { $0.pathExtension == "swift" && $0.lastPathComponent != "Migrations.generated.swift" }
            .filter { $0.deletingLastPathComponent().lastPathComponent != "Copy" }
            .flatMap { Self.statements(in: try String(contentsOf: $0, encoding: .utf8)) }
    }

    /// Those that one database runs.
    func of(_ dialect: SQLDialect) -> [String] {
        let others: [String]
        switch dialect {
        case .sqlite: others = ["unnest(", "current_setting(", "nextval(", " nodes ", "FOR SHARE", "FOR UPDATE"]
        case .postgres: others = ["?2 - 1", "max(value, ?1)", "'conversation'", "'newest_message'"]
        }
        return all.filter { statement in !others.contains { statement.contains($0) } }
    }

    private static func statements(in source: String) -> [String] {
        let pattern = #/"""\s*((?:SELECT|INSERT|UPDATE|DELETE)\b.*?)"""|"((?:SELECT|INSERT|UPDATE|DELETE)\b[^"\n]*)"/#
            .dotMatchesNewlines()
        return source.matches(of: pattern).map { String($0.1 ?? $0.2 ?? "") }
    }
}
