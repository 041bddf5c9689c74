import HearthCore
import Testing

struct ConstantTimeTests {
    @Test(arguments: [
        ("", "", true), ("blue", "blue", true), ("blau \u{e4}", "blau \u{e4}", true), ("", "a", false), ("blue", "blub", false),
        ("blue", "xlue", false), ("blue", "blue ", false), ("blue ", "blue", false),
        // The same for a reader, and not the same bytes.
        ("\u{e4}", "a\u{308}", false),
    ])
    func textsAreEqualWhereTheirBytesAre(left: String, right: String, areEqual: Bool) {
        #expect(constantTimeEqual(left, right) == areEqual)
    }
}
