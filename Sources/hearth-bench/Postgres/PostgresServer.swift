import FoundationEssentials
import Glibc

/// The PostgreSQL of one run: a cluster of its own that is gone afterwards, or somebody's server with a database of its own in it.
struct PostgresServer {
    /// Everything else is as PostgreSQL comes: above all, what is committed is on the disk.
    private static let settings = ["shared_buffers=512MB", "max_wal_size=4GB"]
    private static let script = "scripts/postgres-cluster"
    private static let purpose = "server"

    /// Empty, for the server that is measured.
    let database: PostgresAddress
    let tools: PostgresTools
    /// The process all others of PostgreSQL are children of; nil when it is not in sight.
    let process: Int32?
    private let cluster: Cluster?

    /// The script that keeps a cluster for as long as its input is open, which is no longer than this process lives.
    private struct Cluster {
        let script: ChildProcess
        let input: Int32
    }

    /// What the script says of the cluster.
    private struct Description: Decodable {
        let url: String
        let bin: String
        let pid: Int32
    }

    /// Starts a cluster with the durability that PostgreSQL comes with.
    static func start() throws -> PostgresServer {
        let (reads, input) = try pipe()
        let (output, writes) = try pipe()
        defer { [reads, output, writes].forEach { close($0) } }
        let script: ChildProcess
        do {
            script = try ChildProcess.start(
                Self.script, settings.flatMap { ["--set", $0] }, input: reads, output: writes)
        } catch {
            close(input)
            throw error
        }
        let cluster = Cluster(script: script, input: input)
        close(writes)
        do {
            guard let description = try? JSONDecoder().decode(Description.self, from: line(output)),
                let address = PostgresAddress(description.url)
            else { throw BenchError("\(Self.script) started no PostgreSQL") }
            let tools = PostgresTools(address: address, folder: description.bin)
            return PostgresServer(
                database: try tools.newDatabase(purpose), tools: tools, process: description.pid, cluster: cluster)
        } catch {
            end(cluster)
            throw error
        }
    }

    /// Makes a database on a server that is there.
    static func at(_ address: PostgresAddress) throws -> PostgresServer {
        let tools = PostgresTools(address: address, folder: nil)
        return PostgresServer(database: try tools.newDatabase(purpose), tools: tools, process: nil, cluster: nil)
    }

    /// Removes everything. The server that was measured must have stopped.
    func stop() {
        guard let cluster else {
            do {
                try tools.dropDatabase(Self.purpose)
            } catch {
                Output.progress("the database \(database) is left over: \(error)")
            }
            return
        }
        Self.end(cluster)
    }

    private static func end(_ cluster: Cluster) {
        close(cluster.input)
        cluster.script.wait()
    }

    /// Neither end is for other programs: the script must see the end of its input when this process is gone.
    private static func pipe() throws(BenchError) -> (reads: Int32, writes: Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw BenchError("no pipe: \(String(cString: strerror(errno)))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func line(_ descriptor: Int32) -> Data {
        var line = Data()
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        return line
    }
}
