import HearthCore
import Testing

struct JSONTextTests {
    @Test func anObjectKeepsTheOrderOfItsMembers() {
        #expect(JSONText.object([]) == "{}")
        #expect(
            JSONText.object([("alias", .string("Ben")), ("mute_notification", .bool(true)), ("n", .integer(-7))])
                == #"{"alias":"Ben","mute_notification":true,"n":-7}"#)
    }

    @Test func integersMayBeInAList() {
        #expect(JSONText.object([("list", .integers([3, -1])), ("none", .integers([]))]) == #"{"list":[3,-1],"none":[]}"#)
    }

    @Test(arguments: [
        ("a\"b\\c", #""a\"b\\c""#), ("line\nnext\r\t", #""line\nnext\r\t""#), ("\u{0}\u{1}\u{1F}", #""\u0000\u0001\u001f""#),
        ("\u{2028}", #""\u2028""#), ("O'Anna 😀 / é", #""O'Anna 😀 / é""#), ("\r\n", #""\r\n""#),
    ])
    func charactersThatWouldBreakTheTextAreEscaped(string: String, quoted: String) {
        #expect(JSONText.object([("ext", .string(string))]) == "{\"ext\":" + quoted + "}")
        #expect(JSONText.object([(string, .bool(false))]) == "{" + quoted + ":false}")
    }
}
