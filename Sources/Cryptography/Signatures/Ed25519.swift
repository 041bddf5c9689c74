import COpenSSL
import HearthCore

/// Somebody's public key as 32 bytes, to check what he has signed with Ed25519 (RFC 8032).
public struct Ed25519PublicKey: Hashable, Sendable {
    public let bytes: [UInt8]

    /// Nil unless there are 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Reads base64 in either alphabet, with or without padding; nil for anything else.
    public init?(text: some StringProtocol) {
        let digits = text.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
        let padding = digits.count == 44 && digits.last == "=" ? 1 : 0
        guard let bytes = Base64URL.decode(String(digits.dropLast(padding))) else { return nil }
        self.init(bytes)
    }

    /// Base64 with the alphabet of addresses and no padding: 43 characters that no shell takes apart.
    public var text: String { Base64URL.encode(bytes) }

    /// Whether the holder of the key signed `message`.
    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count) else {
            ERR_clear_error()
            return false
        }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        let isValid =
            EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        // A refusal leaves its reason on this thread.
        if !isValid { ERR_clear_error() }
        return isValid
    }
}

/// A key that signs with Ed25519 (RFC 8032).
public struct Ed25519PrivateKey: Sendable {
    /// 32 bytes, from which all the rest follows.
    private let seed: [UInt8]
    public let publicKey: Ed25519PublicKey

    /// A fresh key.
    /// - Throws: `ServerUnknownError` when libcrypto makes none.
    public init(_ randomness: any Randomness) throws(Failure) {
        guard let key = Self(seed: randomness.bytes(32)) else { throw Failure(.serverUnknownError) }
        self = key
    }

    /// Nil unless there are 32 bytes.
    public init?(seed: [UInt8]) {
        guard seed.count == 32, let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else { return nil }
        defer { EVP_PKEY_free(key) }
        var bytes = [UInt8](repeating: 0, count: 32)
        var count = bytes.count
        guard EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1, let publicKey = Ed25519PublicKey(Array(bytes.prefix(count))) else {
            return nil
        }
        self.seed = seed
        self.publicKey = publicKey
    }

    /// Reads `-----BEGIN PRIVATE KEY-----` (RFC 8410) without a password; nil for anything else.
    public init?(pem: String) {
        let lines = pem.split(whereSeparator: \.isNewline).map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
        guard lines.count == 3, lines[0] == "-----BEGINPRIVATEKEY-----", lines[2] == "-----ENDPRIVATEKEY-----" else { return nil }
        let digits = lines[1].map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
        guard let bytes = Base64URL.decode(String(digits)), bytes.starts(with: Self.prefix) else { return nil }
        self.init(seed: Array(bytes.dropFirst(Self.prefix.count)))
    }

    /// The key as `openssl pkey` reads it too.
    public var pem: String {
        // 48 bytes are 64 digits: no padding, and one line.
        let digits = Base64URL.encode(Self.prefix + seed).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        return "-----BEGIN PRIVATE KEY-----\n\(String(digits))\n-----END PRIVATE KEY-----\n"
    }

    /// What stands before the 32 bytes of every such key (RFC 8410 section 7).
    private static let prefix: [UInt8] = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20]

    /// The signature of `message`, 64 bytes.
    /// - Throws: `ServerUnknownError` when libcrypto refuses.
    public func sign(_ message: [UInt8]) throws(Failure) -> [UInt8] {
        guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else { throw Failure(.serverUnknownError) }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { throw Failure(.serverUnknownError) }
        defer { EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: 64)
        var count = signature.count
        guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
            EVP_DigestSign(context, &signature, &count, message, message.count) == 1, count == signature.count
        else {
            ERR_clear_error()
            throw Failure(.serverUnknownError)
        }
        return signature
    }
}
