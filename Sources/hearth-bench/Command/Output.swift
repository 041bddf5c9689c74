import Glibc

/// The ways out beside the report.
enum Output {
    /// A line for whoever watches; the report alone goes to standard output.
    static func progress(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    /// What was called, without the way to the binary.
    static var commandLine: String {
        let words = CommandLine.arguments
        let name = words.first?.split(separator: "/").last.map(String.init) ?? "hearth-bench"
        return ([name] + words.dropFirst()).joined(separator: " ")
    }
}
