import Database
import Glibc
import HearthCore

/// PostgreSQL's own programs, with the address and the password in their environment.
enum PostgresTool {
    /// Writes a dump, brought to disk.
    /// - Parameter file: under its name while it is made; `name` is what it will be called.
    static func dump(_ url: String, to file: String, for name: String) throws(StartError) {
        let settings = try settings(url)
        umask(0o077)
        try run(
            "pg_dump", ["--format=custom", "--no-owner", "--no-privileges", "--file=\(file)", "--dbname=\(settings.database)"],
            settings.environment, instead: "pg_dump --format=custom --file=\(name) '\(DatabaseLocation.masked(url))'")
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw StartError("cannot write \(file): \(String(cString: strerror(errno)))") }
        close(descriptor)
    }

    /// Reads a dump into an empty database: all of it or nothing.
    static func restore(_ file: String, to url: String) throws(StartError) {
        let settings = try settings(url)
        try run(
            "pg_restore",
            ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname=\(settings.database)", file],
            settings.environment, instead: "pg_restore --single-transaction --no-owner --dbname='\(DatabaseLocation.masked(url))' \(file)")
    }

    /// The numbers of the migrations that a dump holds; empty when it is not of Hearth.
    static func migrations(in file: String) throws(StartError) -> [Int] {
        var text = ""
        try run(
            "pg_restore", ["--data-only", "--table=schema_migrations", "--file=-", file], [:], instead: "pg_restore --list \(file)",
            output: { text = String(decoding: $0, as: UTF8.self) })
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("COPY ") && $0.contains("schema_migrations") }) else { return [] }
        return lines[(start + 1)...].prefix { $0 != "\\." }.compactMap { $0.split(separator: "\t").first.flatMap { Int($0) } }
    }

    private static func settings(_ url: String) throws(StartError) -> PostgresClientSettings {
        do { return try PostgresClientSettings(url: url) } catch { throw StartError(error, at: .postgres(url: url)) }
    }

    private static func run(
        _ program: String, _ words: [String], _ variables: [String: String], instead: String, output: (([UInt8]) -> Void)? = nil
    ) throws(StartError) {
        switch ChildProcess.run(program, words, adding: variables, output: output) {
        case .exited(0): return
        case .exited(let status): throw StartError("\(program) failed with status \(status)")
        case .notStarted(ENOENT):
            throw StartError("\(program) is not on the PATH: install PostgreSQL's client programs, or run where they are: \(instead)")
        case .notStarted(let error): throw StartError("cannot run \(program): \(String(cString: strerror(error)))")
        }
    }
}
