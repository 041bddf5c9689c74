import FlooClient
import FoundationEssentials
import HearthCore
import NIOCore
import NIOHTTP1

/// What the bench asks an operator's door for: users with tokens, and what the server says of itself.
struct AdminDoor: Sendable {
    private static let mostNames = 10_000

    let app: AppID
    let rest: RESTClient
    private let token: String

    init(_ server: ServerEntry, group: any EventLoopGroup) throws(ClientError) {
        app = server.app
        token = server.adminToken
        rest = RESTClient(address: server.address, appID: server.app, group: group, timeout: .seconds(120))
    }

    // MARK: - Users

    /// New users with tokens, made without hashing a password for each.
    func users(_ count: Int) async throws -> [LoadUser] {
        let run = UInt64.random(in: 0..<(1 << 40))
        let names = (0..<count).map { "bench_\(String(run, radix: 36))_\($0)" }
        var users: [LoadUser] = []
        for start in stride(from: 0, to: count, by: Self.mostNames) {
            users += try await make(Array(names[start..<min(start + Self.mostNames, count)]))
        }
        return users
    }

    private struct NewUsers: Encodable {
        let app_id: String
        let names: [String]
    }

    private func make(_ names: [String]) async throws -> [LoadUser] {
        let body = Array(try JSONEncoder().encode(NewUsers(app_id: app.rawValue, names: names)))
        let data = try await call(.POST, "/admin/users", body: body).success()
        let users = (data.array ?? []).compactMap { entry -> LoadUser? in
            guard let id = entry["user_id"].integer, let token = entry["token"].string else { return nil }
            return LoadUser(id: UInt64(clamping: id), token: token)
        }
        guard users.count == names.count else {
            throw BenchError("the server made \(users.count) of \(names.count) users")
        }
        return users
    }

    // MARK: - Status

    /// Which database there is, and how durable its commits are, as the database itself tells it.
    func database() async throws -> (name: String, synchronous: String) {
        let status = try await call(.GET, "/admin/status").success()
        return (status["database"].string ?? "database not told", status["synchronous"].string ?? "not told")
    }

    /// The messages in the database, counted one by one.
    func messages() async throws -> Int {
        guard let count = try await call(.GET, "/admin/status?count=true").success()["messages"].integer else {
            throw BenchError("the server does not count its messages")
        }
        return Int(count)
    }

    func call(
        _ method: HTTPMethod, _ path: String, body: [UInt8] = [], type: String = "application/json"
    ) async throws -> Envelope {
        let headers = [("authorization", "Bearer \(token)"), ("content-type", type)]
        return try Envelope(json: try await rest.request(method, path, headers: headers, body: body).body)
    }
}
