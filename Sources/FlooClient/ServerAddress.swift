/// Where a server listens: the host and port of REST and of the long connection.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    public let host: String
    public let port: Int

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `http://host:port`, `ws://host:port` or `host:port`; a path is not looked at. The port is 80 when left out.
    /// - Throws: `protocolViolation` for anything else, TLS included.
    public init(_ text: String) throws(ClientError) {
        var rest = text[...]
        if let scheme = text.firstRange(of: "://") {
            guard ["http", "ws"].contains(text[..<scheme.lowerBound]) else {
                throw .protocolViolation("not an http address: \(text)")
            }
            rest = text[scheme.upperBound...]
        }
        let authority = rest.prefix { $0 != "/" }
        let host: Substring
        let port: Substring
        if authority.first == "[", let end = authority.firstIndex(of: "]") {
            host = authority[authority.index(after: authority.startIndex)..<end]
            port = authority[authority.index(after: end)...]
        } else {
            host = authority.prefix { $0 != ":" }
            port = authority[host.endIndex...]
        }
        guard !host.isEmpty, let number = port.isEmpty ? 80 : Self.port(port) else {
            throw .protocolViolation("not an http address: \(text)")
        }
        self.init(host: String(host), port: number)
    }

    private static func port(_ text: Substring) -> Int? {
        guard text.first == ":", let number = UInt16(text.dropFirst()) else { return nil }
        return Int(number)
    }

    /// `host:port`, as a Host header has it.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
