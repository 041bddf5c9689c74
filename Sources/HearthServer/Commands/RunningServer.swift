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
        try data(try JSON.parse(try await answer(method, path, body?.bytes ?? []).body))
    }

    /// The same with a body that is no JSON.
    func call(_ method: HTTPMethod, _ path: String, _ body: [UInt8], type: String) async throws -> JSON {
        try data(try JSON.parse(try await answer(method, path, body, type: type).body))
    }

    /// Reads a text that the admin API has at a path.
    func text(_ path: String) async throws -> [UInt8] {
        let answer = try await answer(.GET, path)
        guard answer.headers.contains(where: { $0.name.lowercased() == "content-type" && $0.value.hasPrefix("text/") }) else {
            throw refusal(try JSON.parse(answer.body))
        }
        return answer.body
    }

    /// Reads what the admin API has at a path; nil when it says that it is not there.
    func find(_ path: String) async throws -> JSON? {
        let envelope = try JSON.parse(try await answer(.GET, path).body)
        if envelope["code"]?.asInteger == Int64(Failure(.notFound).restCode) { return nil }
        return try data(envelope)
    }

    private func answer(_ method: HTTPMethod, _ path: String, _ body: [UInt8] = [], type: String? = nil) async throws -> HTTPAnswer {
        let client = RESTClient(address: address, appID: nil, group: MultiThreadedEventLoopGroup.singleton)
        let fields = [("authorization", "Bearer \(adminToken)"), (AuditEntry.operatorHeader, SystemUser.name)]
        return try await client.request(method, path, headers: fields + (type.map { [("content-type", $0)] } ?? []), body: body)
    }

    private func data(_ envelope: JSON) throws -> JSON {
        guard envelope["code"]?.asInteger == 200, let data = envelope["data"] else { throw refusal(envelope) }
        return data
    }

    private func refusal(_ envelope: JSON) -> StartError {
        StartError("the server at \(address) says: \(envelope["message"]?.asString ?? "nothing")")
    }
}
