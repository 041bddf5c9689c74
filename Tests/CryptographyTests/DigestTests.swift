import Testing

@testable import Cryptography

struct DigestTests {
    struct Vector: Sendable {
        let key: [UInt8]
        let data: [UInt8]
        let mac: String
    }

    /// RFC 4231, sections 4.2, 4.3, 4.4 and 4.7.
    static let rfc4231 = [
        Vector(
            key: [UInt8](repeating: 0x0B, count: 20), data: Array("Hi There".utf8),
            mac: "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"),
        Vector(
            key: Array("Jefe".utf8), data: Array("what do ya want for nothing?".utf8),
            mac: "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"),
        Vector(
            key: [UInt8](repeating: 0xAA, count: 20), data: [UInt8](repeating: 0xDD, count: 50),
            mac: "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39"
                + "bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"),
        Vector(
            key: [UInt8](repeating: 0xAA, count: 131), data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            mac: "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
                + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"),
    ]

    @Test(arguments: rfc4231)
    func hmacGivesThePublishedValues(vector: Vector) throws {
        let hmac = HMACSHA512(key: vector.key)
        #expect(try hex(hmac.sign(vector.data)) == vector.mac)
        #expect(try hmac.isValid(hmac.sign(vector.data), for: vector.data))
    }

    @Test func anyChangedBitMakesASignatureInvalid() throws {
        let hmac = HMACSHA512(key: [1, 2, 3])
        let message = Array("a message".utf8)
        let signature = try hmac.sign(message)
        for index in signature.indices {
            var forged = signature
            forged[index] ^= 1 << UInt8(index % 8)
            #expect(!hmac.isValid(forged, for: message))
        }
        #expect(!hmac.isValid(signature, for: message + [0]))
        #expect(!HMACSHA512(key: [1, 2, 4]).isValid(signature, for: message))
    }

    @Test func aShortenedOrEmptySignatureIsInvalid() throws {
        let hmac = HMACSHA512(key: [1])
        #expect(try !hmac.isValid(Array(hmac.sign([]).dropLast()), for: []))
        #expect(!hmac.isValid([], for: []))
    }

    @Test func anEmptyKeyAndAnEmptyMessageAreSigned() throws {
        let mac =
            "b936cee86c9f87aa5d3c6f2e84cb5a4239a5fe50480a6ec66b70ab5b1f4ac673"
            + "0c6c515421b327ec1d69402e53dfb49ad7381eb067b338fd7b0cb22247225d47"
        #expect(try hex(HMACSHA512(key: []).sign([])) == mac)
    }

    /// FIPS 180-2, appendix B, and the digest of nothing.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func sha256GivesThePublishedValues(text: String, digest: String) throws {
        #expect(try hex(SHA256.digest(Array(text.utf8))) == digest)
    }

    @Test func equalMeansSameLengthAndSameBytes() {
        #expect(constantTimeEqual([], []))
        #expect(constantTimeEqual([1, 2], [1, 2]))
        #expect(!constantTimeEqual([1, 2], [1, 3]))
        #expect(!constantTimeEqual([1, 2], [1, 2, 0]))
        #expect(!constantTimeEqual([], [0]))
    }

    @Test func randomBytesHaveTheAskedCountAndDoNotRepeat() {
        let randomness = SystemRandomness()
        #expect(randomness.bytes(0) == [])
        #expect(randomness.bytes(33).count == 33)
        #expect(randomness.bytes(16) != randomness.bytes(16))
    }
}

func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
