import Censorship

/// Texts that words are looked for in: what is found lies in the text, and is found no more once it was taken out.
enum WordsSubject {
    private static let rules: [WordRule] = [
        WordRule("shit"), WordRule("fuck you"), WordRule("法轮功"), WordRule("が"), WordRule("한글"), WordRule("ยา"), WordRule("ass", .whole),
        WordRule("法", .whole), WordRule("C++"), WordRule("$$"), WordRule("🔞"), WordRule("*"), WordRule("a b"),
        WordRule("bu*ill", .wildcard), WordRule("加?微", .wildcard), WordRule("v[i1]a+g", .regex), WordRule(#"\bqq[0-9]+"#, .regex),
    ]
    private static let lexicon = try? Lexicon(rules)

    /// The first byte says how much of the text was looked through before.
    static func check(_ bytes: [UInt8]) throws(Finding) {
        guard let lexicon else { throw Finding("the list cannot be made") }
        let text = Array(bytes.dropFirst())
        let checked = Int(bytes.first ?? 0) * text.count / 255
        let found = text.withUnsafeBufferPointer { lexicon.matches(in: $0, checked: checked) }
        var last = 0
        for match in found {
            try require(!match.range.isEmpty && match.range.lowerBound >= last, "\(match) is empty or out of order")
            try require(match.range.upperBound <= text.count, "\(match) is not in the text")
            try require(rules.indices.contains(match.rule), "\(match) is of no rule")
            last = match.range.lowerBound
        }
        guard let string = String(validating: text, as: UTF8.self) else { return }
        for match in found {
            for bound in [match.range.lowerBound, match.range.upperBound] where bound < text.count {
                try require(text[bound] & 0xC0 != 0x80, "\(match) is not on the bounds of characters")
            }
        }
        try checkMask(string, lexicon)
    }

    private static func checkMask(_ text: String, _ lexicon: Lexicon) throws(Finding) {
        // Beyond these not all that overlap are told, but then a second look finds them.
        let found = Array(text.utf8).withUnsafeBufferPointer { lexicon.matches(in: $0) }
        guard found.count < 200 else { return }
        let masked = Array(Mask.masked(text, found.map(\.range)).utf8)
        let left = masked.withUnsafeBufferPointer { lexicon.matches(in: $0, checked: $0.count) }
        try require(left.isEmpty, "\(left) is found in what was taken out of \(text.debugDescription)")
    }
}
