import FlooClient
import FoundationEssentials
import HearthCore

/// How a running server is reached, as its ready file says.
struct ServerEntry: Sendable {
    let app: AppID
    let address: ServerAddress
    let adminToken: String
    let process: Int32?

    private struct ReadyFile: Decodable {
        let app_id: String
        let http: String
        let admin_token_file: String
        let pid: Int32?
    }

    /// Reads the file that `hearth serve --ready-file` writes; nil while there is none.
    /// - Throws: when there is one and it or the token file cannot be read.
    init?(readyFile path: String) throws {
        guard let text = Machine.read(path) else { return nil }
        let ready = try JSONDecoder().decode(ReadyFile.self, from: Data(text.utf8))
        app = AppID(ready.app_id)
        address = try ServerAddress(ready.http)
        adminToken = try Self.token(in: ready.admin_token_file)
        process = ready.pid
    }

    /// A server that is reached by its address alone; its memory is out of sight.
    init(url: String, app: String, adminTokenFile: String) throws {
        self.app = AppID(app)
        address = try ServerAddress(url)
        adminToken = try Self.token(in: adminTokenFile)
        process = nil
    }

    private static func token(in path: String) throws -> String {
        guard let text = Machine.read(path) else { throw BenchError("cannot read the admin token in \(path)") }
        return String(text.prefix { !$0.isWhitespace })
    }
}
