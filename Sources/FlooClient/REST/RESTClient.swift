import FoundationEssentials
import HearthCore
import NIOCore
import NIOHTTP1
import NIOPosix

/// Calls the REST service of one app. HTTP/1.1 without TLS, one connection per call.
public struct RESTClient: Sendable {
    public let address: ServerAddress
    /// Sent as `app_id` with every call.
    public let appID: AppID?
    private let group: any EventLoopGroup
    private let timeout: TimeAmount

    /// - Parameters:
    ///   - base: `http://host:port`.
    ///   - timeout: for one whole call; 20 s is what the JavaScript clients wait.
    /// - Throws: `protocolViolation` for a bad address.
    public init(
        base: String, appID: AppID?, group: any EventLoopGroup, timeout: TimeAmount = .seconds(20)
    ) throws(ClientError) {
        self.init(address: try ServerAddress(base), appID: appID, group: group, timeout: timeout)
    }

    public init(address: ServerAddress, appID: AppID?, group: any EventLoopGroup, timeout: TimeAmount = .seconds(20)) {
        self.address = address
        self.appID = appID
        self.group = group
        self.timeout = timeout
    }

    /// One call, with a JSON body when there is one.
    ///
    /// - Parameters:
    ///   - token: sent as `access-token`.
    ///   - user: sent as `user_id`, to act for a user with an admin token.
    /// - Returns: the envelope, whatever its code; see `Envelope.success()`.
    public func call(
        _ method: HTTPMethod, _ path: String, query: KeyValuePairs<String, String> = [:],
        body: (any Encodable & Sendable)? = nil, token: String? = nil, actingFor user: UserID? = nil
    ) async throws(ClientError) -> Envelope {
        var headers: [(String, String)] = []
        if let token { headers.append(("access-token", token)) }
        if let user { headers.append(("user_id", user.description)) }
        var bytes: [UInt8] = []
        if let body {
            guard let json = try? JSONEncoder().encode(body) else { throw .protocolViolation("the body is no JSON") }
            bytes = Array(json)
            headers.append(("content-type", "application/json"))
        }
        return try Envelope(json: try await request(method, path, query: query, headers: headers, body: bytes).body)
    }

    /// One plain HTTP request; `Host`, `Content-Length` and `app_id` are added.
    public func request(
        _ method: HTTPMethod, _ path: String, query: KeyValuePairs<String, String> = [:], headers: [(String, String)] = [],
        body: [UInt8] = []
    ) async throws(ClientError) -> HTTPAnswer {
        var fields = HTTPHeaders([("host", address.description), ("connection", "close")])
        if let appID { fields.add(name: "app_id", value: appID.rawValue) }
        fields.add(contentsOf: headers)
        if !body.isEmpty || method == .POST || method == .PUT { fields.add(name: "content-length", value: "\(body.count)") }
        let head = HTTPRequestHead(version: .http1_1, method: method, uri: path + Self.text(query), headers: fields)
        return try await exchange(head, body).value()
    }

    private func exchange(_ head: HTTPRequestHead, _ body: [UInt8]) -> EventLoopFuture<HTTPAnswer> {
        let eventLoop = group.next()
        let answer = eventLoop.makePromise(of: HTTPAnswer.self)
        let connected = ClientBootstrap(group: eventLoop)
            .connectTimeout(timeout)
            .channelInitializer { [timeout] channel in
                channel.eventLoop.makeCompletedFuture {
                    let sync = channel.pipeline.syncOperations
                    try sync.addHTTPClientHandlers()
                    try sync.addHandler(HTTPExchange(head, body: body, timeout: timeout, answer: answer))
                }
            }
            .connect(host: address.host, port: address.port)
        connected.whenFailure { answer.fail(ClientError($0)) }
        return answer.futureResult
    }

    private static func text(_ query: KeyValuePairs<String, String>) -> String {
        guard !query.isEmpty else { return "" }
        return "?" + query.map { "\(escaped($0.key))=\(escaped($0.value))" }.joined(separator: "&")
    }

    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    /// Percent-encoding of all but the unreserved characters (RFC 3986, 2.3).
    static func escaped(_ text: String) -> String {
        var out: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if unreserved.contains(byte) {
                out.append(byte)
            } else {
                out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
