import Censorship
import HearthCore

/// What a rule of a word list found.
public struct WordHit: Sendable, Equatable {
    public let list: WordListName
    public let rule: WordRule
    /// The part of the text, as its author wrote it.
    public let found: String

    public init(list: WordListName, rule: WordRule, found: String) {
        self.list = list
        self.rule = rule
        self.found = found.storable
    }
}

extension String {
    /// Without U+0000, which PostgreSQL has no room for in a text.
    var storable: String {
        guard utf8.contains(0) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\u{0}" ? "\u{FFFD}" : $0 }))
    }
}
