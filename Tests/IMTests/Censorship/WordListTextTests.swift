import Censorship
import IM
import Testing

struct WordListTextTests {
    private func rules(_ text: String, _ action: WordAction = .refuse) throws -> [WordRule] {
        try WordListText(Array(text.utf8)).lines(action).map(\.rule)
    }

    @Test func aLineIsATextAnActionAndAKind() throws {
        let text = "one\ntwo\tmask\nthree\treview\twhole\nfour words here\trefuse\twildcard\r\n f.ve \t\tregex"
        #expect(
            try rules(text) == [
                WordRule("one"), WordRule("two", .exact, .mask), WordRule("three", .whole, .review),
                WordRule("four words here", .wildcard, .refuse), WordRule(" f.ve ", .regex, .refuse),
            ])
        #expect(try rules("one\ntwo\trefuse", .review) == [WordRule("one", .exact, .review), WordRule("two")])
    }

    @Test func blankLinesAndRemarksAreLeftOutAndCounted() throws {
        let lines = try WordListText(Array("\u{FEFF}# remark\n\n \t \none\n#two\n\\#three".utf8)).lines()
        #expect(lines == [WordListText.Line(number: 4, rule: WordRule("one")), WordListText.Line(number: 6, rule: WordRule("#three"))])
        #expect(try rules("").isEmpty)
    }

    @Test(arguments: [
        ("one\nt\u{8}wo\trefus", 2, "refus"), ("one\tmask\tprefix", 1, "prefix"), ("\n\tmask", 2, "empty"),
        ("a\tmask\texact\tb", 1, "three"),
    ]) func aLineThatIsNoRuleIsNamed(text: String, line: Int, word: String) {
        let error = #expect(throws: BadWord.self) { try rules(text) }
        #expect(error?.index == line && error?.reason.contains(word) == true, "\(error.debugDescription)")
    }

    @Test func bytesThatAreNoTextAreNamed() {
        #expect(throws: BadWord(index: 2, reason: "it is not UTF-8")) { try WordListText([0x61, 0x0A, 0xFF]).lines() }
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let texts = ["a", "#b", "c\td", "e\nf\rg", "h\\i", "\\", "\\t", "\\#", "芝士 👩‍👩‍👧", "\0", " "]
        let all = texts.flatMap { text in
            WordKind.allCases.flatMap { kind in WordAction.allCases.map { WordRule(text, kind, $0) } }
        }
        #expect(try WordListText(all).lines().map(\.rule) == all)
        for rule in all { #expect(try WordListText([rule]).lines().map(\.rule) == [rule]) }
    }

    @Test func partsOfALineKeepWhatWouldEndThem() {
        let parts = ["default", "", "a\tb", "#c", "d\\"]
        #expect(TabbedText.parts(TabbedText.line(parts)[...]) == parts)
        #expect(TabbedText.parts(Array("C:\\new".utf8)[...]) == ["C:\new"])
        #expect(TabbedText.parts(Array("\\d+\\".utf8)[...]) == ["\\d+\\"])
    }
}
