/// The text of a statement. Placeholders are `?1`, `?2` and so on.
public enum SQLText: Sendable {
    /// Written in the source: prepared once per connection and kept.
    case fixed(StaticString)
    /// Put together at run time (lists of unknown length): only the most recently used ones stay prepared.
    case built(String)

    /// Placeholders for a list, `?3,?4,?5` for `first: 3, count: 3`.
    public static func placeholders(first: Int, count: Int) -> String {
        (first..<first + max(count, 0)).map { "?\($0)" }.joined(separator: ",")
    }

    /// The text itself, for messages of errors.
    var string: String {
        switch self {
        case .fixed(let text): text.description
        case .built(let text): text
        }
    }
}
