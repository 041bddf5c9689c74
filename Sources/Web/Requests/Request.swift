import HearthCore

/// The methods a route can have. Anything else is answered like an unknown path.
public enum Method: String, CaseIterable, Hashable, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
}

/// One HTTP request, complete with its body, as handlers see it.
public struct Request: Sendable {
    public let method: Method
    /// The path without the query, as sent. Always begins with a slash.
    public let path: String
    public let query: Query
    public let headers: Headers
    public let origin: Origin
    public let body: [UInt8]
    /// Elements that a list among its fields may have: the listener's bound.
    public let idsPerCall: Int
    /// The decoded segments that stand for `{name}` in the route's path.
    public internal(set) var segments: [String: String] = [:]

    public init(
        _ method: Method, _ path: String, query: Query = Query(), headers: Headers = Headers(), origin: Origin = Origin(),
        body: [UInt8] = [], idsPerCall: Int = Limits.idsPerCall
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.origin = origin
        self.body = body
        self.idsPerCall = idsPerCall
    }

    /// Who asks, and under which name the server was asked.
    public struct Origin: Hashable, Sendable {
        /// `http`, or what the trusted proxy says in `X-Forwarded-Proto`.
        public let scheme: String
        /// Host and, where the client named one, port: the `Host` header, or the trusted proxy's `X-Forwarded-Host`.
        public let host: String
        /// The client's address without port, or the last one of the trusted proxy's `X-Forwarded-For`.
        public let remoteAddress: String

        public init(scheme: String = "http", host: String = "localhost", remoteAddress: String = "127.0.0.1") {
            self.scheme = scheme
            self.host = host
            self.remoteAddress = remoteAddress
        }

        /// `scheme://host`, what links to this server begin with.
        public var base: String { "\(scheme)://\(host)" }
    }

    /// The decoded segment of the path for which `{name}` stands in the route's path. Never empty.
    /// - Throws: `InvalidRequestParameter` when the route has no such name.
    public func segment(_ name: String) throws(Failure) -> String {
        guard let segment = segments[name] else { throw .invalidParameter(name) }
        return segment
    }

    /// The body as JSON. An empty body is `null`. Parsed on each call: take it once.
    /// - Throws: `InvalidRequestParameter` when it is not JSON.
    public func json() throws(Failure) -> JSON {
        body.isEmpty ? .null : try JSON.parse(body)
    }

    /// The fields of the query and the body.
    /// - Throws: `InvalidRequestParameter` when the body is not JSON.
    public func parameters() throws(Failure) -> Parameters { try Parameters(self) }
}
