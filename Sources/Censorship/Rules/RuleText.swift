/// Why a text cannot be that of a rule.
struct BadText: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// The text of a rule as it is compared.
enum RuleText {
    static func length(_ rule: WordRule) throws(BadText) {
        let most = rule.kind == .regex ? WordRule.longestExpression : WordRule.longestText
        // No character has less than a byte.
        guard rule.text.utf8.count <= most || rule.text.unicodeScalars.count <= most else {
            throw BadText("it has more than \(most) characters")
        }
        guard !rule.text.isEmpty else { throw BadText("it is empty") }
    }

    /// Folded, with its blanks.
    /// - Throws: `BadText` for a mark at the beginning, which in a text would belong to whatever stands before it.
    static func codes(_ text: String, _ scratch: Scratch) throws(BadText) -> ContiguousArray<UInt32> {
        var text = text
        text.withUTF8 { scratch.fold($0) }
        guard !beginsWithMark(text) else { throw BadText("it begins with a mark that belongs to a letter before it") }
        return ContiguousArray((0..<scratch.count).map { scratch.all[$0].kind == .lineBreak ? .blankCode : scratch.all[$0].code })
    }

    /// The same without blanks around it.
    static func trimmedCodes(_ text: String, _ scratch: Scratch) throws(BadText) -> ArraySlice<UInt32> {
        var codes = Array(try codes(text, scratch))[...]
        if codes.first == .blankCode { codes.removeFirst() }
        if codes.last == .blankCode { codes.removeLast() }
        guard !codes.isEmpty else { throw BadText("nothing is left of it without the characters that are passed over") }
        return codes
    }

    private static func beginsWithMark(_ text: String) -> Bool {
        for scalar in text.unicodeScalars {
            let kind = Fold.kind(scalar)
            if kind == .attached { return true }
            if !Fold.isIgnorable(scalar), Fold.isVisible(scalar) { return false }
        }
        return false
    }
}
