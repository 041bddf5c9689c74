import Console
import FlooClient
import Glibc
import HearthCore
import IM
import NIOHTTP1
import NIOPosix
import Web

/// The server that runs on a data directory, reached by its admin API.
struct RunningServer: Sendable {
    private let address: ServerAddress
    private let adminToken: String

    /// Nil when none runs there: no file says so, or the process it names is gone.
    init?(on data: String) {
        guard let bytes = Files.read(data + "/server.json"), let json = try? JSON.parse(bytes),
            let pid = json["pid"]?.asInteger, kill(pid_t(truncatingIfNeeded: pid), 0) == 0,
            let http = json["http"]?.asString, let address = try? ServerAddress(http),
            let file = json["admin_token_file"]?.asString, let token = Files.read(file)
        else { return nil }
        self.address = address
        adminToken = String(decoding: token, as: UTF8.self).filter { !$0.isWhitespace }
    }

    /// Calls the admin API and returns the answer's data.
    func call(_ method: HTTPMethod, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        let envelope = try await envelope(method, path, body)
        guard envelope["code"]?.asInteger == 200, let data = envelope["data"] else { throw refusal(envelope) }
        return data
    }

    /// Reads what the admin API has at a path; nil when it says that it is not there.
    func find(_ path: String) async throws -> JSON? {
        let envelope = try await envelope(.GET, path, nil)
        if envelope["code"]?.asInteger == Int64(Failure(.notFound).restCode) { return nil }
        guard envelope["code"]?.asInteger == 200, let data = envelope["data"] else { throw refusal(envelope) }
        return data
    }

    private func envelope(_ method: HTTPMethod, _ path: String, _ body: JSON?) async throws -> JSON {
        let client = RESTClient(address: address, appID: nil, group: MultiThreadedEventLoopGroup.singleton)
        let answer = try await client.request(
            method, path, headers: [("authorization", "Bearer \(adminToken)"), (AuditEntry.operatorHeader, SystemUser.name)],
            body: body?.bytes ?? [])
        return try JSON.parse(answer.body)
    }

    private func refusal(_ envelope: JSON) -> StartError {
        StartError("the server at \(address) says: \(envelope["message"]?.asString ?? "nothing")")
    }
}
