/// Everything that is wrong with a configuration, so that a person can mend it in one go.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    public let problems: [ConfigurationProblem]

    /// One line for each problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// One thing that is wrong. Its description names the place, the key and what is expected there.
public enum ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// A key, or a variable that begins with HEARTH_, that does not exist.
    case unknownKey(String, nearest: String, source: ConfigurationSource)
    /// A value that is not of the key's kind. `value` is nil for a secret.
    case badValue(key: String, value: String?, expected: String, source: ConfigurationSource)
    /// The file sets one key twice.
    case setTwice(key: String, firstLine: Int, source: ConfigurationSource)
    /// Text that is no `KEY = VALUE`.
    case notAnAssignment(source: ConfigurationSource)

    public var description: String {
        switch self {
        case .unknownKey(let key, let nearest, let source):
            "\(source): unknown key '\(key)'; the nearest known key is '\(nearest)'"
        case .badValue(let key, let value, let expected, let source):
            "\(source): \(key): expected \(expected)" + (value.map { ", found '\($0)'" } ?? "")
        case .setTwice(let key, let firstLine, let source):
            "\(source): \(key): set before in line \(firstLine), expected one line for each key"
        case .notAnAssignment(.flag):
            "flag --set: expected KEY=VALUE"
        case .notAnAssignment(let source):
            "\(source): expected KEY = VALUE, or a comment that begins with #"
        }
    }
}
