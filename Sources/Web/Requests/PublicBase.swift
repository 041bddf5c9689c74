/// Where clients find this server.
public struct PublicBase: Sendable, Equatable {
    /// `http` or `https`.
    public let scheme: String
    /// Host, with the port where it is not the scheme's own.
    public let host: String

    public init(scheme: String, host: String) {
        self.scheme = scheme
        self.host = host
    }

    /// The name the server was asked under.
    public init(_ origin: Request.Origin) { self.init(scheme: origin.scheme, host: origin.host) }

    /// `scheme://host`, what links to this server begin with.
    public var http: String { "\(scheme)://\(host)" }

    /// The same place for a plain WebSocket.
    public var webSocket: String { (scheme == "https" ? "wss" : "ws") + "://" + host }
}
