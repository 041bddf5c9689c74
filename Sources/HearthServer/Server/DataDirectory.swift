import Cryptography
import Glibc
import HearthCore

/// The directory of everything the server keeps: the store, the admin token.
public struct DataDirectory: Sendable {
    public let path: String

    public var adminTokenFile: String { path + "/admin.token" }
    /// Where a running server says how it is reached.
    public var serverFile: String { path + "/server.json" }

    /// Makes the directory, for its owner alone, if it is not there.
    public init(_ path: String) throws(StartError) {
        self.path = path
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += made.isEmpty && !path.hasPrefix("/") ? String(part) : "/" + part
            if made.isEmpty || made == "/" || access(made, F_OK) == 0 { continue }
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw StartError("cannot make the directory \(made): \(String(cString: strerror(errno)))")
            }
        }
    }

    /// The admin token; a fresh one is written to a file with mode 0600 at the first start.
    public func adminToken(_ randomness: any Randomness) throws(StartError) -> String {
        if let bytes = Files.read(adminTokenFile) {
            let token = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
            if token.count >= 32 { return token }
            throw StartError("\(adminTokenFile) holds no token of 32 characters or more: delete it to get a fresh one")
        }
        let token = randomness.text(48, from: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        guard Files.write(token + "\n", to: adminTokenFile) else {
            throw StartError("cannot write \(adminTokenFile): \(String(cString: strerror(errno)))")
        }
        return token
    }
}

/// Small files, whole. Nothing here runs while clients are served.
enum Files {
    static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return ferror(file) == 0 ? bytes : nil }
            bytes += chunk[..<count]
        }
    }

    /// A line for the person at the terminal.
    static func printError(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    /// A line that the next one writes over. Only on a terminal: a log would be full of them.
    static func printProgress(_ line: String) {
        guard isatty(STDERR_FILENO) != 0 else { return printError(line) }
        let bytes = Array("\r\u{1B}[K\(line)".utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    /// The first bytes of a file; fewer where it is shorter or cannot be read.
    static func head(_ path: String, _ count: Int) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: count)
        return Array(bytes[..<fread(&bytes, 1, count, file)])
    }

    /// Writes for the owner alone, under another name first: a reader sees all of it or nothing.
    static func write(_ text: String, to path: String) -> Bool {
        let draft = path + ".new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { return false }
        let bytes = Array(text.utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        return isWritten && rename(draft, path) == 0
    }
}
