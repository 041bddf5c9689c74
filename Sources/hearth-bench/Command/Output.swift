import Glibc

/// The ways out beside the report.
enum Output {
    /// A line for whoever watches; the report alone goes to standard output.
    static func progress(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    /// What was called, without the way to the binary and without passwords.
    static func commandLine(_ words: [String] = CommandLine.arguments) -> String {
        let name = words.first?.split(separator: "/").last.map(String.init) ?? "hearth-bench"
        return ([name] + words.dropFirst().map(masked)).joined(separator: " ")
    }

    private static func masked(_ word: String) -> String {
        let start = word.hasPrefix("--") ? word.firstIndex(of: "=").map { word.index(after: $0) } ?? word.startIndex : word.startIndex
        guard let address = PostgresAddress(String(word[start...])) else { return word }
        return word[..<start] + address.description
    }
}
