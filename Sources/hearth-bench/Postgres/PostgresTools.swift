import FoundationEssentials
import Glibc

/// The programs that come with PostgreSQL, against one server.
struct PostgresTools: Sendable {
    /// The server, by a database that is there; its user may create databases.
    let address: PostgresAddress
    /// The folder of psql and its like; the search path decides if it is nil.
    let folder: String?

    // MARK: - Databases

    /// Makes an empty database for this run.
    /// - Parameter purpose: told apart from others of the same run by this word.
    func newDatabase(_ purpose: String) throws(BenchError) -> PostgresAddress {
        try sql("CREATE DATABASE \(Self.name(purpose))")
        return address.database(Self.name(purpose))
    }

    /// Removes it, also while somebody is connected to it.
    func dropDatabase(_ purpose: String) throws(BenchError) {
        try sql("DROP DATABASE IF EXISTS \(Self.name(purpose)) WITH (FORCE)")
    }

    private static func name(_ purpose: String) -> String { "hearth_bench_\(getpid())_\(purpose)" }

    /// The rows of a statement's result, a line each.
    @discardableResult func sql(_ text: String, in database: PostgresAddress? = nil) throws(BenchError) -> String {
        guard let psql = program("psql") else {
            throw BenchError("psql is needed beside the server: install the package postgresql-client")
        }
        return try ChildProcess.run(
            psql, ["-qXAt", "-v", "ON_ERROR_STOP=1", "-c", text, (database ?? address).text])
    }

    /// The version and the settings that decide about speed, as the server tells them.
    func settings() throws(BenchError) -> String {
        try sql(
            """
            SELECT 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1)
                || ', shared_buffers=' || current_setting('shared_buffers')
                || ', max_wal_size=' || current_setting('max_wal_size')
            """)
    }

    // MARK: - Programs

    /// nil when it is not installed.
    func program(_ name: String) -> String? {
        folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    private var folders: [String] {
        if let folder { return [folder] }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let debian = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []).compactMap { Int($0) }
        return path.split(separator: ":").map(String.init) + versions.sorted(by: >).map { "\(debian)/\($0)/bin" }
    }
}
