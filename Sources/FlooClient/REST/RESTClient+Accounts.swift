import HearthCore

extension RESTClient {
    /// Makes an account.
    /// - Throws: `api` when it is refused, 10004 when the name is taken.
    public func register(name: String, password: String) async throws(ClientError) -> UserID {
        let fields: JSONValue = ["username": .string(name), "password": .string(password)]
        return try Self.user(in: try await call(.POST, "/user/register/v2", body: fields).success())
    }

    /// A token for the long connection and for calls.
    public func token(name: String, password: String) async throws(ClientError) -> (user: UserID, token: String) {
        let fields: JSONValue = ["name": .string(name), "password": .string(password)]
        let data = try await call(.POST, "/token/user", body: fields).success()
        guard let token = data["token"].string else { throw .protocolViolation("a token answer without token") }
        return (try Self.user(in: data), token)
    }

    /// The addresses of the first cluster, as the DNS answer gives them (xsync.md 2.2).
    public func serverList() async throws(ClientError) -> ServerList {
        let query: KeyValuePairs = ["app_id": appID?.rawValue ?? "", "source": "sdk"]
        return try ServerList(try await call(.GET, "/v2/app_dns", query: query).success())
    }

    private static func user(in data: JSONValue) throws(ClientError) -> UserID {
        guard let id = data["user_id"].integer else { throw .protocolViolation("an account answer without user_id") }
        return UserID(id)
    }
}

/// Where an app is served.
public struct ServerList: Hashable, Sendable {
    /// REST, as `protocol://host`.
    public let rest: [String]
    /// The long connection, as `protocol://host`.
    public let longConnection: [String]
    /// `banned`, `frozen` or `revoked` stops an SDK.
    public let appStatus: String

    /// Reads it as the web SDK does: the first entry of group level 0, `webim` before the older `ws`.
    init(_ data: JSONValue) throws(ClientError) {
        guard let entry = data["dns_list"].array?.first(where: { $0["group_level"].integer == 0 }) else {
            throw .protocolViolation("a server list without group level 0")
        }
        let cluster = entry["clusters"][0]
        rest = Self.addresses(cluster["ratel"])
        longConnection = Self.addresses(cluster["webim"].isNull ? cluster["ws"] : cluster["webim"])
        guard !rest.isEmpty, !longConnection.isEmpty, !Self.addresses(cluster["rtc"]).isEmpty else {
            throw .protocolViolation("a server list without ratel, webim or rtc")
        }
        appStatus = data["app_status"].string ?? ""
    }

    private static func addresses(_ list: JSONValue) -> [String] {
        (list.array ?? []).compactMap { entry in
            guard let scheme = entry["protocol"].string, let host = entry["host"].string else { return nil }
            return "\(scheme)://\(host)"
        }
    }
}
