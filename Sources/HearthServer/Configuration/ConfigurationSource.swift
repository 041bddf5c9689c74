/// Where the value of a setting came from.
public enum ConfigurationSource: Hashable, Sendable, CustomStringConvertible {
    /// Nobody set it.
    case standard
    /// A line of the configuration file, counted from 1.
    case file(path: String, line: Int)
    /// An environment variable.
    case environment(variable: String)
    /// `--set KEY=VALUE` on the command line.
    case flag

    public var description: String {
        switch self {
        case .standard: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let variable): "environment \(variable)"
        case .flag: "flag --set"
        }
    }
}
