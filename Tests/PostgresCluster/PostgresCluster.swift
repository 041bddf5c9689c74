import Foundation
import Synchronization

/// The PostgreSQL server of this test process: started with the first use by `scripts/postgres-cluster`, which stops it and
/// removes its folder when this process is gone.
public final class PostgresCluster: Sendable {
    /// Durability is off: what survives a crash is the business of the kill test.
    public static let shared = Result { try PostgresCluster() }

    /// Why there is no server.
    public struct Trouble: Error, CustomStringConvertible {
        public let description: String
    }

    private struct Ready: Decodable {
        let url: String
        let bin: String
    }

    private let ready: Ready
    private let number = Atomic<Int>(0)
    /// Kept open: its end is the signal to clean up.
    private let input: FileHandle

    private init() throws {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = Self.root.appendingPathComponent("scripts/postgres-cluster")
        // All tests run at once, each with some connections.
        process.arguments = ["--fast", "--set", "max_connections=1500"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        self.input = input.fileHandleForWriting
        guard let line = Self.line(from: output.fileHandleForReading), let ready = try? JSONDecoder().decode(Ready.self, from: line)
        else { throw Trouble(description: "scripts/postgres-cluster did not start a server") }
        self.ready = ready
    }

    /// The address of a new, empty database.
    public func newDatabase() throws -> String {
        let name = "test_\(number.add(1, ordering: .relaxed).newValue)"
        try run("CREATE DATABASE \(name)")
        return ready.url.replacingOccurrences(of: "/postgres", with: "/" + name, options: .backwards)
    }

    /// Removes a database, also while somebody is connected to it.
    public func drop(_ address: String) {
        guard let name = address.split(separator: "/").last else { return }
        try? run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }

    private func run(_ sql: String) throws {
        let psql = Process()
        psql.executableURL = URL(fileURLWithPath: ready.bin + "/psql")
        psql.arguments = ["-q", "-v", "ON_ERROR_STOP=1", ready.url, "-c", sql]
        try psql.run()
        psql.waitUntilExit()
        guard psql.terminationStatus == 0 else { throw Trouble(description: "psql could not: \(sql)") }
    }

    private static func line(from handle: FileHandle) -> Data? {
        var bytes = Data()
        while let next = try? handle.read(upToCount: 1), let byte = next.first {
            if byte == UInt8(ascii: "\n") { return bytes }
            bytes.append(byte)
        }
        return nil
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
