import IM
import Outbound
import Testing

@testable import HearthServer

struct LoginQuestionsTests {
    private static func verdict(_ status: Int, _ body: String) -> ExternalVerdict? {
        LoginQuestions.verdict(OutboundHTTP.Answer(status: status, body: Array(body.utf8)))
    }

    @Test func onlyAClearYesIsOne() {
        #expect(Self.verdict(200, #"{"allow": true}"#) == .allowed(nickName: ""))
        #expect(Self.verdict(200, #"{"allow": true, "nick_name": "Åsa"}"#) == .allowed(nickName: "Åsa"))
        for unusable in [#"7"#, #""\u0000""#, "null", "\"" + String(repeating: "x", count: 65) + "\""] {
            #expect(Self.verdict(200, #"{"allow": true, "nick_name": \#(unusable)}"#) == .allowed(nickName: ""))
        }
    }

    @Test func aNoIsARefusal() {
        #expect(Self.verdict(200, #"{"allow": false, "nick_name": "x"}"#) == .refused)
        for status in [401, 403, 404] { #expect(Self.verdict(status, #"{"allow": true}"#) == .refused) }
    }

    @Test(arguments: [
        (200, ""), (200, "yes"), (200, "true"), (200, "{}"), (200, #"{"allow": 1}"#), (200, #"{"allow": "true"}"#),
        (201, #"{"allow": true}"#), (204, ""), (302, #"{"allow": true}"#), (400, ""), (429, ""), (500, #"{"allow": true}"#), (0, ""),
    ])
    func everythingElseIsNoAnswer(status: Int, body: String) {
        #expect(Self.verdict(status, body) == nil)
    }
}

struct PushSignTests {
    /// `printf zoe | openssl dgst -sha256 -hmac top-secret`
    private static let sign = "4dd8ac22a1a69ba0395d7a11fd8eaf9e7304de41ca9c52577d556cb2e4fa40e6"

    @Test func onlyTheRightSignIsRight() {
        let signs = PushSign()
        #expect(signs.isRight(Self.sign, for: "zoe", secret: "top-secret"))
        #expect(!signs.isRight(Self.sign.uppercased(), for: "zoe", secret: "top-secret"))
        #expect(!signs.isRight(Self.sign, for: "zoe2", secret: "top-secret"))
        #expect(!signs.isRight(Self.sign, for: "zoe", secret: "top-secre"))
        for sign in ["", String(Self.sign.dropLast()), Self.sign + "0", "x"] {
            #expect(!signs.isRight(sign, for: "zoe", secret: "top-secret"))
        }
    }

    @Test func withoutASecretNoSignIsRight() {
        // HMAC under an empty key: anybody can make it.
        #expect(!PushSign().isRight("2c5e74e9d0017fa89f4ec887e41e80a5d4165f77021828e04636941697b52a10", for: "zoe", secret: ""))
    }
}
