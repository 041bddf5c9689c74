import COpenSSL

/// Somebody's public key, to check what he has signed. One key belongs to one way of signing.
///
/// Unchecked: libcrypto counts references by itself, and the key is never changed.
public final class PublicKey: @unchecked Sendable {
    /// The ways of signing that are known here, by their names in JWTs (RFC 7518, RFC 8037).
    public enum Algorithm: String, Sendable, CaseIterable {
        /// RSA PKCS#1 1.5 with SHA-256, keys of 2048 bits and more.
        case rs256 = "RS256"
        /// ECDSA on P-256 with SHA-256; the signature is the two numbers, 32 bytes each.
        case es256 = "ES256"
        /// Ed25519.
        case edDSA = "EdDSA"
    }

    /// How the holder of the key signs.
    public let algorithm: Algorithm
    private let key: OpaquePointer

    /// Reads `-----BEGIN PUBLIC KEY-----`; nil for anything else, and for keys of other kinds or too short ones.
    public init?(pem: String) {
        guard let key = Self.read(pem) else {
            ERR_clear_error()
            return nil
        }
        guard let algorithm = Self.algorithm(of: key) else {
            EVP_PKEY_free(key)
            return nil
        }
        self.key = key
        self.algorithm = algorithm
    }

    deinit { EVP_PKEY_free(key) }

    /// Whether the holder of the key signed `message`.
    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let signature = algorithm == .es256 ? Self.der(signature) : signature, let context = EVP_MD_CTX_new() else {
            return false
        }
        defer { EVP_MD_CTX_free(context) }
        // Ed25519 brings its own digest.
        let digest = algorithm == .edDSA ? nil : EVP_sha256()
        let isValid =
            EVP_DigestVerifyInit(context, nil, digest, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        // A refusal leaves its reason on this thread.
        if !isValid { ERR_clear_error() }
        return isValid
    }

    private static func read(_ pem: String) -> OpaquePointer? {
        let bytes = Array(pem.utf8)
        guard let length = CInt(exactly: bytes.count) else { return nil }
        return bytes.withUnsafeBytes { bytes in
            guard let source = BIO_new_mem_buf(bytes.baseAddress, length) else { return nil }
            defer { BIO_free(source) }
            return PEM_read_bio_PUBKEY(source, nil, nil, nil)
        }
    }

    private static func algorithm(of key: OpaquePointer) -> Algorithm? {
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA: EVP_PKEY_get_bits(key) >= 2_048 ? .rs256 : nil
        case EVP_PKEY_EC: isP256(key) ? .es256 : nil
        case EVP_PKEY_ED25519: .edDSA
        default: nil
        }
    }

    private static func isP256(_ key: OpaquePointer) -> Bool {
        var name = [CChar](repeating: 0, count: 64)
        var length = 0
        guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1 else { return false }
        return String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) == "prime256v1"
    }

    /// JWTs hold r and s one after the other (RFC 7518 section 3.4); libcrypto wants them in DER.
    private static func der(_ signature: [UInt8]) -> [UInt8]? {
        guard signature.count == 64, let pair = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(pair) }
        guard let r = BN_bin2bn(Array(signature[..<32]), 32, nil) else { return nil }
        guard let s = BN_bin2bn(Array(signature[32...]), 32, nil) else {
            BN_free(r)
            return nil
        }
        guard ECDSA_SIG_set0(pair, r, s) == 1 else {
            BN_free(r)
            BN_free(s)
            return nil
        }
        let length = i2d_ECDSA_SIG(pair, nil)
        guard length > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(length))
        let written = bytes.withUnsafeMutableBufferPointer { buffer in
            var end = buffer.baseAddress
            return i2d_ECDSA_SIG(pair, &end)
        }
        return written == length ? bytes : nil
    }
}
