/// Which database holds the server's data.
public enum DatabaseLocation: Hashable, Sendable, CustomStringConvertible {
    /// A SQLite file, relative to the working directory or absolute.
    case sqlite(path: String)

    /// Reads `sqlite:PATH`; nil for anything else.
    public init?(_ text: String) {
        guard text.hasPrefix("sqlite:"), text.count > 7 else { return nil }
        self = .sqlite(path: String(text.dropFirst(7)))
    }

    /// The file.
    public var path: String {
        switch self {
        case .sqlite(let path): path
        }
    }

    public var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        }
    }
}
