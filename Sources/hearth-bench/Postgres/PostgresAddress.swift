/// Where a PostgreSQL is: `postgres://user:password@host:port/database?option=value`, as libpq reads it.
struct PostgresAddress: Equatable, Sendable, CustomStringConvertible {
    /// As libpq takes it, with the password.
    let text: String

    /// Reads `postgres://…` and `postgresql://…`; nil for anything else.
    init?(_ text: String) {
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") else { return nil }
        self.text = text
    }

    private init(whole text: String) { self.text = text }

    /// The same server, another database.
    func database(_ name: String) -> PostgresAddress {
        let options = text[authority.upperBound...].firstIndex(of: "?").map { text[$0...] } ?? ""
        return PostgresAddress(whole: "\(text[..<authority.upperBound])/\(name)\(options)")
    }

    /// Without passwords.
    var description: String {
        var head = text[authority]
        if let at = head.lastIndex(of: "@"), let colon = head[..<at].firstIndex(of: ":") {
            head = head[..<colon] + ":***" + head[at...]
        }
        let options = text[authority.upperBound...].split(separator: "&", omittingEmptySubsequences: false).map { option in
            guard let sign = option.firstIndex(of: "="), option[..<sign].hasSuffix("password") else { return String(option) }
            return option[...sign] + "***"
        }
        return text[..<authority.lowerBound] + head + options.joined(separator: "&")
    }

    /// User, password, host and port.
    private var authority: Range<String.Index> {
        let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
        return start..<(text[start...].firstIndex { $0 == "/" || $0 == "?" } ?? text.endIndex)
    }
}
