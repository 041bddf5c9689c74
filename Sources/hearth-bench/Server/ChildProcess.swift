import FoundationEssentials
import Glibc

/// A program that the bench has started.
struct ChildProcess: Sendable {
    let id: pid_t
    private let program: String

    /// - Parameters:
    ///   - input: what it reads; nothing if left out.
    ///   - output: what it writes to; the bench's own if left out.
    ///   - errors: where its complaints go; the bench's own if left out.
    static func start(
        _ program: String, _ arguments: [String], input: Int32? = nil, output: Int32? = nil, errors: Int32? = nil
    ) throws(BenchError) -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        if let output { posix_spawn_file_actions_adddup2(&actions, output, 1) }
        if let errors { posix_spawn_file_actions_adddup2(&actions, errors, 2) }
        // Threads of a pool block signals, and a child has the mask of the thread that starts it: pgbench ends by an alarm.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let result = posix_spawn(&process, program, &actions, &attributes, words, environ)
        guard result == 0 else { throw BenchError("cannot run \(program): \(String(cString: strerror(result)))") }
        return ChildProcess(id: process, program: program)
    }

    /// What a program says until it ends.
    /// - Throws: with its words, when it fails.
    static func run(_ program: String, _ arguments: [String]) throws(BenchError) -> String {
        let output = try OutputFile()
        let child = try start(program, arguments, output: output.descriptor, errors: output.descriptor)
        return try child.result(status: child.wait(), output.text)
    }

    /// The same without holding up a thread, for what takes seconds.
    static func running(_ program: String, _ arguments: [String]) async throws -> String {
        let output = try OutputFile()
        let child = try start(program, arguments, output: output.descriptor, errors: output.descriptor)
        while true {
            if let status = child.status { return try child.result(status: status, output.text) }
            do {
                try await Task.sleep(for: .milliseconds(20))
            } catch {
                child.end()
                throw error
            }
        }
    }

    private func result(status: Int32, _ text: String) throws(BenchError) -> String {
        guard status == 0 else { throw BenchError("\(program) failed: \(text)") }
        return text
    }

    /// How it ended, as `waitpid` says; nil while it runs.
    var status: Int32? {
        var status: Int32 = 0
        return waitpid(id, &status, WNOHANG) == 0 ? nil : status
    }

    @discardableResult func wait() -> Int32 {
        var status: Int32 = 0
        waitpid(id, &status, 0)
        return status
    }

    /// Asks it to stop, and waits for that.
    func end(_ signal: Int32 = SIGTERM) {
        kill(id, signal)
        wait()
    }
}

/// A file without a name, for what a program says.
private final class OutputFile {
    let descriptor: Int32

    init() throws(BenchError) {
        var path = Array("\(FileManager.default.temporaryDirectory.path)/hearth-bench-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw BenchError("cannot write temporary files: \(String(cString: strerror(errno)))") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(path)
    }

    deinit { close(descriptor) }

    /// All that is in it, without the line ends at its end.
    var text: String {
        lseek(descriptor, 0, SEEK_SET)
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(descriptor, &chunk, chunk.count), count > 0 { text += chunk[..<count] }
        while text.last == UInt8(ascii: "\n") { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }
}
