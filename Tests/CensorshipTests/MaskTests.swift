import Censorship
import Testing

struct MaskTests {
    @Test func anAsteriskStandsForEachCharacterThatIsSeen() {
        #expect(Mask.masked("a bad day", [2..<5]) == "a *** day")
        #expect(Mask.masked("法轮功!", [0..<9]) == "***!")
        #expect(Mask.masked("s\u{200B}h\u{301}it", [0..<9]) == "****")
        #expect(Mask.masked("か\u{3099}き", [0..<9]) == "**")
    }

    @Test func atLeastTwoStandForAWord() {
        #expect(Mask.masked("x法y", [1..<4]) == "x**y")
    }

    @Test func rangesMayOverlapAndComeInAnyOrder() {
        #expect(Mask.masked("abcdefgh", [4..<7, 1..<3, 2..<5]) == "a******h")
        #expect(Mask.masked("abcdefgh", [4..<6, 0..<2]) == "**cd**gh")
        #expect(Mask.masked("abcdefgh", []) == "abcdefgh")
    }
}
