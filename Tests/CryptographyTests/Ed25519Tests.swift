import Cryptography
import HearthCore
import Testing

struct Ed25519Tests {
    /// RFC 8032, section 7.1: secret key, public key, message, signature.
    private static let vectors = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ]

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    @Test(arguments: vectors) func thePublishedVectorsHold(secret: String, key: String, message: String, signature: String) throws {
        let (message, signature) = (Self.bytes(message), Self.bytes(signature))
        let signer = try #require(Ed25519PrivateKey(seed: Self.bytes(secret)))
        #expect(signer.publicKey.bytes == Self.bytes(key))
        #expect(try signer.sign(message) == signature)
        #expect(signer.publicKey.isValid(signature, for: message))
        #expect(!signer.publicKey.isValid(signature, for: message + [0]))
        #expect(!signer.publicKey.isValid(Array(signature.dropLast()), for: message))
        #expect(!signer.publicKey.isValid([], for: message))
    }

    @Test func aKeyComesBackFromItsText() throws {
        let key = try Ed25519PrivateKey(SystemRandomness())
        let again = try #require(Ed25519PrivateKey(pem: key.pem))
        #expect(again.publicKey == key.publicKey)
        #expect(key.publicKey.isValid(try again.sign([1, 2, 3]), for: [1, 2, 3]))
        #expect(Ed25519PrivateKey(pem: key.pem.split(separator: "\n").joined(separator: "\r\n"))?.publicKey == key.publicKey)
        #expect(Ed25519PublicKey(text: key.publicKey.text) == key.publicKey)
        #expect(key.publicKey.text.count == 43)
        #expect(try Ed25519PrivateKey(SystemRandomness()).publicKey != key.publicKey)
    }

    @Test func aPublicKeyIsReadInBothAlphabetsOfBase64() throws {
        let bytes = [UInt8](repeating: 0xFB, count: 31) + [0xFF]
        let key = try #require(Ed25519PublicKey(bytes))
        let plain = key.text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        #expect(key.text.contains("-") && key.text.contains("_"))
        #expect(Ed25519PublicKey(text: String(plain)) == key)
        #expect(Ed25519PublicKey(text: String(plain) + "=") == key)
    }

    @Test(arguments: ["", "x", "AAAA", String(repeating: "A", count: 42), String(repeating: "A", count: 44)])
    func whatIsNoPublicKeyIsNone(text: String) {
        #expect(Ed25519PublicKey(text: text) == nil)
    }

    /// Others of the kind, an RSA key, damaged ones.
    @Test(arguments: [
        "", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----\n",
    ])
    func whatIsNoPrivateKeyIsNone(pem: String) {
        #expect(Ed25519PrivateKey(pem: pem) == nil)
    }
}
