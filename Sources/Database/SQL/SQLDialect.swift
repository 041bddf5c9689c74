/// The two databases, and the little in which the store's statements differ between them.
///
/// Statements are written once: placeholders are `?1`, `?2`, and a list is matched by `= ANY(?1)` with `SQLValue.integers`.
public enum SQLDialect: Sendable {
    case sqlite
    case postgres

    /// The statement as this database wants it.
    func translate(_ sql: String) -> String {
        switch self {
        case .sqlite: Self.rewritingLists(sql)
        case .postgres: Self.rewritingPlaceholders(sql)
        }
    }

    /// SQLite has no arrays: a list travels as JSON text.
    private static func rewritingLists(_ sql: String) -> String {
        guard let mark = sql.firstRange(of: "= ANY(?") else { return sql }
        let tail = sql[mark.upperBound...]
        guard let end = tail.firstIndex(of: ")") else { return sql }
        return sql[..<mark.lowerBound] + "IN (SELECT value FROM json_each(?" + tail[..<end] + "))"
            + rewritingLists(String(tail[tail.index(after: end)...]))
    }

    private static func rewritingPlaceholders(_ sql: String) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(sql.utf8.count)
        var isQuoted = false
        for byte in sql.utf8 {
            if byte == UInt8(ascii: "'") { isQuoted.toggle() }
            text.append(byte == UInt8(ascii: "?") && !isQuoted ? UInt8(ascii: "$") : byte)
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension String {
    /// The first place of a text, without Foundation.
    fileprivate func firstRange(of other: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
            start = index(after: start)
        }
        return nil
    }
}
