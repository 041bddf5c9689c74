/// The text of a configuration file: lines of `key = value`, empty lines, and comments that begin with `#`.
///
/// A `#` further on in a line belongs to the value. Spaces around key and value do not count.
public struct ConfigurationFile: Sendable {
    /// As the person wrote it; it stands in front of every message about the file.
    public let path: String
    let text: String

    /// - Parameter text: what the file holds; reading it is the caller's business.
    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// The lines that say something: nil where one is no assignment.
    func assignments() -> [(line: Int, assignment: Assignment?)] {
        var body = Substring(text)
        if body.first == "\u{FEFF}" { body.removeFirst() }
        return body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap { index, line in
            let content = line.trimmed
            return content.isEmpty || content.hasPrefix("#") ? nil : (index + 1, Assignment(content))
        }
    }
}

/// `key = value`, in a file or behind a flag.
struct Assignment: Hashable, Sendable {
    let key: String
    let value: String

    init?(_ text: Substring) {
        guard let sign = text.firstIndex(of: "=") else { return nil }
        key = String(text[..<sign].trimmed)
        value = String(text[text.index(after: sign)...].trimmed)
        if key.isEmpty { return nil }
    }
}

extension Substring {
    /// Without white space at both ends.
    var trimmed: Substring {
        var rest = drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
