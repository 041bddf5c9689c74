import Glibc

/// Another program, run to its end with this process's own input and output.
enum ChildProcess {
    enum End {
        /// With its exit status, or 128 and the number of the signal.
        case exited(Int32)
        /// With the number of the error.
        case notStarted(Int32)
    }

    /// Looks for the program on the PATH. Variables go on top of this process's own.
    /// - Parameter output: takes what the program prints; nil leaves that to the terminal.
    static func run(
        _ program: String, _ words: [String], adding variables: [String: String], output: (([UInt8]) -> Void)? = nil
    ) -> End {
        var ends: [Int32] = [-1, -1]
        if output != nil, pipe(&ends) != 0 { return .notStarted(errno) }
        for end in ends where end >= 0 { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { if ends[0] >= 0 { close(ends[0]) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if output != nil { posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) }
        var child = pid_t()
        let code = withStrings([program] + words) { words in
            withStrings(environment(adding: variables)) { variables in
                posix_spawnp(&child, program, &actions, nil, words, variables)
            }
        }
        // Open here too, it would keep the pipe from ending.
        if ends[1] >= 0 { close(ends[1]) }
        guard code == 0 else { return .notStarted(code) }
        if let output { output(all(from: ends[0])) }
        return end(of: child)
    }

    private static func all(from descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count > 0 { bytes += chunk[..<count] } else if count == 0 || errno != EINTR { return bytes }
        }
    }

    private static func end(of child: pid_t) -> End {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return .notStarted(errno) }
        }
        // As <sys/wait.h> takes a status apart.
        let signal = status & 0x7f
        return .exited(signal == 0 ? (status >> 8) & 0xff : 128 + signal)
    }

    private static func environment(adding variables: [String: String]) -> [String] {
        var lines: [String] = []
        var next = environ
        while let entry = next.pointee {
            let line = String(cString: entry)
            if !variables.keys.contains(String(line.prefix { $0 != "=" })) { lines.append(line) }
            next += 1
        }
        return lines + variables.map { "\($0.key)=\($0.value)" }
    }

    /// C strings that live as long as the body runs, with a nil behind the last.
    private static func withStrings<T>(_ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T) -> T {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
