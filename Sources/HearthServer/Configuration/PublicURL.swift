/// The address under which clients reach the server from outside: `http://HOST[:PORT]` or `https://HOST[:PORT]`.
public struct PublicURL: Hashable, Sendable, CustomStringConvertible {
    public let isSecure: Bool
    /// The port is the scheme's own (80 or 443) where the text named none.
    public let address: HostPort

    /// Reads the URL; a slash at the end is dropped, any other path makes it nil.
    public init?(_ text: String) {
        let isSecure = text.hasPrefix("https://")
        guard isSecure || text.hasPrefix("http://") else { return nil }
        var rest = text.dropFirst(isSecure ? 8 : 7)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        let standard = Self.standardPort(isSecure: isSecure)
        guard let address = HostPort(String(rest)) ?? HostPort("\(rest):\(standard)"), address.port > 0 else { return nil }
        self.isSecure = isSecure
        self.address = address
    }

    /// `http` or `https`.
    public var scheme: String { isSecure ? "https" : "http" }

    /// The host, with the port unless it is the scheme's own.
    public var host: String {
        let text = address.description
        guard address.port == Self.standardPort(isSecure: isSecure) else { return text }
        return String(text.dropLast(":\(address.port)".count))
    }

    /// Without a slash at the end.
    public var description: String { "\(scheme)://\(host)" }

    private static func standardPort(isSecure: Bool) -> Int { isSecure ? 443 : 80 }
}
