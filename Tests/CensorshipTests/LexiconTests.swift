import Censorship
import Testing

struct LexiconTests {
    @Test func aListedWordIsFoundInsideOfAText() throws {
        let lexicon = try Lexicon([WordRule("bad")])
        #expect(lexicon.matches("a BAD day") == [WordMatch(rule: 0, range: 2..<5)])
        #expect(lexicon.matches("nothing").isEmpty)
        #expect(lexicon.matches("").isEmpty)
    }

    @Test func anEmptyListFindsNothing() throws {
        #expect(try Lexicon([]).matches("anything **").isEmpty)
    }

    @Test(arguments: [
        "unashitted", "SHIT", "ｓｈｉｔ", "s\u{200B}hit", "shít", "s\u{AD}h\u{301}it\u{200D}", "S H I T", "s.h-i_t", "ⓢⓗⓘⓣ", "ſhit",
    ])
    func aDisguisedWordIsFound(_ text: String) throws {
        #expect(try list("shit").found("x " + text + " y").count == 1)
    }

    @Test(arguments: ["this hit", "s hitman", "his h it", "yes, hit", "shi", "sh1t"])
    func anInnocentTextIsNot(_ text: String) throws { #expect(try list("shit").found(text).isEmpty) }

    @Test func signsBetweenLettersAreSkippedWhereTheWordStandsAlone() throws {
        #expect(try list("bad").found("so b.a.d, b a d") == ["b.a.d", "b a d"])
        #expect(try list("bad").found("rib ad").isEmpty)
        #expect(try list("fuck").found("f*u*c*k") == ["f*u*c*k"])
    }

    @Test func chineseNeedsNoBoundary() throws {
        let lexicon = try list("法轮功")
        #expect(lexicon.found("学习法 轮。功的人") == ["法 轮。功"])
        #expect(lexicon.found("法輪功") == ["法輪功"])
        #expect(try list("法輪功").found("x法轮功x") == ["法轮功"])
    }

    @Test func composedAndDecomposedLettersAreEqual() throws {
        #expect(try list("が").found("か\u{3099}") == ["か\u{3099}"])
        #expect(try list("か\u{3099}").found("がき") == ["が"])
        #expect(try list("が").found("ｶﾞ が") == ["が"])
        #expect(try list("한글").found("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}").count == 1)
        #expect(try list("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}").found("이 한글은") == ["한글"])
        #expect(try list("café").found("CAFE\u{301}s") == ["CAFE\u{301}"])
    }

    @Test func aLetterThatGoesOnIsAnotherOne() throws {
        #expect(try list("か").found("か\u{3099}").isEmpty)
        #expect(try list("か").found("が").isEmpty)
        #expect(try list("か").found("か゛か") == ["か", "か"])
        #expect(try list("시").found("신").isEmpty)
        #expect(try list("시").found("시간") == ["시"])
    }

    @Test func aMarkOfAnotherScriptHidesNothing() throws {
        #expect(try list("shit").found("s\u{E31}hi\u{3099}t\u{1161}").count == 1)
        #expect(try list("法轮").found("法\u{E31}轮\u{3099}").count == 1)
        #expect(try list("あい").found("あ\u{3099}い\u{309A}").count == 1)
    }

    @Test func aWordOfSeveralNeedsSomethingBetweenThem() throws {
        let lexicon = try list("fuck you")
        for text in ["fuck you", "Fuck   YOU!", "unfuck yours", "so fuck, you!", "fuck\nyou", "f u c k  y o u"] {
            #expect(lexicon.found(text).count == 1, "\(text)")
        }
        for text in ["fuckyou", "xf uck you", "fuck y ouch", "unfuck, yours"] { #expect(lexicon.found(text).isEmpty, "\(text)") }
    }

    @Test func signsOfAWordHaveToBeThere() throws {
        let lexicon = try list("t.me")
        for text in ["https://t.me/x", "T．ME", "see t me now", "xt.mex"] { #expect(lexicon.found(text).count == 1, "\(text)") }
        for text in ["what men want", "but me", "tme", "at. meeting"] { #expect(lexicon.found(text).isEmpty, "\(text)") }
    }

    @Test func aLatinWordEndsBesideChinese() throws {
        #expect(try list("secret").found("你s.e.c.r.e.t吗") == ["s.e.c.r.e.t"])
        #expect(try list("ass", .whole).found("你是ass吗 カass") == ["ass", "ass"])
    }

    @Test func strokesThatStretchAWordAreLeftOut() throws {
        #expect(try list("سكس").found("ســكــس") == ["ســكــس"])
    }

    @Test func aWordThatFoldsToManyLettersHasABound() {
        #expect(throws: BadWord.self) { try Lexicon([WordRule(String(repeating: "\u{FDFA}", count: 100))]) }
    }

    @Test func aWholeWordIsNotFoundInsideOfLongerOnes() throws {
        let lexicon = try list("ass", .whole)
        #expect(lexicon.found("an ass, ASS; class assume a.s.s a-sss") == ["ass", "ASS", "a.s.s"])
        #expect(try list("法轮", .whole).found("学法轮功") == ["法轮"])
    }

    @Test func wordsWithSignsAreFoundAsTheyAre() throws {
        #expect(try list("C++").found("c++ and Ｃ＋＋ but c + +") == ["c++", "Ｃ＋＋"])
        #expect(try list("C++", .whole).found("abc++ c++x") == ["c++"])
        #expect(try list(".com").found("a.com .c.om") == [".com"])
        #expect(try list("🔞").found("x🔞\u{FE0F}y") == ["🔞\u{FE0F}"])
        #expect(try list("$$$").found("$$ $ $$$$").count == 2)
        #expect(try list("a $").found("a \n $") == ["a \n $"])
    }

    @Test func everyRuleThatFindsSomethingIsGiven() throws {
        let lexicon = try Lexicon([WordRule("abc"), WordRule("bc", .exact, .mask), WordRule("ABC", .whole, .review), WordRule("b")])
        #expect(lexicon.matches("abc").map(\.rule) == [0, 2, 3, 1])
        #expect(lexicon.matches("abc").map(\.range) == [0..<3, 0..<3, 1..<2, 1..<3])
    }

    @Test func aTextFullOfWordsIsStillMaskedAndRefused() throws {
        let lexicon = try Lexicon([WordRule("a", .exact, .mask), WordRule("b", .exact, .review), WordRule("zz")])
        let text = String(repeating: "ab ", count: 2_000) + "zz"
        let found = lexicon.matches(text)
        #expect(found.count { $0.rule == 0 } == 2_000)
        #expect(found.last?.rule == 2)
    }

    @Test func nothingIsFoundAcrossWhatWasTakenOut() throws {
        let lexicon = try list("bad")
        #expect(lexicon.found("b**ad") == ["b**ad"])
        #expect(lexicon.found("b**ad", checked: "b**ad").isEmpty)
        #expect(lexicon.found("b*a*d", checked: "b*a*d") == ["b*a*d"])
        #expect(lexicon.found("b**ad bad", checked: "b**ad") == ["bad"])
        #expect(lexicon.found("bad b**", checked: "bad b**") == ["bad"])
        #expect(try list("ad", .whole).found("**ad", checked: "**").isEmpty)
        #expect(try list("**").found("**", checked: "**").isEmpty)
    }

    @Test func rulesThatCannotBeAreNamed() throws {
        #expect(trouble("") == "it is empty")
        #expect(trouble("\u{200B}\u{301}") == "nothing is left of it without the characters that are passed over")
        #expect(trouble("  ") == "nothing is left of it without the characters that are passed over")
        #expect(trouble("\u{E31}ก") == "it begins with a mark that belongs to a letter before it")
        #expect(trouble(String(repeating: "字", count: 200)) == nil)
        #expect(trouble(String(repeating: "字", count: 201)) == "it has more than 200 characters")
        #expect(throws: BadWord(index: 1, reason: "it is empty")) { try Lexicon([WordRule("a"), WordRule("")]) }
    }

    @Test func aListSaysWhatItHolds() throws {
        let few = try Lexicon([WordRule("some")]).footprint
        let many = try Lexicon((0..<10_000).map { WordRule("some\($0)") }).footprint
        #expect(few > 0 && many > few + 10_000 * 24)
    }
}
