import Glibc

/// Secrets typed at a terminal.
enum Password {
    /// Asks without showing what is typed; nil when there is no terminal, or nothing was typed.
    static func ask(_ prompt: String) -> String? {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        let bytes = Array(prompt.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
            Files.printError("")
        }
        return readLine().flatMap { $0.isEmpty ? nil : $0 }
    }
}
