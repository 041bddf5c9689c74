import Database

/// Which database holds the server's data.
public enum DatabaseLocation: Hashable, Sendable, CustomStringConvertible {
    /// A SQLite file, relative to the working directory or absolute.
    case sqlite(path: String)
    /// A PostgreSQL database, as `postgres://user[:password]@host[:port]/database[?option=value]`.
    case postgres(url: String)

    /// Reads `sqlite:PATH` and `postgres://…`; nil for anything else.
    public init?(_ text: String) {
        if text.hasPrefix("sqlite:"), text.count > 7 {
            self = .sqlite(path: String(text.dropFirst(7)))
        } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(url: text)
        } else {
            return nil
        }
    }

    var dialect: SQLDialect {
        switch self {
        case .sqlite: .sqlite
        case .postgres: .postgres
        }
    }

    /// Without the password.
    public var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres(let url): Self.masked(url)
        }
    }

    /// A password stands between the first `:` and the last `@` of the part before the path, or is an option.
    static func masked(_ url: String) -> String {
        let parts = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return url }
        let scheme = parts[1].startIndex
        let end = url[scheme...].firstIndex { $0 == "/" || $0 == "?" } ?? url.endIndex
        var head = url[scheme..<end]
        if let at = head.lastIndex(of: "@"), let colon = head[..<at].firstIndex(of: ":") {
            head = head[..<colon] + ":***" + head[at...]
        }
        let options = url[end...].split(separator: "&", omittingEmptySubsequences: false).map { option in
            guard let sign = option.firstIndex(of: "="), option[..<sign].hasSuffix("password") else { return String(option) }
            return option[...sign] + "***"
        }
        return url[..<scheme] + head + options.joined(separator: "&")
    }
}
