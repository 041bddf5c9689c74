import Censorship

extension Lexicon {
    /// What the rules find in a text; `checked` is a part of its beginning.
    func matches(_ text: String, checked: String = "") -> [WordMatch] {
        Array(text.utf8).withUnsafeBufferPointer { matches(in: $0, checked: checked.utf8.count) }
    }

    /// The stretches of text that were found.
    func found(_ text: String, checked: String = "") -> [String] {
        let bytes = Array(text.utf8)
        return matches(text, checked: checked).map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    /// With all that is found taken out.
    func masked(_ text: String, checked: String = "") -> String {
        Mask.masked(text, matches(text, checked: checked).map(\.range))
    }
}

/// A list of one rule.
func list(_ text: String, _ kind: WordKind = .exact) throws -> Lexicon { try Lexicon([WordRule(text, kind)]) }

/// Why a rule cannot be one; nil if it can.
func trouble(_ text: String, _ kind: WordKind = .exact) -> String? {
    do {
        try Lexicon.check(WordRule(text, kind))
        return nil
    } catch {
        return error.reason
    }
}
