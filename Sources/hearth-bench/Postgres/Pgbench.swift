import FoundationEssentials
import Glibc

/// One load of PostgreSQL's own `pgbench`: prepared statements from so many connections for so long.
struct Pgbench {
    let connections: Int
    let seconds: Int
    /// What each connection does again and again.
    let script: String
    /// Values of the script's `:name`.
    var variables: [String: String] = [:]

    /// What its report says.
    struct Result: Equatable {
        /// Transactions a second.
        let rate: Double
        /// Transactions in all.
        let transactions: Int
    }

    /// Runs it.
    func run(_ program: String, on database: PostgresAddress) async throws -> Result {
        let path = "\(FileManager.default.temporaryDirectory.path)/hearth-bench-\(getpid()).sql"
        try Data(script.utf8).write(to: URL(filePath: path))
        defer { unlink(path) }
        let text = try await ChildProcess.running(program, arguments(path) + [database.text])
        guard let result = Self.result(in: text) else { throw BenchError("\(program) told no rate: \(text)") }
        return result
    }

    private func arguments(_ path: String) -> [String] {
        let threads = min(2, connections)
        return ["-M", "prepared", "-n", "-c", "\(connections)", "-j", "\(threads)", "-T", "\(seconds)", "-f", path]
            + variables.sorted { $0.key < $1.key }.flatMap { ["-D", "\($0.key)=\($0.value)"] }
    }

    /// Reads a report. PostgreSQL 13 tells two rates; the last is the one without the time to connect.
    static func result(in report: String) -> Result? {
        func number(after words: String) -> Substring? {
            report.split(separator: "\n").last { $0.hasPrefix(words) }?.dropFirst(words.count).prefix { $0 != " " }
        }
        guard let rate = number(after: "tps = ").flatMap({ Double($0) }),
            let transactions = number(after: "number of transactions actually processed: ").flatMap({ Int($0) })
        else { return nil }
        return Result(rate: rate, transactions: transactions)
    }
}
