import ArgumentParser
import FlooClient
import NIOPosix

/// Loads a server and says how it did.
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hearth-bench",
        abstract:
            "Load a server and report throughput, latency, operations, memory, logins, offline reading, lists, rosters, groups, floods and word lists.",
        discussion: "Without --server or --ready-file it starts a server of its own on an empty data directory.")

    @Option(help: "The server binary to start.")
    var binary = ".build/release/hearth"

    @Option(
        help: "sqlite, postgres (a cluster of its own, by scripts/postgres-cluster) or postgres://... (a database of its own there).")
    var database = DatabaseChoice.sqlite

    @Option(help: "The ready file of a running server (hearth serve --ready-file, or server.json in its data directory).")
    var readyFile: String?

    @Option(help: "The address of a running server; needs --app and --admin-token-file, and cannot see its memory.")
    var server: String?

    @Option(help: "The AppID at --server.")
    var app: String?

    @Option(help: "The file with the admin token of --server.")
    var adminTokenFile: String?

    @Option(
        help: ArgumentHelp(
            "all, ceiling (PostgreSQL), throughput, latency, operations, idle, logins, offline, lists, rosters, groups, flood, words or censorship.",
            discussion: "May be given several times."))
    var scenario: [ScenarioChoice] = [.all]

    @Option(help: "How long each load is measured, after a second of warming up.")
    var seconds = 5.0

    @Option(help: "Connections of throughput, latency and operations; an even number.")
    var connections = 200

    @Option(help: "Unacknowledged messages or operations of one connection where no rate is kept.")
    var window = 8

    @Option(help: "Bytes of the text of a message, at least 16.")
    var size = 128

    @Option(help: "Messages a second in latency, and of each kind in operations. Half of what is reached without if left out.")
    var rate: Double?

    @Option(help: "raw: frames on a plain WebSocket; socketio: as browsers send them.")
    var transport = TransportChoice.raw

    @Flag(help: "Print the report as rows for BENCHMARKS.md.")
    var markdown = false

    func validate() throws {
        guard connections > 0, connections.isMultiple(of: 2) else { throw ValidationError("--connections must be even") }
        guard window > 0, size >= 16, seconds > 0, rate ?? 1 > 0 else {
            throw ValidationError("--window, --seconds and --rate must be above 0, --size at least 16")
        }
        guard server == nil || (app != nil && adminTokenFile != nil) else {
            throw ValidationError("--server needs --app and --admin-token-file")
        }
        guard !database.isPostgres || (server == nil && readyFile == nil) else {
            throw ValidationError("--database is that of a server the bench starts")
        }
        guard database.isPostgres || !scenario.contains(.ceiling) else { throw ValidationError("ceiling needs --database postgres") }
    }

    func run() async throws {
        Machine.raiseFileLimit()
        let machine = Machine.here()
        guard names != [.words] else { return try measureWords(machine) }
        let postgres = try database.start()
        defer { postgres?.stop() }
        var own: ServerProcess?
        defer { own?.stop() }
        let entry: ServerEntry
        if let running = try running() {
            entry = running
        } else {
            let process = try await ServerProcess.start(
                binary, database: postgres?.database, hasLimits: names.contains(.flood))
            own = process
            entry = process.entry
        }
        let report = try await measure(entry, postgres, machine)
        print(markdown ? report.markdown : report.table)
    }

    /// Looking for words needs no server.
    private func measureWords(_ machine: Machine) throws {
        let report = Report(
            machine: machine, command: Output.commandLine(), database: "no database", synchronous: "-", findings: try WordChecks.measure())
        print(markdown ? report.markdown : report.table)
    }

    private func running() throws -> ServerEntry? {
        if let readyFile {
            guard let entry = try ServerEntry(readyFile: readyFile) else { throw ValidationError("there is no file \(readyFile)") }
            return entry
        }
        guard let server, let app, let adminTokenFile else { return nil }
        return try ServerEntry(url: server, app: app, adminTokenFile: adminTokenFile)
    }

    private func measure(_ entry: ServerEntry, _ postgres: PostgresServer?, _ machine: Machine) async throws -> Report {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let options = LoadOptions(
            transport: transport.transport, connections: connections, window: window, size: size, seconds: seconds)
        let generator = Generator(entry.address, options, on: group.next())
        let door = try AdminDoor(entry, group: group)
        let scenarios = Scenarios(server: door, process: entry.process, postgres: postgres)
        // Where limits are not what is measured nobody has any.
        if names.contains(.flood) { try await door.limit(false) }
        let findings = try await scenarios.run(names, rate: rate, on: generator) { finding in
            Output.progress("\(finding.scenario): \(finding.what): \(finding.result)")
        }
        if names.contains(.flood) { try await door.limit(true) }
        let told = try await door.database()
        let settings = try postgres?.tools.settings()
        try await group.shutdownGracefully()
        return Report(
            machine: machine, command: Output.commandLine(), database: settings ?? told.name, synchronous: told.synchronous,
            findings: findings)
    }

    /// The ceiling belongs to all where there is one.
    var names: [Scenarios.Name] {
        Scenarios.Name.allCases.filter { name in
            scenario.contains { $0.includes(name) } && (name != .ceiling || database.isPostgres)
        }
    }
}

enum ScenarioChoice: String, ExpressibleByArgument, CaseIterable {
    case all, ceiling, throughput, latency, operations, idle, logins, offline, lists, rosters, groups, flood, words, censorship

    func includes(_ name: Scenarios.Name) -> Bool { self == .all || rawValue == name.rawValue }
}

enum TransportChoice: String, ExpressibleByArgument, CaseIterable {
    case raw, socketio

    var transport: Transport { self == .raw ? .raw : .socketIO }
}
