import Cryptography
import HearthCore
import HearthServer
import IM
import Testing

@Suite("Access tokens")
struct JWTCodecTests {
    private let codec = JWTCodec()
    private let key = SigningKey(id: "k1", secret: [UInt8](repeating: 7, count: 64))
    private let claims = TokenClaims(
        app: AppID("abcdefghijkl"), user: UserID(1_000_002), role: .user, issuedAt: Instant(milliseconds: 1_800_000_000_000),
        id: "token-1")

    @Test func whatWasSignedIsReadBack() {
        let text = codec.sign(claims, with: key)
        #expect(codec.claimedApp(of: text) == claims.app)
        #expect(codec.verify(text, with: [key]) == claims)
    }

    @Test func anotherKeyUnderTheSameNameDoesNotVerify() {
        let other = SigningKey(id: "k1", secret: [UInt8](repeating: 8, count: 64))
        #expect(codec.verify(codec.sign(claims, with: key), with: [other]) == nil)
    }

    @Test func aKeyThatIsGoneDoesNotVerify() {
        #expect(codec.verify(codec.sign(claims, with: key), with: []) == nil)
    }

    @Test func everyChangedCharacterIsNoticed() {
        let text = Array(codec.sign(claims, with: key))
        for index in text.indices {
            var changed = text
            changed[index] = changed[index] == "A" ? "B" : "A"
            #expect(codec.verify(String(changed), with: [key]) == nil, "position \(index)")
        }
    }

    @Test(arguments: [
        #"{"typ":"JWT","alg":"none","kid":"k1"}"#, #"{"typ":"JWT","alg":"HS256","kid":"k1"}"#,
        #"{"typ":"JWT","alg":"hs512","kid":"k1"}"#, #"{"typ":"JWT","kid":"k1"}"#, "[]", "",
    ])
    func noOtherAlgorithmIsAccepted(header: String) throws {
        let parts = codec.sign(claims, with: key).split(separator: ".")
        let signed = Base64URL.encode(Array(header.utf8)) + "." + parts[1]
        let signature = Base64URL.encode(try HMACSHA512(key: key.secret).sign(Array(signed.utf8)))
        #expect(codec.verify(signed + "." + signature, with: [key]) == nil)
        #expect(codec.verify(signed + ".", with: [key]) == nil)
    }

    @Test(arguments: ["", ".", "..", "...", "a.b.c", "🦊.🦊.🦊", String(repeating: "a.", count: 1000)])
    func whatIsNoTokenIsNothing(text: String) {
        #expect(codec.claimedApp(of: text) == nil)
        #expect(codec.verify(text, with: [key]) == nil)
    }
}
