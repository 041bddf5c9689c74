/// An address to listen on: `HOST:PORT`, with an IPv6 host in brackets.
public struct HostPort: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address, without brackets.
    public let host: String
    /// 0 lets the system choose a free port.
    public let port: Int

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`; nil for anything else.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[text.index(after: colon)...]) else { return nil }
        let host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            let address = host.dropFirst().dropLast()
            guard address.contains(":"), address.allSatisfy(Self.mayStandInIPv6) else { return nil }
            self.init(host: String(address), port: port)
        } else {
            guard !host.isEmpty, host.allSatisfy(Self.mayStandInName) else { return nil }
            self.init(host: String(host), port: port)
        }
    }

    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    static func port(_ text: Substring) -> Int? {
        guard (1...5).contains(text.count), text.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        return Int(text).flatMap { $0 <= 65_535 ? $0 : nil }
    }

    static func mayStandInName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-._".contains(character))
    }

    /// Hexadecimal digits, an IPv4 tail, and a zone behind `%`.
    private static func mayStandInIPv6(_ character: Character) -> Bool {
        mayStandInName(character) || character == ":" || character == "%"
    }
}
