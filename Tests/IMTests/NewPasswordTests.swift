import HearthCore
import IM
import Testing

struct NewPasswordTests {
    @Test(arguments: ["x", "pass word", "密码", "\u{1}", String(repeating: "😀", count: 256)])
    func aPassword(text: String) throws {
        #expect(try NewPassword(text).text == text)
        #expect(text.utf8.count <= Limits.loginPasswordBytes, "he can log in with it")
    }

    /// One character to the eye can be any number of bytes.
    @Test(arguments: [
        "", "a\0b", String(repeating: "x", count: 257), "e" + String(repeating: "\u{301}", count: 256),
        String(repeating: "👨‍👩‍👧‍👦", count: 256),
    ])
    func noPassword(text: String) {
        #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: new_password")) {
            try NewPassword(text, field: "new_password")
        }
    }
}
