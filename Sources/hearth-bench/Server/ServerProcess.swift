import FoundationEssentials
import Glibc

/// A server of its own, on a free port and an empty data directory that is gone afterwards.
struct ServerProcess {
    let entry: ServerEntry
    private let process: ChildProcess
    private let directory: String

    /// Starts a server and waits until it accepts connections.
    /// - Parameters:
    ///   - database: an empty database in PostgreSQL; SQLite in the data directory if left out.
    ///   - hasLimits: whether those of apps hold.
    static func start(_ binary: String, database: PostgresAddress? = nil, hasLimits: Bool = false) async throws -> ServerProcess {
        let directory = "\(FileManager.default.temporaryDirectory.path)/hearth-bench-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        do {
            let more = ["--set", "limits.enabled=\(hasLimits)"] + (database.map { ["--database", $0.text] } ?? [])
            return try await start(binary, more, in: directory)
        } catch {
            try? FileManager.default.removeItem(atPath: directory)
            throw error
        }
    }

    private static func start(_ binary: String, _ more: [String], in directory: String) async throws -> ServerProcess {
        let (ready, log) = (directory + "/ready.json", directory + "/server.log")
        let output = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(output) }
        let process = try ChildProcess.start(
            binary, ["serve", "--data", directory + "/data", "--http", "127.0.0.1:0", "--ready-file", ready] + more,
            output: output, errors: output)
        for _ in 0..<500 {
            guard process.status == nil else { throw failure(binary, log) }
            if let entry = try ServerEntry(readyFile: ready) {
                return ServerProcess(entry: entry, process: process, directory: directory)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        process.end(SIGKILL)
        throw failure(binary, log)
    }

    private static func failure(_ binary: String, _ log: String) -> BenchError {
        BenchError("\(binary) did not start: \(Machine.read(log) ?? "no word from it")")
    }

    /// Asks it to stop, waits for that, and removes all it has written.
    func stop() {
        process.end()
        try? FileManager.default.removeItem(atPath: directory)
    }
}
