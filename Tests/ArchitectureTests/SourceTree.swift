import Foundation

/// The Swift files of `Sources`, read from the repository that holds this test.
struct SourceTree {
    struct File {
        /// Below `Sources`, `Store/Messages/Timeline.swift` for example.
        let path: String
        let text: String

        var target: String { String(path.prefix { $0 != "/" }) }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        /// Made by a tool from another file; nobody reads it line by line.
        var isGenerated: Bool {
            path.hasSuffix(".pb.swift") || path.hasSuffix(".generated.swift")
                || lines.prefix(3).contains { $0.lowercased().contains("do not edit") }
        }
    }

    let files: [File]

    init() throws {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let sources = root.appendingPathComponent("Sources").path
        let paths = try FileManager.default.subpathsOfDirectory(atPath: sources)
        files = try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            File(path: path, text: try String(contentsOfFile: sources + "/" + path, encoding: .utf8))
        }
    }
}
