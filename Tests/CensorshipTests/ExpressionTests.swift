import Censorship
import Testing

struct ExpressionTests {
    @Test func anExpressionIsFoundWithItsPlace() throws {
        let lexicon = try list(#"v[i1]agra\d*"#, .regex)
        #expect(lexicon.found("Buy V1AGRA100 and viâgrá!") == ["V1AGRA100", "viâgrá"])
        #expect(lexicon.matches("x v1agra") == [WordMatch(rule: 0, range: 2..<8)])
        #expect(lexicon.found("nothing").isEmpty)
    }

    @Test func textsAreFoldedAndExpressionsToo() throws {
        #expect(try list("法輪.", .regex).found("学法轮功") == ["法轮功"])
        #expect(try list("ＱＱ：[0-9]+", .regex).found("qq:１２３") == ["qq:１２３"])
        #expect(try list("（a）", .regex).found("a (a)") == ["(a)"])
        #expect(try list("[가-힣]{2}", .regex).found("x한글y") == ["한글"])
        #expect(try list("^.$", .regex).found("\u{1112}\u{1161}\u{11AB}").count == 1)
        #expect(try list("が", .regex).found("か\u{3099} か") == ["か\u{3099}"])
        #expect(try list("a b", .regex).found("a \t b") == ["a \t b"])
        #expect(try list("ÉTÉ", .regex).found("été") == ["été"])
    }

    @Test func severalAreFoundAtOnce() throws {
        let lexicon = try Lexicon([WordRule("b+", .regex), WordRule("x"), WordRule("[ab]{3}", .regex), WordRule("q", .regex)])
        #expect(lexicon.matches("abbx").map(\.rule) == [2, 0, 1])
    }

    @Test func nothingIsFoundAcrossWhatWasTakenOut() throws {
        #expect(try list("a.*d", .regex).found("ab**cd", checked: "ab**").isEmpty)
        #expect(try list("^cd", .regex).found("**cd", checked: "**").isEmpty)
        #expect(try list(#"\bcd\b"#, .regex).found("**cd", checked: "**").isEmpty)
        #expect(try list(#"\bcd\b"#, .regex).found("** cd", checked: "**") == ["cd"])
    }

    @Test func edgesAloneAreNothingToTakeOut() throws {
        #expect(try list(#"\b"#, .regex).found("a b").isEmpty)
        #expect(trouble("x*", .regex) == "it finds something in an empty text")
    }

    @Test func whatIsNoExpressionIsNamed() {
        #expect(trouble("(", .regex) == "it is no regular expression: missing ): (")
        #expect(trouble(#"(a)\1"#, .regex)?.hasPrefix("it is no regular expression: invalid escape") == true)
        #expect(trouble(String(repeating: "((a{100}){100}){10}", count: 1), .regex) != nil)
        #expect(trouble(String(repeating: "a", count: 1_000), .regex) == nil)
        #expect(trouble(String(repeating: "a", count: 1_001), .regex) == "it has more than 1000 characters")
    }

    @Test func aListHasAThousandOfThem() throws {
        let rules = (0..<1_000).map { WordRule("word\($0)x+", .regex) }
        #expect(try Lexicon(rules).found("a WORD999xx") == ["WORD999xx"])
        #expect(throws: BadWord(index: 1_000, reason: "a list has at most 1000 regular expressions")) {
            try Lexicon(rules + [WordRule("more", .regex)])
        }
    }

    @Test func manyThreadsLookAtOnce() async throws {
        let lexicon = try Lexicon(
            [WordRule("b[ao]d", .regex), WordRule("evil"), WordRule("w*rd", .wildcard), WordRule("wo*ld", .wildcard)].filter {
                trouble($0.text, $0.kind) == nil
            })
        let counts = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { (0..<200).reduce(0) { sum, _ in sum + lexicon.matches("a bad evil wo r ld, bod").count } } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 800, count: 8))
    }
}
