/// A lexicon while its rules are read.
struct LexiconDraft {
    private let scratch = Scratch()
    private var plain = Keys()
    private var plainWords: ContiguousArray<Word> = []
    private var gaps: ContiguousArray<Gap> = []
    private var gapCodes: ContiguousArray<UInt32> = []
    /// Codes of a word, and of all words: some characters are folded to many.
    private static let mostCodes = (word: 400, list: 4_000_000)
    private var signed = Keys()
    private var signedWords: ContiguousArray<Word> = []
    private(set) var wildcards: [Wildcard] = []
    private(set) var expressions: Expressions?
    private var expressionCount = 0

    var wildcardFootprint: Int { wildcards.count * 160 }

    func words() -> Words {
        Words(
            plain: Automaton(plain), plainWords: plainWords, gaps: gaps, gapCodes: gapCodes, signed: Automaton(signed),
            signedWords: signedWords)
    }

    mutating func add(_ rule: WordRule, _ index: UInt32) throws(BadText) {
        try RuleText.length(rule)
        switch rule.kind {
        case .exact, .whole: try addWord(rule, index)
        case .wildcard:
            let (wildcard, key) = try Wildcard.read(rule.text, scratch)
            _ = signed.add(key)
            signedWords.append(
                Word(rule: index, length: UInt32(key.count), isWhole: false, wildcard: UInt32(wildcards.count)))
            wildcards.append(wildcard)
        case .regex:
            guard expressionCount < WordRule.mostExpressions else {
                throw BadText("a list has at most \(WordRule.mostExpressions) regular expressions")
            }
            if expressions == nil { expressions = try Expressions() }
            try expressions?.add(rule.text, rule: index, scratch)
            expressionCount += 1
        }
    }

    private mutating func addWord(_ rule: WordRule, _ index: UInt32) throws(BadText) {
        let codes = try RuleText.trimmedCodes(rule.text, scratch)
        guard codes.count <= Self.mostCodes.word else { throw BadText("it is too long when it is folded") }
        guard plain.codes.count + signed.codes.count + codes.count <= Self.mostCodes.list else {
            throw BadText("the words of the list are too long all together")
        }
        let isWhole = rule.kind == .whole
        guard let first = codes.first, let last = codes.last, first & 7 >= .attached, last & 7 >= .attached else {
            _ = signed.add(codes)
            signedWords.append(Word(rule: index, length: UInt32(codes.count), isWhole: isWhole))
            return
        }
        let firstGap = gaps.count
        var letters = 0
        var own = UInt32(gapCodes.count)
        for (before, code) in zip(codes, codes.dropFirst()) {
            letters += before & 7 >= .attached ? 1 : 0
            guard before & 7 < .attached else { continue }
            gapCodes.append(before)
            if code & 7 >= .attached {
                gaps.append(Gap(letter: UInt16(truncatingIfNeeded: letters), codes: own..<UInt32(gapCodes.count)))
                own = UInt32(gapCodes.count)
            }
        }
        _ = plain.add(codes.lazy.filter { $0 & 7 >= .attached })
        plainWords.append(
            Word(
                rule: index, length: UInt32(letters + 1), isWhole: isWhole,
                gaps: UInt32(firstGap)..<UInt32(gaps.count)))
    }
}
