import Cryptography
import FlooClient
import HearthCore
import HearthServer
import Logging
import NIOPosix

/// A whole server in this process, on a data directory of its own.
struct TestServer {
    let server: HearthServer
    let address: HearthServer.Address

    /// - Parameter data: a directory that another server may have left behind.
    static func start(on data: String, flags: [String] = []) async throws -> TestServer {
        let configuration = try Configuration.load(
            flags: ["data=\(data)", "event.loops=2"] + (flags.isEmpty ? ["http.listen=127.0.0.1:0"] : flags))
        let server = try await HearthServer(
            configuration, clock: SystemClock(), randomness: SystemRandomness(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return TestServer(server: server, address: try await server.start())
    }

    var rest: RESTClient {
        get throws {
            try RESTClient(
                base: "http://\(address.http)", appID: address.appID, group: MultiThreadedEventLoopGroup.singleton)
        }
    }

    /// A registered person, logged in over a transport.
    func join(_ name: String, over transport: Transport = .raw) async throws -> (client: FlooClient, user: UserID) {
        let user = try await rest.register(name: name, password: "secret-1")
        return (try await login(name, over: transport), user)
    }

    func login(_ name: String, over transport: Transport = .raw, device: String? = nil) async throws -> FlooClient {
        let token = try await rest.token(name: name, password: "secret-1")
        let client = FlooClient(
            ClientConfiguration(address: try ServerAddress("\(address.http)"), transport: transport),
            group: MultiThreadedEventLoopGroup.singleton)
        _ = try await client.login(user: token.user, token: token.token, guid: "guid-\(device ?? name)")
        return client
    }
}

/// A directory that is gone with the test.
func withDirectory<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let path = "/tmp/hearth-test-" + SystemRandomness().text(12, from: "abcdefghijklmnopqrstuvwxyz")
    defer { removeTree(path) }
    return try await body(path)
}
