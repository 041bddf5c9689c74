import HearthCore
import IM
import Testing

struct UserNameTests {
    @Test(arguments: ["a", "alice", "Alice_2", "_1", "2b", "\u{4E00}", "\u{9FA5}99", "xmta", "MAXI", String(repeating: "a", count: 64)])
    func lettersDigitsUnderscoreAndChineseAreAllowed(_ text: String) throws {
        #expect(try UserName(text).rawValue == text)
    }

    @Test(arguments: [
        "", "12345", "a b", "a-b", "a.b", "caf\u{E9}", "cafe\u{301}", "\u{9FA6}", "\u{3400}", "a\u{0}", "\u{1F600}", "\u{FF11}a",
        String(repeating: "a", count: 65),
    ])
    func everythingElseIsRefused(_ text: String) {
        #expect(throws: Failure(.invalidUserNameParameter)) { try UserName(text) }
    }

    @Test(arguments: ["mta", "mtafoo", "MTA1", "maxim", "MaximTop", "mAxIm"])
    func namesOfTheVendorAreReserved(_ text: String) {
        #expect(throws: Failure(.invalidUserNameParameter)) { try UserName(text) }
    }
}
