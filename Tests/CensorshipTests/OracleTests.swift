import Censorship
import Testing

/// The same as what is found by definition, on many small texts and words.
struct OracleTests {
    private static func some(_ alphabet: [String], upTo count: Int, _ random: inout SeededGenerator) -> String {
        (0..<1 + random.below(count)).map { _ in random.one(of: alphabet) }.joined()
    }

    @Test(arguments: 0..<40)
    func wordsAreFoundWhereTheDefinitionSaysAndNowhereElse(_ round: Int) throws {
        var random = SeededGenerator(seed: UInt64(100 + round))
        let rules = (0..<40)
            .map { _ in WordRule(Self.some(Oracle.alphabet, upTo: 5, &random), random.chance(3) ? .whole : .exact) }
            .filter { trouble($0.text) == nil }
        let lexicon = try Lexicon(rules)
        for _ in 0..<25 {
            let text = Self.some(Oracle.alphabet, upTo: 14, &random)
            let checked = random.chance(2) ? 0 : random.below(text.utf8.count + 1)
            let found = Array(text.utf8).withUnsafeBufferPointer { lexicon.matches(in: $0, checked: checked) }
            let oracle = Oracle(text, checked: checked)
            guard found.count < 256 else { continue }
            for (index, rule) in rules.enumerated() {
                let wanted = oracle.ranges(rule.text, whole: rule.kind == .whole)
                let given = found.filter { $0.rule == index }.map(\.range)
                #expect(
                    Set(given) == wanted && given.count == wanted.count,
                    "\(rule.kind) \(rule.text.debugDescription) in \(text.debugDescription), \(checked) checked")
            }
        }
    }

    @Test(arguments: 0..<20)
    func wildcardsFitWhereTheDefinitionSays(_ round: Int) throws {
        var random = SeededGenerator(seed: UInt64(200 + round))
        var patterns: [[Character]] = []
        var rules: [WordRule] = []
        for _ in 0..<30 {
            let pattern = (0..<2 + random.below(5)).map { _ in random.one(of: ["a", "b", "法", "轮", ".", "#", "?"] as [Character]) }
            let rule = WordRule(pattern.map { $0 == "#" ? "*" : String($0) }.joined(), .wildcard)
            guard trouble(rule.text, .wildcard) == nil else { continue }
            patterns.append(pattern)
            rules.append(rule)
        }
        let lexicon = try Lexicon(rules)
        for _ in 0..<25 {
            let text = Self.some(Oracle.alphabet + ["......", "bbbbbbbbb"], upTo: 14, &random)
            let checked = random.chance(2) ? 0 : random.below(text.utf8.count + 1)
            let found = Array(text.utf8).withUnsafeBufferPointer { lexicon.matches(in: $0, checked: checked) }
            guard found.count < 256 else { continue }
            let oracle = Oracle(text, checked: checked)
            for (index, pattern) in patterns.enumerated() {
                // At its ends any few are none.
                let inner = Array(pattern.drop { $0 == "#" }.reversed().drop { $0 == "#" }.reversed())
                #expect(
                    found.contains { $0.rule == index } == oracle.fits(inner),
                    "\(rules[index].text) in \(text.debugDescription), \(checked) checked")
            }
        }
    }
}
