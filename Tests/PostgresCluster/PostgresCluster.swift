import Foundation
import Synchronization

/// The PostgreSQL server of this test process: started with the first use by `scripts/postgres-cluster`, which stops it and
/// removes its folder when this process is gone.
public final class PostgresCluster: Sendable {
    /// Durability is off: what survives a crash is the business of the kill test.
    public static let shared = Result { try PostgresCluster() }

    /// What the server or the script said.
    public struct Trouble: Error, CustomStringConvertible {
        public let description: String
    }

    private struct Answer: Decodable {
        let url: String?
        let error: String?
    }

    /// Commands go in, one line comes out for each. Kept open: the end of the input is the signal to clean up.
    private struct Script {
        let input: FileHandle
        let output: FileHandle
    }

    private let url: String
    private let script: Mutex<Script>
    private let number = Atomic<Int>(0)

    private init() throws {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = Self.root.appendingPathComponent("scripts/postgres-cluster")
        // All tests run at once, each with some connections.
        process.arguments = ["--fast", "--set", "max_connections=1500"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let script = Script(input: input.fileHandleForWriting, output: output.fileHandleForReading)
        guard let url = try Self.answer(of: script).url else { throw Trouble(description: "no server was started") }
        self.url = url
        self.script = Mutex(script)
    }

    /// The address of a new, empty database.
    public func newDatabase() throws -> String {
        let name = "test_\(number.add(1, ordering: .relaxed).newValue)"
        try run("CREATE DATABASE \(name)")
        return url.replacingOccurrences(of: "/postgres", with: "/" + name, options: .backwards)
    }

    /// Removes a database, also while somebody is connected to it.
    public func drop(_ address: String) {
        guard let name = address.split(separator: "/").last else { return }
        try? run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }

    private func run(_ sql: String) throws {
        // By the script, not by a process of our own: a fork would hold the file locks of other tests for a moment.
        try script.withLock { script in
            try script.input.write(contentsOf: Data("sql \(sql)\n".utf8))
            if let error = try Self.answer(of: script).error { throw Trouble(description: error) }
        }
    }

    private static func answer(of script: Script) throws -> Answer {
        var line = Data()
        while let next = try script.output.read(upToCount: 1), let byte = next.first, byte != UInt8(ascii: "\n") { line.append(byte) }
        return try JSONDecoder().decode(Answer.self, from: line)
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
