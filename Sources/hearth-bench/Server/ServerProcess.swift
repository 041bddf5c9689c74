import FoundationEssentials
import Glibc

/// A server of its own, on a free port and an empty data directory that is gone afterwards.
struct ServerProcess {
    let entry: ServerEntry
    private let process: pid_t
    private let directory: String

    /// Starts a server and waits until it accepts connections.
    static func start(_ binary: String) async throws -> ServerProcess {
        let directory = "\(FileManager.default.temporaryDirectory.path)/hearth-bench-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let ready = directory + "/ready.json"
        let process = try spawn(
            binary, ["serve", "--data", directory + "/data", "--http", "127.0.0.1:0", "--ready-file", ready],
            output: directory + "/server.log")
        for _ in 0..<500 {
            var status: Int32 = 0
            guard waitpid(process, &status, WNOHANG) == 0 else { break }
            if let entry = try ServerEntry(readyFile: ready) {
                return ServerProcess(entry: entry, process: process, directory: directory)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        kill(process, SIGKILL)
        throw BenchError("\(binary) did not start: \(Machine.read(directory + "/server.log") ?? "no word from it")")
    }

    /// Asks it to stop, waits for that, and removes all it has written.
    func stop() {
        kill(process, SIGTERM)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        try? FileManager.default.removeItem(atPath: directory)
    }

    private static func spawn(_ binary: String, _ arguments: [String], output: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words: [UnsafeMutablePointer<CChar>?] = ([binary] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let result = posix_spawn(&process, binary, &actions, nil, words, environ)
        guard result == 0 else { throw BenchError("cannot run \(binary): \(String(cString: strerror(result)))") }
        return process
    }
}
