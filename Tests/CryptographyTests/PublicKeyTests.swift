import Cryptography
import Testing

struct PublicKeyTests {
    private static let message = Array(SignatureVectors.message.utf8)

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    @Test(arguments: [
        (SignatureVectors.rsaKey, SignatureVectors.rsaSignature, PublicKey.Algorithm.rs256),
        (SignatureVectors.p256Key, SignatureVectors.p256Signature, .es256),
        (SignatureVectors.ed25519Key, SignatureVectors.ed25519Signature, .edDSA),
    ])
    func whatTheHolderSignedIsRightAndNothingElse(pem: String, hex: String, algorithm: PublicKey.Algorithm) throws {
        let key = try #require(PublicKey(pem: pem))
        #expect(key.algorithm == algorithm)
        var signature = Self.bytes(hex)
        #expect(key.isValid(signature, for: Self.message))
        #expect(!key.isValid(signature, for: Self.message + [0]))
        #expect(!key.isValid(signature, for: []))
        #expect(!key.isValid([], for: Self.message))
        #expect(!key.isValid(signature + [0], for: Self.message))
        #expect(!key.isValid(Array(signature.dropLast()), for: Self.message))
        signature[7] ^= 1
        #expect(!key.isValid(signature, for: Self.message))
    }

    @Test func aKeyKnowsNothingOfAnothersSignatures() throws {
        let key = try #require(PublicKey(pem: SignatureVectors.p256Key))
        #expect(!key.isValid(Self.bytes(SignatureVectors.ed25519Signature), for: Self.message))
        #expect(!key.isValid([UInt8](repeating: 0, count: 64), for: Self.message))
    }

    @Test func aSignatureInDERIsNotOneOfAJWT() throws {
        let key = try #require(PublicKey(pem: SignatureVectors.p256Key))
        #expect(!key.isValid(Self.bytes(SignatureVectors.p256DER), for: Self.message))
    }

    @Test(arguments: [
        "", "x", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", SignatureVectors.shortRSAKey, SignatureVectors.p384Key,
        SignatureVectors.k256Key,
    ])
    func whatIsNoKeyOfAKnownKindIsNone(pem: String) {
        #expect(PublicKey(pem: pem) == nil)
    }
}
