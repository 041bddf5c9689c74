/// Checks on the text of one file. Each gives what it found, so that a test can show it works.
enum HouseRules {
    static let longestFile = 400

    /// Lines with code that would end the process. `line` counts from 1.
    static func processEnders(in source: String) -> [(line: Int, code: String)] {
        let lines = SourceText.code(of: source).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { index, line in
            let ends = line.contains(#/\bfatalError\(|\btry!|\bas!|[\w)\]}]!(?!=)/#)
            return ends ? (index + 1, line.trimmed) : nil
        }
    }

    /// SQL in string literals.
    static func statements(in source: String) -> [String] {
        let text = SourceText.code(of: source, keepStrings: true)
        let pattern = #/\b(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|DELETE\s+FROM\s|UPDATE\s+\w+\s+SET\s|CREATE\s+TABLE\s)/#
        return text.matches(of: pattern).map { String($0.0) }
    }
}

extension Substring {
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
