import Censorship

/// What a list has to find, slowly and by definition, for texts of a few characters that it folds by hand.
struct Oracle {
    enum Kind { case letter, chinese, sign, barrier }

    struct Token: Equatable {
        let character: Character
        let kind: Kind
        let start: Int

        static func == (left: Token, right: Token) -> Bool { left.character == right.character && left.kind == right.kind }
    }

    static let alphabet = ["a", "b", "A", "ｂ", "法", "轮", "輪", " ", ".", "*", "**", "\u{200B}", "\u{301}", "ﬀ"]

    /// Ignorable characters left out, blanks as one, runs of asterisks in what was checked as a barrier.
    static func tokens(_ text: String, checked: Int = 0) -> [Token] {
        var tokens: [Token] = []
        var at = 0
        let bytes = Array(text.utf8)
        for scalar in text.unicodeScalars {
            defer { at += String(scalar).utf8.count }
            switch scalar {
            case "\u{200B}", "\u{301}": continue
            case "a", "A": tokens.append(Token(character: "a", kind: .letter, start: at))
            case "b", "ｂ": tokens.append(Token(character: "b", kind: .letter, start: at))
            case "ﬀ":
                tokens.append(Token(character: "f", kind: .letter, start: at))
                tokens.append(Token(character: "f", kind: .letter, start: at))
            case "f": tokens.append(Token(character: "f", kind: .letter, start: at))
            case "法": tokens.append(Token(character: "法", kind: .chinese, start: at))
            case "轮", "輪": tokens.append(Token(character: "轮", kind: .chinese, start: at))
            case " ":
                if tokens.last?.character != " " { tokens.append(Token(character: " ", kind: .sign, start: at)) }
            case "*":
                let isAfter = at > 0 && at < checked && bytes[at - 1] == 0x2A
                let isBefore = at + 1 < checked && bytes[at + 1] == 0x2A
                if isAfter { continue }
                tokens.append(Token(character: "*", kind: isBefore ? .barrier : .sign, start: at))
            default: tokens.append(Token(character: Character(scalar), kind: .sign, start: at))
            }
        }
        return tokens
    }

    let text: [Token]
    let length: Int

    init(_ text: String, checked: Int) {
        self.text = Self.tokens(text, checked: checked)
        length = text.utf8.count
    }

    /// The bytes of all stretches that a word takes.
    func ranges(_ word: String, whole: Bool) -> Set<Range<Int>> {
        var all = Self.tokens(word)
        if all.first?.character == " " { all.removeFirst() }
        if all.last?.character == " " { all.removeLast() }
        var found: Set<Range<Int>> = []
        for first in text.indices {
            for last in first..<text.count where stands(all, first, last, whole) {
                found.insert(range(first, last))
            }
        }
        return found
    }

    private func range(_ first: Int, _ last: Int) -> Range<Int> {
        let end = text[(last + 1)...].first { $0.start != text[last].start }?.start ?? length
        return text[first].start..<end
    }

    private func isLetter(_ token: Token) -> Bool { token.kind == .letter || token.kind == .chinese }

    private func stands(_ word: [Token], _ first: Int, _ last: Int, _ whole: Bool) -> Bool {
        let stretch = Array(text[first...last])
        guard !stretch.contains(where: { $0.kind == .barrier }) else { return false }
        let isBounded = isEdge(first, first - 1) && isEdge(last, last + 1)
        guard let one = word.first, let other = word.last, isLetter(one), isLetter(other) else {
            return stretch == word && (!whole || isBounded)
        }
        guard isLetter(text[first]), isLetter(text[last]) else { return false }
        let (parts, wordParts) = (parts(stretch), parts(word))
        guard parts.map(\.letter) == wordParts.map(\.letter) else { return false }
        var hasMore = false
        for (part, wordPart) in zip(parts, wordParts) {
            if !wordPart.signs.isEmpty, part.signs.isEmpty { return false }
            if part.signs != wordPart.signs { hasMore = true }
        }
        return !(hasMore || whole) || isBounded
    }

    /// Letters, and the signs before each.
    private func parts(_ tokens: [Token]) -> [(letter: Character, signs: [Character])] {
        var parts: [(letter: Character, signs: [Character])] = []
        var signs: [Character] = []
        for token in tokens {
            if isLetter(token) {
                parts.append((token.character, signs))
                signs = []
            } else {
                signs.append(token.character)
            }
        }
        return parts
    }

    private func isEdge(_ place: Int, _ beside: Int) -> Bool {
        if text[place].kind != .letter || !text.indices.contains(beside) { return true }
        return text[beside].kind == .sign || text[beside].kind == .chinese
    }

    /// Whether a wildcard fits anywhere; it is made of the alphabet, and of `#` for any few and `?` for one.
    func fits(_ pattern: [Character]) -> Bool { text.indices.contains { fits(pattern[...], $0) } }

    private func fits(_ pattern: ArraySlice<Character>, _ place: Int) -> Bool {
        guard let first = pattern.first else { return true }
        let rest = pattern.dropFirst()
        if first == "#" {
            for end in place...min(place + 20, text.count) {
                if end > place, text[end - 1].kind == .barrier { return false }
                if fits(rest, end) { return true }
            }
            return false
        }
        guard place < text.count, text[place].kind != .barrier else { return false }
        return (first == "?" || text[place].character == first) && fits(rest, place + 1)
    }
}
