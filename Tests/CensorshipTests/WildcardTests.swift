import Censorship
import Testing

struct WildcardTests {
    @Test func anAsteriskStandsForUpToTwentyCharacters() throws {
        let lexicon = try list("buy*pills", .wildcard)
        #expect(lexicon.found("You BUY cheap píllś now") == ["BUY cheap píllś"])
        #expect(lexicon.found("buypills") == ["buypills"])
        #expect(lexicon.found("buy" + String(repeating: "x", count: 20) + "pills").count == 1)
        #expect(lexicon.found("buy" + String(repeating: "x", count: 21) + "pills").isEmpty)
        #expect(lexicon.found("buy\npills").isEmpty)
    }

    @Test func aQuestionMarkStandsForOneCharacter() throws {
        #expect(try list("加?微信", .wildcard).found("请加我微信 加微信 加我的微信") == ["加我微信"])
        #expect(try list("?微信", .wildcard).found("微信").isEmpty)
        #expect(try list("시?놈", .wildcard).found("시한놈") == ["시한놈"])
        #expect(try list("시?놈", .wildcard).found("시놈").isEmpty)
    }

    @Test func wildcardsBeginAndEndAnywhere() throws {
        #expect(try list("*vi?gra*", .wildcard).found("unviagras") == ["viagra"])
        #expect(try list("か?き", .wildcard).found("かxぎ").isEmpty)
    }

    @Test func aBackslashTakesTheMeaningAway() throws {
        #expect(try list(#"what\?\*"#, .wildcard).found("what?* whatxx") == ["what?*"])
        #expect(try list(#"ab\\?c"#, .wildcard).found(#"ab\xc abxc"#) == [#"ab\xc"#])
    }

    @Test func aFarReachGoesOnWhereTheNearOneEnds() throws {
        // The first c is in reach of b, but only from the second one is d.
        let text =
            "ab" + String(repeating: ".", count: 3) + "c" + String(repeating: ".", count: 10) + "c" + String(repeating: ".", count: 15)
            + "d"
        #expect(try list("ab*c*d", .wildcard).found(text).count == 1)
        #expect(try list("d*c*ab", .wildcard).found(String(text.reversed()).replacing("ba", with: "ab")).count == 1)
    }

    @Test func nothingReachesAcrossWhatWasTakenOut() throws {
        let lexicon = try list("buy*pills", .wildcard)
        #expect(lexicon.found("buy ** pills").count == 1)
        #expect(lexicon.found("buy ** pills", checked: "buy **").isEmpty)
    }

    @Test func wildcardsNeedSomethingToLookFor() {
        #expect(trouble("*a?b*", .wildcard) == "it needs two letters without a * or ? between them, or one of Chinese or Japanese")
        #expect(trouble("*", .wildcard) != nil && trouble("$$*$$", .wildcard) != nil)
        #expect(trouble("?字", .wildcard) == nil && trouble("ab*", .wildcard) == nil)
        #expect(trouble("ab*c*d*e*f*g*h*i*j", .wildcard) == nil)
        #expect(trouble("ab*c*d*e*f*g*h*i*j*k", .wildcard) == "it has more than 8 asterisks inside")
    }

    @Test func manyWildcardsThatAlmostFitTakeTheirTimeAndNoMore() throws {
        let lexicon = try Lexicon((0..<200).map { WordRule("ab*a?b*b*a?a*b*\($0)", .wildcard) })
        let text = String(repeating: "ab", count: 5_000)
        let time = ContinuousClock().measure { #expect(lexicon.found(text).isEmpty) }
        #expect(time < .seconds(10))
    }
}
