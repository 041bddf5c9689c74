import Censorship
import HearthCore

/// Looks through the texts of one message, or of one change, with all word lists of an app.
public struct Inspection {
    /// As many hits of one message are handed to who reviews it.
    private static let mostHits = 32

    private let entries: [Lexicons.Entry]
    /// Something is in it that may not be said.
    public private(set) var isRefused = false
    /// Something was taken out.
    public private(set) var isMasked = false
    /// What somebody is to look at.
    public private(set) var hits: [WordHit] = []

    init(_ entries: [Lexicons.Entry]) { self.entries = entries }

    /// Looks through a text.
    /// - Parameter checked: so many bytes at its beginning were said before: they stay as they are, and what is in them alone is
    ///   not reported again. What may not be said may not stand there either.
    /// - Returns: the text as it may be shown.
    public mutating func text(_ text: String, checked: Int = 0) -> String {
        guard !text.isEmpty else { return text }
        var text = text
        var masked: [Range<Int>] = []
        let found = text.withUTF8 { bytes in
            entries.flatMap { entry in
                entry.lexicon.matches(in: bytes, checked: checked).map { (entry: entry, match: $0) }
            }
        }
        for (entry, match) in found {
            let rule = entry.lexicon.rules[match.rule]
            let isNew = match.range.upperBound > checked
            switch rule.action {
            case .refuse: isRefused = true
            case .mask where isNew: masked.append(max(match.range.lowerBound, checked)..<match.range.upperBound)
            case .review where isNew && hits.count < Self.mostHits:
                let part = String(decoding: text.utf8.dropFirst(match.range.lowerBound).prefix(match.range.count), as: UTF8.self)
                hits.append(WordHit(list: entry.name, rule: rule, found: part))
            case .mask, .review: break
            }
        }
        guard !masked.isEmpty else { return text }
        isMasked = true
        return Mask.masked(text, masked)
    }

    /// Looks through the strings of a text of JSON; what is no JSON is looked through as it is.
    /// - Returns: the text as it may be shown; all but the strings that were masked is byte for byte the same.
    public mutating func json(_ text: String) -> String {
        var text = text
        let strings = text.withUTF8 { bytes -> [(range: Range<Int>, text: String)]? in
            var strings: [(Range<Int>, String)] = []
            let isJSON = JSONStrings.forEach(in: bytes) { value in
                let part = UnsafeBufferPointer(rebasing: bytes[value.range])
                strings.append((value.range, String(decoding: value.isEscaped ? JSONStrings.unescaped(part) : Array(part), as: UTF8.self)))
            }
            return isJSON ? strings : nil
        }
        guard let strings else { return self.text(text) }
        var result: [UInt8] = []
        var copied = 0
        let bytes = Array(text.utf8)
        for string in strings {
            let shown = self.text(string.text)
            guard shown != string.text else { continue }
            result += bytes[copied..<string.range.lowerBound]
            result += JSONText.escaped(shown).utf8
            copied = string.range.upperBound
        }
        guard copied > 0 else { return text }
        result += bytes[copied...]
        return String(decoding: result, as: UTF8.self)
    }

    /// Looks through what a message says: the text, its sender's name, and each string of the three texts of JSON, names of files
    /// among them.
    mutating func fields(_ fields: BodyFields) -> BodyFields {
        var shown = fields
        shown.content = text(fields.content)
        shown.senderName = text(fields.senderName)
        shown.attachment = json(fields.attachment)
        shown.config = json(fields.config)
        shown.ext = json(fields.ext)
        return shown
    }
}

extension [Lexicons.Entry] {
    /// Whether any list finds anything: the question that each message is asked. It builds nothing where the answer is no.
    func find(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        contains { !$0.lexicon.matches(in: bytes).isEmpty }
    }

    /// The same for the strings of a text of JSON.
    func findInJSON(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var isFound = false
        let isJSON = JSONStrings.forEach(in: bytes) { value in
            guard !isFound else { return }
            let part = UnsafeBufferPointer(rebasing: bytes[value.range])
            isFound = value.isEscaped ? JSONStrings.unescaped(part).withUnsafeBufferPointer { find(in: $0) } : find(in: part)
        }
        return isFound || !isJSON && find(in: bytes)
    }
}
